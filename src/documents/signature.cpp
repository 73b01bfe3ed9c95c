// Only whole numbers are taken from a pad, so that nothing else of it can get onto paper.
#include "documents/signature.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "documents/evidence_files.h"
#include "documents/file_type.h"
#include "text/document.h"

namespace qiuhao::documents {
namespace {

std::unexpected<Error> bad_signature() {
  return input_error(
      "bad_signature",
      Sentence{fmt::format("a signature is drawn within {} by {} points, with at most {} strokes and {} points, or a "
                           "small PNG picture",
                           kPadWidth, kPadHeight, kStrokesMost, kPointsMost),
               fmt::format("签名应画在 {} × {} 点的范围内，最多 {} 笔、{} 点，或上传小幅 PNG 图片", kPadWidth,
                           kPadHeight, kStrokesMost, kPointsMost)});
}

std::optional<int> coordinate(const text::Node& node, int most) {
  int value = -1;
  const char* end = node.scalar.data() + node.scalar.size();
  const auto read = std::from_chars(node.scalar.data(), end, value);
  const bool is_right =
      node.is_scalar() && !node.quoted && read.ec == std::errc() && read.ptr == end && value >= 0 && value <= most;
  return is_right ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string Signature::json() const {
  if (!png.empty()) return fmt::format(R"({{"png":"{}"}})", content_hash(png));
  std::string out = "[";
  for (const auto& stroke : strokes) {
    out += out.size() == 1 ? "[" : ",[";
    for (std::size_t i = 0; i < stroke.size(); ++i)
      out += fmt::format("{}[{},{}]", i == 0 ? "" : ",", stroke[i].first, stroke[i].second);
    out += ']';
  }
  return out + "]";
}

Result<Signature> parse_strokes(std::string_view json) {
  constexpr std::size_t kBytesAPoint = 16;
  if (json.size() > kPointsMost * kBytesAPoint) return bad_signature();
  const auto node = text::parse_json(json, "");
  if (!node || !node->is_sequence() || node->items.empty() || node->items.size() > kStrokesMost) return bad_signature();
  Signature signature;
  std::size_t points = 0;
  for (const text::Node& stroke : node->items) {
    points += stroke.items.size();
    if (!stroke.is_sequence() || stroke.items.empty() || points > kPointsMost) return bad_signature();
    auto& made = signature.strokes.emplace_back();
    for (const text::Node& point : stroke.items) {
      if (!point.is_sequence() || point.items.size() != 2) return bad_signature();
      const auto x = coordinate(point.items[0], kPadWidth);
      const auto y = coordinate(point.items[1], kPadHeight);
      if (!x || !y) return bad_signature();
      made.emplace_back(*x, *y);
    }
  }
  return points < 2 ? bad_signature() : Result<Signature>(std::move(signature));
}

Result<Signature> signature_of_png(std::string png) {
  if (png.size() > kSignatureBytesMost) return bad_signature();
  if (!check_content("signature.png", png, {.pixels_most = kSignaturePixelsMost})) return bad_signature();
  return Signature{{}, std::move(png)};
}

}  // namespace qiuhao::documents
