// Reading values of conformance lines.
#include "conformance/data_values.h"

#include <charconv>
#include <cmath>

#include "cel/values/moment.h"
#include "cel/values/operate.h"

namespace qiuhao::conformance {
namespace {

using cel::ErrorReason;
using cel::Kind;
using cel::ListValue;
using cel::MapValue;
using cel::Value;
using simdjson::dom::element;

std::string from_base64(std::string_view text) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) break;
    bits = (bits << 6) | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(static_cast<char>((bits >> held) & 0xFF));
    }
  }
  return bytes;
}

Value no_value() { return Value::error(ErrorReason::other, "this is no value of conformance lines"); }

template <typename Number>
bool read_number(std::string_view text, Number& number) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

Value read_type_name(std::string_view name) {
  if (name == "google.protobuf.Timestamp") name = "timestamp";
  if (name == "google.protobuf.Duration") name = "duration";
  for (int i = 0; i < static_cast<int>(Kind::any); ++i) {
    const Kind kind = static_cast<Kind>(i);
    if (kind_name(kind) == name) return Value::of_type(cel::type_of_kind(kind));
  }
  return no_value();
}

bool have_same_entries(const MapValue& a, const MapValue& b) {
  for (std::size_t i = 0; i < a.keys.size(); ++i) {
    bool found = false;
    for (std::size_t j = 0; j < b.keys.size() && !found; ++j) {
      found = is_identical(a.keys[i], b.keys[j]) && is_identical(a.values[i], b.values[j]);
    }
    if (!found) return false;
  }
  return a.keys.size() == b.keys.size();
}

}  // namespace

Value DataValues::read_scalar(std::string_view kind, std::string_view text) {
  const std::string_view kept = texts_.emplace_back(text);
  if (kind == "string") return Value::of_text(kept);
  if (kind == "bytes") return Value::of_bytes(texts_.emplace_back(from_base64(kept)));
  if (kind == "timestamp") return cel::parse_timestamp(kept);
  if (kind == "duration") return cel::parse_duration(kept);
  if (kind == "type") return read_type_name(kept);
  if (std::int64_t number = 0; kind == "int" && read_number(kept, number)) return Value::of_int(number);
  if (std::uint64_t number = 0; kind == "uint" && read_number(kept, number)) return Value::of_uint(number);
  if (double number = 0; kind == "double" && read_number(kept, number)) return Value::of_double(number);
  if (kind == "decimal") {
    const Result<Decimal> number = parse_decimal(kept);
    return number ? Value::of_decimal(*number) : no_value();
  }
  if (kind == "date") {
    const Result<Day> day = parse_day(kept);
    return day ? Value::of_date(*day) : no_value();
  }
  return no_value();
}

Value DataValues::read(element json) {
  simdjson::dom::object pair;
  if (json.get(pair) != simdjson::SUCCESS || pair.size() != 1) return no_value();
  const auto [kind, inner] = *pair.begin();
  if (kind == "null") return Value::null();
  if (bool truth = false; kind == "bool" && inner.get(truth) == simdjson::SUCCESS) return Value::of_bool(truth);
  if (std::string_view text; inner.get(text) == simdjson::SUCCESS) return read_scalar(kind, text);
  simdjson::dom::array items;
  if (inner.get(items) != simdjson::SUCCESS) return no_value();
  if (kind == "list") return read_list(items);
  return kind == "map" ? read_map(items) : no_value();
}

Value DataValues::read_list(simdjson::dom::array items) {
  std::vector<Value> values;
  for (element item : items) {
    values.push_back(read(item));
    if (values.back().is_error()) return values.back();
  }
  const auto& kept = values_.emplace_back(std::move(values));
  return Value::of_list(&lists_.emplace_back(ListValue{.values = kept, .rows = {}}));
}

Value DataValues::read_map(simdjson::dom::array entries) {
  std::vector<Value> keys, values;
  for (element entry : entries) {
    element key, value;
    if (entry.at(0).get(key) != simdjson::SUCCESS || entry.at(1).get(value) != simdjson::SUCCESS) return no_value();
    keys.push_back(read(key));
    values.push_back(read(value));
    if (keys.back().is_error() || values.back().is_error()) return no_value();
  }
  const auto& kept_keys = values_.emplace_back(std::move(keys));
  const auto& kept_values = values_.emplace_back(std::move(values));
  return Value::of_map(&maps_.emplace_back(MapValue{kept_keys, kept_values}));
}

bool is_identical(const Value& a, const Value& b) {
  if (a.kind != b.kind || a.is_error()) return false;
  if (a.kind == Kind::floating) {
    return (std::isnan(a.floating) && std::isnan(b.floating)) ||
           (a.floating == b.floating && std::signbit(a.floating) == std::signbit(b.floating));
  }
  if (a.kind == Kind::list) {
    bool same = a.list->size() == b.list->size();
    for (std::size_t i = 0; same && i < a.list->size(); ++i) same = is_identical(a.list->at(i), b.list->at(i));
    return same;
  }
  if (a.kind == Kind::map) return have_same_entries(*a.map, *b.map) && have_same_entries(*b.map, *a.map);
  std::int64_t budget = 100'000;
  return cel::equal_values(a, b, budget).is_true();
}

}  // namespace qiuhao::conformance
