// QR codes as SVG, for paper.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace qiuhao::documents {

// `side` is the width and height in millimetres. "too_long_for_qr": more than a code holds.
Result<std::string> qr_svg(std::string_view text, int side);

}  // namespace qiuhao::documents
