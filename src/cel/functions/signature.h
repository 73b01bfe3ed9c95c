// Signatures of functions, read from the text that the documentation shows, so that the two cannot differ:
//   "(date, date) -> int"   "string.contains(string) -> bool"   "(list(N)) -> N; (N, N...) -> N"
// Overloads stand between semicolons. T to Z are any type, N a number, C what can be ordered; the same letter is the
// same type.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cel/value.h"

namespace qiuhao::cel {

struct Pattern {
  Kind kind = Kind::any;
  char variable = '\0';     // T to Z, N or C
  StructId row_struct = 0;  // of a row or opaque type
  std::vector<Pattern>
      parts;  // of a list, optional, type: the element; of a map: key and value; of an opaque type: all
};
Pattern pattern_of(const Type& type);

struct Overload {
  bool is_method = false;    // called as receiver.name(...); the receiver is the first parameter
  bool is_variadic = false;  // the last parameter may repeat, or be missing
  std::vector<Pattern> parameters;
  Pattern result;
};

// CHECKs that the text is a signature: for those that we write.
std::vector<Overload> parse_signature(std::string_view text);

// The same for texts of others, in which a host's opaque types may stand, by number. Errors: bad_signature.
Result<std::vector<Overload>> read_signature(std::string_view text, std::span<const std::string> opaque);

// "map(string, list(int))" as a type; a letter is a type of which nothing is known. Errors: bad_type.
Result<Type> read_type(std::string_view text, std::span<const std::string> opaque);

}  // namespace qiuhao::cel
