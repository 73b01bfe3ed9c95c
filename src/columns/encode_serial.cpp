// Finding the patterns of serial numbers.
#include <algorithm>
#include <map>
#include <unordered_map>

#include "columns/encode.h"

namespace qiuhao {
namespace {

constexpr std::size_t kMostPatterns = 64;

// A text with every digit taken out, and those digits that never differ between the texts of the shape.
struct Shape {
  std::string mask;  // kDigitPlace where a digit stands
  std::string first;
  std::vector<bool> differs;  // by character
  std::size_t digits = 0;     // that differ
};

std::string mask_of(std::string_view text) {
  std::string mask(text);
  for (char& letter : mask) {
    if (letter >= '0' && letter <= '9') letter = kDigitPlace;
  }
  return mask;
}

void compare(Shape& shape, std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != shape.first[at]) shape.differs[at] = true;
  }
}

// Behind the first digit that differs all count, so that numbers grow as the texts do.
bool settle(Shape& shape) {
  const auto first = std::ranges::find(shape.differs, true);
  shape.digits = 0;
  for (auto at = first; at != shape.differs.end(); ++at) {
    const auto place = static_cast<std::size_t>(at - shape.differs.begin());
    *at = shape.mask[place] == kDigitPlace;
    shape.digits += *at ? 1 : 0;
  }
  return shape.digits <= kMostSerialDigits;
}

std::int64_t number_in(const Shape& shape, std::string_view text) {
  std::int64_t number = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (shape.differs[at]) number = number * 10 + (text[at] - '0');
  }
  return number;
}

std::string pattern_of(const Shape& shape) {
  std::string pattern = shape.first;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (shape.differs[at]) pattern[at] = kDigitPlace;
  }
  return pattern;
}

int hex_digit(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

}  // namespace

std::optional<HexBytes> hex_bytes(const Column& texts) {
  if (texts.rows == 0 || texts.present != nullptr) return std::nullopt;
  HexBytes hex{texts.text(0).size() / 2, {}};
  if (hex.width == 0) return std::nullopt;
  for (RowIndex row = 0; row < texts.rows; ++row) {
    const std::string_view text = texts.text(row);
    if (text.size() != hex.width * 2) return std::nullopt;
    for (std::size_t at = 0; at < text.size(); at += 2) {
      const int high = hex_digit(text[at]), low = hex_digit(text[at + 1]);
      if (high < 0 || low < 0) return std::nullopt;
      hex.bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
  }
  return hex;
}

std::optional<SerialBytes> serial_numbers(const Column& texts) {
  std::vector<Shape> shapes;
  std::unordered_map<std::string, std::size_t> by_mask;
  std::vector<std::int64_t> shape_of(texts.rows, 0);
  for (RowIndex row = 0; row < texts.rows; ++row) {
    if (!texts.has(row)) continue;
    const std::string_view text = texts.text(row);
    std::string mask = mask_of(text);
    if (text.find(kDigitPlace) != std::string_view::npos) return std::nullopt;
    const auto [at, is_new] = by_mask.try_emplace(mask, shapes.size());
    if (is_new) {
      if (shapes.size() == kMostPatterns) return std::nullopt;
      shapes.push_back({std::move(mask), std::string(text), std::vector<bool>(text.size(), false), 0});
    }
    compare(shapes[at->second], text);
    shape_of[row] = static_cast<std::int64_t>(at->second);
  }
  SerialBytes serial;
  for (Shape& shape : shapes) {
    if (!settle(shape)) return std::nullopt;
    serial.patterns.push_back(pattern_of(shape));
  }
  if (shapes.empty()) return std::nullopt;
  serial.digits = shapes.front().digits;
  serial.numbers.assign(texts.rows, 0);
  for (RowIndex row = 0; row < texts.rows; ++row) {
    if (texts.has(row))
      serial.numbers[row] = number_in(shapes[static_cast<std::size_t>(shape_of[row])], texts.text(row));
  }
  serial.pattern_of = encode_stream({shape_of, texts.present}, {});
  return serial;
}

}  // namespace qiuhao
