// How papers look.
#pragma once

#include <string_view>

namespace qiuhao::documents {

// A4 with the margins and sizes of GB/T 9704, as CSS.
std::string_view paper_style();

}  // namespace qiuhao::documents
