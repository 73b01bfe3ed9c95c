// Values of a matter's fields: typed by the kind's file, kept apart from the rule language, and carried to it and back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/day.h"
#include "base/decimal.h"
#include "base/result.h"
#include "cel/value.h"

namespace qiuhao::workflow {

enum class FieldType : std::uint8_t {
  text,
  integer,
  money,  // in 分; formulas see a decimal in 元
  decimal,
  date,
  time,
  boolean,
  choice,        // one of the names that the field lists
  person,        // a person's id
  organisation,  // an institution's id
};
inline constexpr std::size_t kFieldTypes = 10;

// Nothing, or a value whose meaning its field's type says: integers are numbers, 分, days or seconds (UTC).
struct FieldValue {
  std::variant<std::monostate, bool, std::int64_t, Decimal, std::string, std::vector<FieldValue>> held;

  FieldValue() = default;
  template <typename T>
  requires(!std::is_same_v<std::remove_cvref_t<T>, FieldValue>) explicit FieldValue(T value) : held(std::move(value)) {}

  bool is_nothing() const { return std::holds_alternative<std::monostate>(held); }
  const std::string& text() const { return std::get<std::string>(held); }
  std::int64_t integer() const { return std::get<std::int64_t>(held); }
  bool operator==(const FieldValue&) const = default;
};

// What a field holds: one value, or a list of them.
struct ValueShape {
  FieldType type = FieldType::text;
  bool is_list = false;
  bool operator==(const ValueShape&) const = default;
};

std::string_view field_type_name(FieldType type);  // "money"
Sentence describe(ValueShape shape);               // "list of person", "人员的列表"
// "money", "list of person"; nullopt for any other text.
std::optional<ValueShape> shape_named(std::string_view text);

// A single value as people write it: "12.50" (元), "2026-03-02", "2026-03-02 08:15", "yes" is no bool but "true" is.
// Errors: bad_number, bad_date, bad_value.
Result<FieldValue> parse_value(std::string_view text, FieldType type);
std::string format_value(const FieldValue& value, FieldType type);  // the same the other way; lists joined by 、
// Whether the value may stand in a field of this shape; nothing fits every shape.
bool fits(const FieldValue& value, ValueShape shape);

cel::Type cel_type(ValueShape shape);
// A single value for a formula; its texts point into `value`. Absent when it is nothing; lists are the host's affair.
cel::Value to_cel(const FieldValue& value, FieldType type);
// What a formula gave; nullopt when it is no value of this type (money is rounded to 分, half away from zero).
std::optional<FieldValue> from_cel(const cel::Value& value, FieldType type);

}  // namespace qiuhao::workflow
