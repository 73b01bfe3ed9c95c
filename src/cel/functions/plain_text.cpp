// Writing values plainly.
#include "cel/functions/plain_text.h"

#include <array>
#include <charconv>
#include <cmath>

#include "cel/lexer/unicode.h"
#include "cel/values/moment.h"

namespace qiuhao::cel {
namespace {

template <typename Number>
void append_number(ScratchText& out, Number number) {
  std::array<char, 64> digits;
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append({digits.data(), static_cast<std::size_t>(written.ptr - digits.data())});
}

void append_double(ScratchText& out, double number) {
  if (std::isnan(number)) return out.append("NaN");
  if (std::isinf(number)) return out.append(number > 0 ? "Infinity" : "-Infinity");
  append_number(out, number);
}

bool append_at(Frame& frame, ScratchText& out, const Value& value, int depth);

bool append_list(Frame& frame, ScratchText& out, const ListValue& list, int depth) {
  out.append('[');
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out.append(", ");
    if (!append_at(frame, out, list.at(i), depth)) return false;
  }
  out.append(']');
  return true;
}

// An entry of a map that is to be sorted by the text of its key.
struct Entry {
  std::string_view key;
  const Value* value;
};

bool append_map(Frame& frame, ScratchText& out, const MapValue& map, int depth) {
  auto* entries = frame.scratch.take_many<Entry>(map.keys.size());
  if (entries == nullptr) return out.fail();
  for (std::size_t i = 0; i < map.keys.size(); ++i) {
    ScratchText key(frame);
    if (!append_at(frame, key, map.keys[i], depth)) return false;
    entries[i] = {key.view(), &map.values[i]};
  }
  const std::span<Entry> sorted(entries, map.keys.size());
  std::ranges::sort(sorted, {}, &Entry::key);
  out.append('{');
  for (const Entry& entry : sorted) {
    if (&entry != sorted.data()) out.append(", ");
    out.append(entry.key);
    out.append(": ");
    if (!append_at(frame, out, *entry.value, depth)) return false;
  }
  out.append('}');
  return true;
}

template <std::size_t (*write)(const Value&, std::span<char, kMomentBytes>)>
void append_moment(ScratchText& out, const Value& moment) {
  std::array<char, kMomentBytes> text;
  out.append({text.data(), write(moment, text)});
}

}  // namespace

void append_decimal(ScratchText& out, Decimal number, std::string_view mark) {
  std::array<char, 24> digits;
  const bool is_negative = number.units < 0;
  const auto units = static_cast<std::uint64_t>(number.units);
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), is_negative ? 0 - units : units);
  const std::string_view text(digits.data(), static_cast<std::size_t>(written.ptr - digits.data()));
  const std::size_t places = number.scale;
  if (is_negative) out.append('-');
  if (text.size() > places) {
    out.append(text.substr(0, text.size() - places));
    if (places > 0) out.append(mark);
    return out.append(text.substr(text.size() - places));
  }
  out.append('0');
  out.append(mark);
  out.append(places - text.size(), '0');
  out.append(text);
}

namespace {

bool append_at(Frame& frame, ScratchText& out, const Value& value, int depth) {
  if (--frame.budget < 0 || --depth < 0) return out.fail();
  switch (value.kind) {
    case Kind::null: out.append("null"); return true;
    case Kind::boolean: out.append(value.is_true() ? "true" : "false"); return true;
    case Kind::integer: append_number(out, value.integer); return true;
    case Kind::unsigned_integer: append_number(out, value.unsigned_integer); return true;
    case Kind::floating: append_double(out, value.floating); return true;
    case Kind::decimal: append_decimal(out, value.as_decimal(), "."); return true;
    case Kind::date: out.append(format_day(value.as_date())); return true;
    case Kind::timestamp: append_moment<write_timestamp>(out, value); return true;
    case Kind::duration: append_moment<write_duration>(out, value); return true;
    case Kind::text: out.append(value.as_text()); return true;
    case Kind::bytes: out.append(value.as_text()); return is_valid_utf8(value.as_text());
    case Kind::type: out.append(kind_name(value.type->kind)); return true;
    case Kind::list: return append_list(frame, out, *value.list, depth);
    case Kind::map: return append_map(frame, out, *value.map, depth);
    default: return false;
  }
}

}  // namespace

bool append_plain(Frame& frame, ScratchText& out, const Value& value) {
  return append_at(frame, out, value, kMaxValueDepth);
}

}  // namespace qiuhao::cel
