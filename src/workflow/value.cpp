// Between texts, values and the rule language.
#include "workflow/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/check.h"

namespace qiuhao::workflow {
namespace {

constexpr std::string_view kNames[kFieldTypes] = {"text", "integer", "money",  "decimal", "date",
                                                  "time", "bool",    "choice", "person",  "organisation"};
constexpr std::string_view kChinese[kFieldTypes] = {"文本", "整数", "金额", "小数", "日期",
                                                    "时间", "是否", "选项", "人员", "机构"};
constexpr std::string_view kListOf = "list of ";

bool is_textual(FieldType type) {
  return type == FieldType::text || type == FieldType::choice || type == FieldType::person ||
         type == FieldType::organisation;
}

}  // namespace

std::string_view field_type_name(FieldType type) { return kNames[static_cast<std::size_t>(type)]; }

Sentence describe(ValueShape shape) {
  const auto type = static_cast<std::size_t>(shape.type);
  if (!shape.is_list) return {std::string(kNames[type]), std::string(kChinese[type])};
  return {fmt::format("{}{}", kListOf, kNames[type]), fmt::format("{}的列表", kChinese[type])};
}

std::optional<ValueShape> shape_named(std::string_view text) {
  const bool is_list = text.starts_with(kListOf);
  if (is_list) text.remove_prefix(kListOf.size());
  const auto* const found = std::ranges::find(kNames, text);
  if (found == std::end(kNames)) return std::nullopt;
  return ValueShape{static_cast<FieldType>(found - kNames), is_list};
}

Result<FieldValue> parse_value(std::string_view text, FieldType type) {
  switch (type) {
    case FieldType::text:
    case FieldType::choice:
    case FieldType::person:
    case FieldType::organisation: return FieldValue(std::string(text));
    case FieldType::integer: {
      std::int64_t number = 0;
      const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (wrong == std::errc() && end == text.data() + text.size()) return FieldValue(number);
      return input_error("bad_number",
                         Sentence{fmt::format("'{}' is no whole number", text), fmt::format("“{}”不是整数", text)});
    }
    case FieldType::money: {
      ASSIGN(const Decimal yuan, parse_decimal(text));
      const auto at_cents = rescale(yuan, 2);
      if (at_cents && *at_cents == yuan) return FieldValue(at_cents->units);
      return input_error("bad_number", Sentence{fmt::format("'{}' is no amount of yuan with at most two places", text),
                                                fmt::format("“{}”不是最多两位小数的金额（元）", text)});
    }
    case FieldType::decimal: {
      ASSIGN(const Decimal number, parse_decimal(text));
      return FieldValue(number);
    }
    case FieldType::date: {
      ASSIGN(const Day day, parse_day(text));
      return FieldValue(std::int64_t{day});
    }
    case FieldType::time: {
      ASSIGN(const Seconds seconds, parse_time(text));
      return FieldValue(std::int64_t{seconds});
    }
    case FieldType::boolean: {
      if (text == "true" || text == "false") return FieldValue(text == "true");
      return input_error("bad_value", Sentence{fmt::format("'{}' is neither true nor false", text),
                                               fmt::format("“{}”既不是 true 也不是 false", text)});
    }
  }
  CHECK_NOTE(false, "a field type that is none");
  return FieldValue();
}

std::string format_value(const FieldValue& value, FieldType type) {
  if (value.is_nothing()) return "";
  if (const auto* items = std::get_if<std::vector<FieldValue>>(&value.held)) {
    std::string joined;
    for (const FieldValue& item : *items) joined += (joined.empty() ? "" : "、") + format_value(item, type);
    return joined;
  }
  CHECK(fits(value, {type, false}));
  switch (type) {
    case FieldType::text:
    case FieldType::choice:
    case FieldType::person:
    case FieldType::organisation: return value.text();
    case FieldType::integer: return fmt::format("{}", value.integer());
    case FieldType::money: return format_cents(value.integer());
    case FieldType::decimal: return format_decimal(std::get<Decimal>(value.held));
    case FieldType::date: return format_day(static_cast<Day>(value.integer()));
    case FieldType::time: return format_time(value.integer());
    case FieldType::boolean: return std::get<bool>(value.held) ? "true" : "false";
  }
  return "";
}

bool fits(const FieldValue& value, ValueShape shape) {
  if (value.is_nothing()) return true;
  if (shape.is_list) {
    const auto* items = std::get_if<std::vector<FieldValue>>(&value.held);
    const auto is_one = [&](const FieldValue& item) { return !item.is_nothing() && fits(item, {shape.type, false}); };
    return items != nullptr && std::ranges::all_of(*items, is_one);
  }
  if (shape.type == FieldType::boolean) return std::holds_alternative<bool>(value.held);
  if (shape.type == FieldType::decimal) return std::holds_alternative<Decimal>(value.held);
  return is_textual(shape.type) ? std::holds_alternative<std::string>(value.held)
                                : std::holds_alternative<std::int64_t>(value.held);
}

cel::Type cel_type(ValueShape shape) {
  const auto single = [&] {
    switch (shape.type) {
      case FieldType::integer: return cel::Kind::integer;
      case FieldType::money:
      case FieldType::decimal: return cel::Kind::decimal;
      case FieldType::date: return cel::Kind::date;
      case FieldType::time: return cel::Kind::timestamp;
      case FieldType::boolean: return cel::Kind::boolean;
      default: return cel::Kind::text;
    }
  };
  const cel::Type type = cel::Type::of(single());
  return shape.is_list ? cel::Type::list_of(type) : type;
}

cel::Value to_cel(const FieldValue& value, FieldType type) {
  if (value.is_nothing()) return cel::Value::absent();
  CHECK(fits(value, {type, false}));
  switch (type) {
    case FieldType::integer: return cel::Value::of_int(value.integer());
    case FieldType::money: return cel::Value::of_decimal(Decimal::from_cents(value.integer()));
    case FieldType::decimal: return cel::Value::of_decimal(std::get<Decimal>(value.held));
    case FieldType::date: return cel::Value::of_date(static_cast<Day>(value.integer()));
    case FieldType::time: return cel::Value::of_timestamp(value.integer());
    case FieldType::boolean: return cel::Value::of_bool(std::get<bool>(value.held));
    default: return cel::Value::of_text(value.text());
  }
}

std::optional<FieldValue> from_cel(const cel::Value& value, FieldType type) {
  switch (type) {
    case FieldType::integer:
      if (value.kind != cel::Kind::integer) return std::nullopt;
      return FieldValue(value.integer);
    case FieldType::money:
    case FieldType::decimal: {
      if (value.kind != cel::Kind::decimal && value.kind != cel::Kind::integer) return std::nullopt;
      const Decimal number = value.kind == cel::Kind::decimal ? value.as_decimal() : Decimal::from_int(value.integer);
      if (type == FieldType::decimal) return FieldValue(number);
      const auto cents = to_cents(number);
      return cents ? std::optional(FieldValue(*cents)) : std::nullopt;
    }
    case FieldType::date:
      if (value.kind != cel::Kind::date) return std::nullopt;
      return FieldValue(value.integer);
    case FieldType::time:
      if (value.kind != cel::Kind::timestamp) return std::nullopt;
      return FieldValue(value.integer);
    case FieldType::boolean:
      if (value.kind != cel::Kind::boolean) return std::nullopt;
      return FieldValue(value.is_true());
    default:
      if (value.kind != cel::Kind::text) return std::nullopt;
      return FieldValue(std::string(value.as_text()));
  }
}

}  // namespace qiuhao::workflow
