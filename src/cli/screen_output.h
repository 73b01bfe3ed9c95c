// Where the text of a screening goes: standard output, or a file written in one step.
#pragma once

#include <string>

#include "base/result.h"

namespace qiuhao::cli {

// `out` "" is standard output. Errors: cannot_write.
Status write_screen_output(const std::string& text, const std::string& out);

// Refuses to write over what was read ("out_is_input").
Status check_out(const std::string& out, const std::string& input, const std::string& option);

// A cell that a spreadsheet does not take for a formula: a text beginning with = + - @ gets a ' in front, unless it is
// a number.
std::string screen_cell(const std::string& text);

inline constexpr std::size_t kCellWidth = 40;  // of a text that somebody wrote, in a table for people

// A number short enough for people: four digits that count.
std::string short_number(double number);

}  // namespace qiuhao::cli
