// Texts that are serial numbers: digits between characters that hardly ever change ("34-000123", "V20250429D1"). The
// characters are a pattern, the digits one integer a row; such a column costs two or three bytes a row, whatever the
// length of its texts. Texts of so many hexadecimal digits each (pseudonyms) are kept as bytes.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "columns/stream.h"

namespace qiuhao {

inline constexpr char kDigitPlace = '\x01';  // stands in a pattern where a digit of the number goes
inline constexpr std::size_t kMostSerialDigits = 18;

class SerialTexts {
 public:
  // The streams are views, as everywhere.
  SerialTexts(std::vector<std::string> patterns, const Stream& pattern_of, const Stream& numbers);
  // Hexadecimal: `width` bytes a row, each two small digits.
  SerialTexts(const std::uint8_t* hex, std::size_t width, std::size_t rows);
  ~SerialTexts();
  SerialTexts(const SerialTexts&) = delete;
  SerialTexts& operator=(const SerialTexts&) = delete;

  const Stream& numbers() const { return numbers_; }
  const Stream& patterns() const { return pattern_of_; }
  std::size_t rows() const { return rows_; }
  bool is_hex() const { return hex_ != nullptr; }
  // The bytes of a row; empty when these are no hexadecimal texts.
  std::string_view hex(RowIndex row) const {
    return hex_ == nullptr ? std::string_view()
                           : std::string_view(reinterpret_cast<const char*>(hex_) + row * width_, width_);
  }
  // What makes a serial number: equal where the texts are equal, and only there. Nothing of hexadecimal texts.
  struct Serial {
    std::int64_t number = 0;
    std::int64_t pattern = 0;
    bool operator==(const Serial&) const = default;
  };
  std::optional<Serial> serial(RowIndex row) const {
    if (is_hex()) return std::nullopt;
    return Serial{numbers_.at(row), pattern_of_.at(row)};
  }
  void append(RowIndex row, std::string& out) const;
  // Worked out with its neighbours when first asked for, and kept as long as this is. Any thread may ask.
  std::string_view text(RowIndex row) const;

 private:
  struct Block;
  const Block& make_block(std::size_t number) const;

  std::vector<std::string> patterns_;
  Stream pattern_of_;
  Stream numbers_;
  const std::uint8_t* hex_ = nullptr;
  std::size_t width_ = 0;
  std::size_t rows_ = 0;
  mutable std::unique_ptr<std::atomic<const Block*>[]> blocks_;
};

}  // namespace qiuhao
