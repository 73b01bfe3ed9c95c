// What of a matter a person sees: sealed fields for some roles only, personal ones masked but for those at work on it.
#pragma once

#include <string>
#include <vector>

#include "workflow/act.h"

namespace qiuhao::workflow {

enum class Sight : std::uint8_t { open, masked, sealed };

struct SeenField {
  Number field = 0;
  Sight sight = Sight::open;
  std::string text;  // as format_value has it; masked "张＊"; sealed ""
};

// Every field that has a value, in the order of the file.
std::vector<SeenField> seen_fields(const Kind& kind, const Matter& matter, const Person& person);

// The first character, and ＊ for each other: "张三丰" → "张＊＊".
std::string masked(std::string_view text);

}  // namespace qiuhao::workflow
