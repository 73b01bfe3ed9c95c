// Texts in HTML and XML.
#pragma once

#include <string>
#include <string_view>

namespace qiuhao::text {

// Text between tags or in a quoted attribute: nothing of it can be a tag. Control characters but line feeds and tabs
// are left out.
std::string markup_escaped(std::string_view text);

}  // namespace qiuhao::text
