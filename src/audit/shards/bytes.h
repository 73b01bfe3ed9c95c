// Numbers and texts as bytes, little-endian, one after the other: how partial results are written and read back.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace qiuhao::audit {

static_assert(std::endian::native == std::endian::little);  // numbers are copied as they lie in memory

class ByteWriter {
 public:
  template <typename Number>
  void add(Number number) {
    static_assert(std::is_integral_v<Number> || std::is_same_v<Number, __int128> || std::is_same_v<Number, double>);
    char raw[sizeof(Number)];
    std::memcpy(raw, &number, sizeof(Number));
    bytes_.append(raw, sizeof(Number));
  }
  void add_count(std::size_t count) { add(static_cast<std::uint64_t>(count)); }
  void add_text(std::string_view text) {
    add_count(text.size());
    bytes_ += text;
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what a ByteWriter wrote. What lies beyond the end reads as 0 and makes the reader bad for good.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  template <typename Number>
  Number get() {
    Number number{};
    if (rest_.size() < sizeof(Number)) {
      spoil();
    } else {
      std::memcpy(&number, rest_.data(), sizeof(Number));
      rest_.remove_prefix(sizeof(Number));
    }
    return number;
  }
  // A count of things of which each has at least so many bytes; 0 when they cannot all be there.
  std::size_t get_count(std::size_t bytes_each) {
    const auto count = get<std::uint64_t>();
    if (count <= rest_.size() / bytes_each) return static_cast<std::size_t>(count);
    spoil();
    return 0;
  }
  std::string get_text() {
    const std::size_t size = get_count(1);
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }
  bool is_bad() const { return is_bad_; }
  bool is_at_end() const { return !is_bad_ && rest_.empty(); }

 private:
  void spoil() {
    is_bad_ = true;
    rest_ = {};
  }

  std::string_view rest_;
  bool is_bad_ = false;
};

}  // namespace qiuhao::audit
