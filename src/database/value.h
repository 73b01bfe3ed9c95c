// What goes into the records database and comes out of it: numbers, texts and bytes, each of which may be absent.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"

namespace qiuhao::database {

inline constexpr std::size_t kValueBytesMost = std::size_t{16} << 20;  // of one text or one string of bytes
inline constexpr std::size_t kParametersMost = 1'000;                  // of one statement
inline constexpr std::size_t kRowsMost = 100'000;                      // of one query; longer ones are paged

using Micros = std::int64_t;  // microseconds since 1970-01-01T00:00:00Z
inline constexpr Micros kMicrosASecond = 1'000'000;
inline constexpr Micros kMicrosAMinute = 60 * kMicrosASecond;
inline constexpr Micros kMicrosAnHour = 60 * kMicrosAMinute;
Micros now_micros();

enum class Kind : char { number = 'n', text = 't', bytes = 'b' };

struct Absent {
  bool operator==(const Absent&) const = default;
};
struct Bytes {
  std::string value;
  auto operator<=>(const Bytes&) const = default;
};
using Value = std::variant<Absent, std::int64_t, std::string, Bytes>;

// A value that stands for a `?` of a statement. Truth values are numbers, 0 and 1.
class Parameter {
 public:
  template <std::integral T>
  Parameter(T number) : value_(static_cast<std::int64_t>(number)) {
    static_assert(sizeof(T) < 8 || std::is_signed_v<T>, "numbers of the database are signed");
  }
  Parameter(const char* text) : value_(std::string(text)) {}
  Parameter(std::string_view text) : value_(std::string(text)) {}
  Parameter(std::string text) : value_(std::move(text)) {}
  Parameter(Bytes bytes) : value_(std::move(bytes)) {}
  Parameter(std::nullptr_t) {}
  Parameter(std::nullopt_t) {}
  Parameter(Value value) : value_(std::move(value)) {}
  template <typename T>
  Parameter(const std::optional<T>& value) {
    if (value) value_ = Parameter(*value).value_;
  }

  const Value& value() const { return value_; }

 private:
  Value value_;
};

// A row of a query, its columns counted from 0 in the order of the statement. To read a column as another kind than the
// query asked for, or an absent value as if it were there, is a mistake of ours.
class Row {
 public:
  Row() = default;
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}

  std::size_t size() const { return values_.size(); }
  bool is_absent(std::size_t column) const { return std::holds_alternative<Absent>(values_.at(column)); }
  std::int64_t number(std::size_t column) const { return get<std::int64_t>(column); }
  const std::string& text(std::size_t column) const { return get<std::string>(column); }
  const std::string& bytes(std::size_t column) const { return get<Bytes>(column).value; }
  std::optional<std::int64_t> optional_number(std::size_t column) const {
    return is_absent(column) ? std::nullopt : std::optional(number(column));
  }
  std::optional<std::string> optional_text(std::size_t column) const {
    return is_absent(column) ? std::nullopt : std::optional(text(column));
  }
  std::optional<std::string> optional_bytes(std::size_t column) const {
    return is_absent(column) ? std::nullopt : std::optional(bytes(column));
  }
  const Value& value(std::size_t column) const { return values_.at(column); }

 private:
  template <typename T>
  const T& get(std::size_t column) const {
    CHECK(column < values_.size());
    const T* value = std::get_if<T>(&values_[column]);
    CHECK_NOTE(value != nullptr, "the column is of another kind, or absent");
    return *value;
  }

  std::vector<Value> values_;
};

}  // namespace qiuhao::database
