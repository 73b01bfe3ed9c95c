// Signatures of functions, read from the text that the documentation shows, so that the two cannot differ:
//   "(date, date) -> int"   "string.contains(string) -> bool"   "(list(N)) -> N; (N, N...) -> N"
// Overloads stand between semicolons. T is any type, N a number, C what can be ordered; the same letter is the same
// type.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/value.h"

namespace qiuhao::cel {

struct Pattern {
  Kind kind = Kind::any;
  char variable = '\0';  // T, N or C
  StructId row_struct = 0;
  std::vector<Pattern> parts;  // of a list: the element; of a map: key and value
};
Pattern pattern_of(const Type& type);

struct Overload {
  bool is_method = false;    // called as receiver.name(...); the receiver is the first parameter
  bool is_variadic = false;  // the last parameter may repeat, or be missing
  std::vector<Pattern> parameters;
  Pattern result;
};

// CHECKs that the text is a signature: only we write them.
std::vector<Overload> parse_signature(std::string_view text);

}  // namespace qiuhao::cel
