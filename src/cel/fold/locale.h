// What a locale changes: the mark before the places of a number that format() writes.
#pragma once

#include <string_view>

namespace qiuhao::cel {

// "," for "de", "de_DE.UTF-8", "fr-FR"; "." for languages that write a point, for "" and for what is unknown.
std::string_view decimal_mark(std::string_view locale);

}  // namespace qiuhao::cel
