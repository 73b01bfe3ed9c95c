// Signatures: drawn on a pad, or a picture of one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace qiuhao::documents {

inline constexpr int kPadWidth = 1'000;  // points of a pad lie within
inline constexpr int kPadHeight = 400;
inline constexpr std::size_t kStrokesMost = 200;
inline constexpr std::size_t kPointsMost = 10'000;                          // in all
inline constexpr std::size_t kSignatureBytesMost = std::size_t{512} << 10;  // of a picture
inline constexpr std::size_t kSignaturePixelsMost = 4'000'000;

struct Signature {
  using Point = std::pair<int, int>;
  std::vector<std::vector<Point>> strokes;
  std::string png;  // or this

  std::string json() const;  // strokes, or the picture's hash
};

// From a pad: "[[[x,y],[x,y],…],…]", strokes of whole numbers. "bad_signature": anything else, nothing drawn, or a
// point beyond the pad.
Result<Signature> parse_strokes(std::string_view json);
// "bad_signature": no png, or a large one.
Result<Signature> signature_of_png(std::string png);

}  // namespace qiuhao::documents
