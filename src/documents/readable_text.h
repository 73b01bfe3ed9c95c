// Texts of people without what cannot be seen on paper or misleads the eye.
#pragma once

#include <string>
#include <string_view>

namespace qiuhao::documents {

// Without control characters (but for line feeds, if those are to stay), marks that turn or join writing, blanks
// without width and what is no character; bytes that are no UTF-8 become U+FFFD. A tab is a blank, CR LF and CR a line
// feed.
std::string readable(std::string_view text, bool keeps_lines);

}  // namespace qiuhao::documents
