// What is wrong with the text of a rule, as an editor marks it.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "text/json_writer.h"

namespace qiuhao::server {

// How many characters the word has that stands at a place of the text, at least 1; lines and columns count from 1.
int marked_length(std::string_view text, int line, int column);

// "mistakes": […], each with code, line, column (0 where it has no place), length, sentence and snippet.
void write_mistakes(text::JsonWriter& json, std::span<const Error> errors, std::string_view text);

}  // namespace qiuhao::server
