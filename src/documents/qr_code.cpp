// The only source that includes libqrencode.
#include "documents/qr_code.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>

namespace qiuhao::documents {

Result<std::string> qr_svg(std::string_view text, int side) {
  constexpr int kQuiet = 2;  // modules of white around it; the paper is white too
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0,
                        QR_ECLEVEL_M),
      &QRcode_free);
  if (code == nullptr)
    return input_error("too_long_for_qr", Sentence{"the text is too long for a QR code", "文字过长，无法生成二维码"});
  std::string path;
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      if ((code->data[y * code->width + x] & 1U) != 0) path += fmt::format("M{} {}h1v1h-1z", x + kQuiet, y + kQuiet);
    }
  }
  const int width = code->width + 2 * kQuiet;
  return fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}mm" height="{0}mm" viewBox="0 0 {1} {1}" )"
                     R"(shape-rendering="crispEdges"><path fill="#000" d="{2}"/></svg>)",
                     side, width, path);
}

}  // namespace qiuhao::documents
