// Conversions between kinds of values.
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "cel/functions/functions.h"
#include "cel/functions/plain_text.h"
#include "cel/lexer/unicode.h"
#include "cel/values/moment.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

Value bad_conversion(const char* sentence) { return Value::error(ErrorReason::bad_conversion, sentence); }

template <typename Number>
bool read_number(std::string_view text, Number& number) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() && !text.empty();
}

Value run_int(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case Kind::integer: return value;
    case Kind::unsigned_integer: {
      const bool fits = value.unsigned_integer <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
      return fits ? Value::of_int(static_cast<std::int64_t>(value.unsigned_integer)) : overflow_error();
    }
    case Kind::floating: {
      const bool fits = value.floating > -0x1p63 && value.floating < 0x1p63;  // so written, NaN does not fit
      return fits ? Value::of_int(static_cast<std::int64_t>(value.floating)) : overflow_error();
    }
    case Kind::decimal: {
      std::int64_t units = value.integer;
      for (int i = 0; i < value.detail; ++i) units /= 10;
      return Value::of_int(units);
    }
    case Kind::text: {
      std::int64_t number = 0;
      return read_number(value.as_text(), number) ? Value::of_int(number) : bad_conversion("the text is no int");
    }
    case Kind::timestamp: return Value::of_int(value.integer);
    default: return no_overload();
  }
}

Value run_uint(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case Kind::unsigned_integer: return value;
    case Kind::integer:
      return value.integer < 0 ? overflow_error() : Value::of_uint(static_cast<std::uint64_t>(value.integer));
    case Kind::floating: {
      const bool fits = value.floating >= 0 && value.floating < 0x1p64;
      return fits ? Value::of_uint(static_cast<std::uint64_t>(value.floating)) : overflow_error();
    }
    case Kind::text: {
      std::uint64_t number = 0;
      return read_number(value.as_text(), number) ? Value::of_uint(number) : bad_conversion("the text is no uint");
    }
    default: return no_overload();
  }
}

Value run_double(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case Kind::floating: return value;
    case Kind::integer: return Value::of_double(static_cast<double>(value.integer));
    case Kind::unsigned_integer: return Value::of_double(static_cast<double>(value.unsigned_integer));
    case Kind::decimal: return Value::of_double(to_double(value.as_decimal()));
    case Kind::text: {
      double number = 0;
      return read_number(value.as_text(), number) ? Value::of_double(number) : bad_conversion("the text is no double");
    }
    default: return no_overload();
  }
}

Value run_decimal(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case Kind::decimal: return value;
    case Kind::integer: return Value::of_decimal(Decimal::from_int(value.integer));
    case Kind::unsigned_integer: {
      const bool fits = value.unsigned_integer <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
      return fits ? Value::of_decimal(Decimal::from_int(static_cast<std::int64_t>(value.unsigned_integer)))
                  : overflow_error();
    }
    case Kind::text: {
      const Result<Decimal> read = parse_decimal(value.as_text());
      return read ? Value::of_decimal(*read) : bad_conversion("the text is no decimal");
    }
    default: return no_overload();
  }
}

Value run_string(Frame& frame, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case Kind::text: return value;
    case Kind::bytes:
      return is_valid_utf8(value.as_text()) ? Value::of_text(value.as_text())
                                            : bad_conversion("the bytes are no UTF-8");
    case Kind::boolean: return Value::of_text(value.is_true() ? "true" : "false");
    case Kind::integer: return text_in_scratch(frame, std::to_string(value.integer));
    case Kind::unsigned_integer: return text_in_scratch(frame, std::to_string(value.unsigned_integer));
    case Kind::decimal: {
      ScratchText text(frame);
      append_decimal(text, value.as_decimal(), ".");
      return text.finish();
    }
    case Kind::date: return text_in_scratch(frame, format_day(value.as_date()));
    case Kind::timestamp: {
      std::array<char, kMomentBytes> text;
      return text_in_scratch(frame, {text.data(), write_timestamp(value, text)});
    }
    case Kind::duration: {
      std::array<char, kMomentBytes> text;
      return text_in_scratch(frame, {text.data(), write_duration(value, text)});
    }
    case Kind::floating: {
      char digits[64];
      const auto written = std::to_chars(digits, digits + sizeof digits, value.floating);
      return text_in_scratch(frame, {digits, static_cast<std::size_t>(written.ptr - digits)});
    }
    default: return no_overload();
  }
}

Value run_bytes(Frame&, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind == Kind::bytes) return arguments[0];
  return arguments[0].kind == Kind::text ? Value::of_bytes(arguments[0].as_text()) : no_overload();
}

Value run_bool(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  if (value.kind == Kind::boolean) return value;
  if (value.kind != Kind::text) return no_overload();
  for (const char* yes : {"1", "t", "T", "true", "TRUE", "True"}) {
    if (value.as_text() == yes) return Value::of_bool(true);
  }
  for (const char* no : {"0", "f", "F", "false", "FALSE", "False"}) {
    if (value.as_text() == no) return Value::of_bool(false);
  }
  return bad_conversion("the text is neither true nor false");
}

Value run_type(Frame&, const Step&, std::span<const Value> arguments) {
  return Value::of_type(type_of_kind(arguments[0].kind));
}

Value run_dyn(Frame&, const Step&, std::span<const Value> arguments) { return arguments[0]; }

Value run_timestamp(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  if (value.kind == Kind::timestamp) return value;
  if (value.kind == Kind::text) return parse_timestamp(value.as_text());
  if (value.kind != Kind::integer) return no_overload();
  const bool fits = value.integer >= kFirstTimestamp && value.integer <= kLastTimestamp;
  return fits ? Value::of_timestamp(value.integer) : overflow_error();
}

Value run_duration(Frame&, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind == Kind::duration) return arguments[0];
  return arguments[0].kind == Kind::text ? parse_duration(arguments[0].as_text()) : no_overload();
}

Value run_date(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  if (value.kind == Kind::date) return value;
  if (value.kind == Kind::timestamp) return Value::of_date(day_of(value.integer));
  if (value.kind != Kind::text) return no_overload();
  const Result<Day> day = parse_day(value.as_text());
  return day ? Value::of_date(*day) : bad_conversion("a date is written as 2026-01-31");
}

}  // namespace

std::vector<FunctionSource> conversion_functions() {
  return {
      {{"int",
        "(int) -> int; (uint) -> int; (double) -> int; (decimal) -> int; (string) -> int; (timestamp) -> int",
        {"A whole number; digits after the point are cut off, a timestamp gives its seconds since 1970.",
         "整数；舍去小数部分，时间点给出 1970 年以来的秒数。"},
        "int('987') == 987"},
       run_int},
      {{"uint",
        "(uint) -> uint; (int) -> uint; (double) -> uint; (string) -> uint",
        {"A whole number without sign.", "无符号整数。"},
        "uint(3) == 3u"},
       run_uint},
      {{"double",
        "(double) -> double; (int) -> double; (uint) -> double; (decimal) -> double; (string) -> double",
        {"A floating-point number, for statistics; never for money.", "浮点数，用于统计；不用于金额。"},
        "double('1.5') == 1.5"},
       run_double},
      {{"decimal",
        "(decimal) -> decimal; (int) -> decimal; (uint) -> decimal; (string) -> decimal",
        {"An exact number.", "精确的小数。"},
        "decimal('12.50') == decimal('12.5')"},
       run_decimal},
      {{"string",
        "(string) -> string; (bytes) -> string; (bool) -> string; (int) -> string; (uint) -> string; "
        "(double) -> string; (decimal) -> string; (date) -> string; (timestamp) -> string; (duration) -> string",
        {"The value as a text.", "值的文本形式。"},
        "string(12) == '12'"},
       run_string},
      {{"bytes",
        "(bytes) -> bytes; (string) -> bytes",
        {"The bytes of a text in UTF-8.", "文本的 UTF-8 字节。"},
        "bytes('abc') == b'abc'"},
       run_bytes},
      {{"bool",
        "(bool) -> bool; (string) -> bool",
        {"true or false of a text.", "由文本 'true'、'false' 得到的真假值。"},
        "bool('true')"},
       run_bool},
      {{"type", "(T) -> type", {"The type of a value.", "值的类型。"}, "type(1) == int"}, run_type},
      {{"dyn",
        "(T) -> dyn",
        {"The value, with its type looked at only when evaluated.", "同一个值，求值时才看类型。"},
        "dyn(1) == 1.0"},
       run_dyn},
      {{"timestamp",
        "(timestamp) -> timestamp; (string) -> timestamp; (int) -> timestamp",
        {"A point in time, of a text in RFC 3339 or of seconds since 1970.",
         "时间点，由 RFC 3339 文本或 1970 年以来的秒数得到。"},
        "timestamp('2026-01-31T00:00:00Z') > timestamp(0)"},
       run_timestamp},
      {{"duration",
        "(duration) -> duration; (string) -> duration",
        {"A length of time.", "一段时长。"},
        "duration('1h30m') == duration('90m')"},
       run_duration},
      {{"date",
        "(date) -> date; (string) -> date; (timestamp) -> date",
        {"A day; of a timestamp, the local one (Asia/Shanghai).",
         "日期；由时间点得到的是北京时间的日期（Asia/Shanghai）。"},
        "date('2026-01-31') > date('2026-01-01')"},
       run_date},
  };
}

}  // namespace qiuhao::cel
