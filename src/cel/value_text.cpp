// Values as text, for messages and explanations.
#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "cel/lexer/unicode.h"
#include "cel/value.h"
#include "cel/values/moment.h"

namespace qiuhao::cel {
namespace {

constexpr std::size_t kMostText = 4096;  // bytes; longer values end with …

std::string double_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  char digits[64];
  const auto written = std::to_chars(digits, digits + sizeof digits, value);
  std::string text(digits, written.ptr);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

void append_quoted(std::string& out, const Value& value) {
  if (value.kind == Kind::bytes) out += 'b';
  out += '\'';
  const std::string_view text = value.as_text();
  for (std::size_t at = 0; at < text.size() && out.size() < kMostText;) {
    const std::uint32_t length = value.kind == Kind::bytes ? 1 : code_point_at(text, at).length;
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead == '\'' || lead == '\\') out += '\\';
    if (lead == '\n')
      out += "\\n";
    else if (lead < 0x20 || lead == 0x7F || (value.kind == Kind::bytes && lead >= 0x80))
      out += fmt::format("\\x{:02x}", lead);
    else
      out += text.substr(at, length);
    at += length;
  }
  out += '\'';
}

void append_value(std::string& out, const Value& value, int depth);

void append_list(std::string& out, const ListValue& list, int depth) {
  out += '[';
  for (std::size_t i = 0; i < list.size() && out.size() < kMostText; ++i) {
    if (i > 0) out += ", ";
    append_value(out, list.at(i), depth);
  }
  out += ']';
}

void append_map(std::string& out, const MapValue& map, int depth) {
  out += '{';
  for (std::size_t i = 0; i < map.keys.size() && out.size() < kMostText; ++i) {
    if (i > 0) out += ", ";
    append_value(out, map.keys[i], depth);
    out += ": ";
    append_value(out, map.values[i], depth);
  }
  out += '}';
}

std::string error_text(const Value& value) {
  const std::string_view sentence = value.text == nullptr ? std::string_view{} : value.as_text();
  return value.is_absent() ? fmt::format("absent: {}", sentence) : fmt::format("error: {}", sentence);
}

void append_value(std::string& out, const Value& value, int depth) {
  if (--depth < 0) {
    out += "…";
    return;
  }
  switch (value.kind) {
    case Kind::error: out += error_text(value); break;
    case Kind::null: out += "null"; break;
    case Kind::boolean: out += value.is_true() ? "true" : "false"; break;
    case Kind::integer: out += std::to_string(value.integer); break;
    case Kind::unsigned_integer: out += std::to_string(value.unsigned_integer) + "u"; break;
    case Kind::floating: out += double_text(value.floating); break;
    case Kind::decimal: out += format_decimal(value.as_decimal()); break;
    case Kind::date: out += format_day(value.as_date()); break;
    case Kind::timestamp: out += format_timestamp(value); break;
    case Kind::duration: out += format_duration(value); break;
    case Kind::text:
    case Kind::bytes: append_quoted(out, value); break;
    case Kind::list: append_list(out, *value.list, depth); break;
    case Kind::map: append_map(out, *value.map, depth); break;
    case Kind::row: out += fmt::format("row {}", value.integer); break;
    case Kind::type: out += value.type->text(); break;
    case Kind::optional:
      out += value.inner == nullptr ? "optional.none()" : "optional.of(";
      if (value.inner == nullptr) break;
      append_value(out, *value.inner, depth);
      out += ')';
      break;
    case Kind::opaque:
    case Kind::any: break;
  }
}

std::string shortened(std::string text) {
  if (text.size() <= kMostText) return text;
  std::size_t end = kMostText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return text.substr(0, end) + "…";
}

}  // namespace

std::string to_text(const Value& value) {
  std::string out;
  append_value(out, value, kMaxValueDepth);
  return shortened(std::move(out));
}

namespace {

std::string message_of(const Value& value, int depth) {
  if (--depth < 0) return "…";
  switch (value.kind) {
    case Kind::error: return "—";
    case Kind::optional: return value.inner == nullptr ? "—" : message_of(*value.inner, depth);
    case Kind::text: return shortened(std::string(value.as_text()));
    case Kind::boolean: return value.is_true() ? "是" : "否";
    case Kind::decimal: {
      std::string digits = format_decimal(value.as_decimal());
      if (digits.find('.') != std::string::npos) digits.erase(digits.find_last_not_of('0') + 1);
      if (digits.ends_with('.')) digits.pop_back();
      return digits;
    }
    case Kind::unsigned_integer: return std::to_string(value.unsigned_integer);
    case Kind::timestamp: return format_time(value.integer);
    case Kind::list: {
      std::string joined;
      for (std::size_t i = 0; i < value.list->size() && joined.size() < kMostText; ++i) {
        joined += (i > 0 ? "、" : "") + message_of(value.list->at(i), depth);
      }
      return shortened(std::move(joined));
    }
    default: return to_text(value);
  }
}

}  // namespace

std::string to_message(const Value& value) { return message_of(value, kMaxValueDepth); }

}  // namespace qiuhao::cel
