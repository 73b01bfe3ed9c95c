// format(): a text with values put in. No allocation: it is written into the scratch.
#include <array>
#include <charconv>
#include <cmath>

#include "cel/functions/functions.h"
#include "cel/functions/plain_text.h"
#include "cel/functions/scratch_text.h"

namespace qiuhao::cel {
namespace {

constexpr int kMaxPrecision = 100;
constexpr int kDefaultPrecision = 6;

struct Clause {
  char letter = '\0';
  int precision = kDefaultPrecision;
  bool has_precision = false;
};

// Reads "s" or ".3f" after a %; false when it is no clause.
bool read_clause(std::string_view format, std::size_t& at, Clause& clause) {
  if (at < format.size() && format[at] == '.') {
    const char* const begin = format.data() + at + 1;
    const auto read = std::from_chars(begin, format.data() + format.size(), clause.precision);
    if (read.ec != std::errc{} || clause.precision < 0 || clause.precision > kMaxPrecision) return false;
    clause.has_precision = true;
    at = static_cast<std::size_t>(read.ptr - format.data());
  }
  if (at >= format.size()) return false;
  clause.letter = format[at++];
  const bool takes_precision = clause.letter == 'f' || clause.letter == 'e';
  return std::string_view("sdfexXob").contains(clause.letter) && (takes_precision || !clause.has_precision);
}

bool write_special(ScratchText& out, double number) {
  if (std::isfinite(number)) return false;
  out.append(std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
  return true;
}

// A number with digits after the point; `mark` stands for the point.
void write_double(ScratchText& out, double number, const Clause& clause, std::string_view mark) {
  if (write_special(out, number)) return;
  std::array<char, 512> digits;  // 309 before the point, 100 after it
  const auto form = clause.letter == 'e' ? std::chars_format::scientific : std::chars_format::fixed;
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number, form, clause.precision);
  const std::string_view text(digits.data(), static_cast<std::size_t>(written.ptr - digits.data()));
  const std::size_t point = std::min(text.find('.'), text.size());
  out.append(text.substr(0, point));
  if (point == text.size()) return;
  out.append(mark);
  out.append(text.substr(point + 1));
}

// A decimal exactly: rounded half away from zero to fewer places, or filled up with zeros.
void write_decimal(ScratchText& out, Decimal number, const Clause& clause, std::string_view mark) {
  const Decimal kept = clause.precision < number.scale ? rescale(number, clause.precision).value_or(number) : number;
  append_decimal(out, kept, mark);
  if (clause.precision <= kept.scale) return;
  if (kept.scale == 0) out.append(mark);
  out.append(static_cast<std::size_t>(clause.precision - kept.scale), '0');
}

bool write_fraction(ScratchText& out, const Value& value, const Clause& clause, std::string_view mark) {
  switch (value.kind) {
    case Kind::integer: write_double(out, static_cast<double>(value.integer), clause, mark); return true;
    case Kind::unsigned_integer:
      write_double(out, static_cast<double>(value.unsigned_integer), clause, mark);
      return true;
    case Kind::floating: write_double(out, value.floating, clause, mark); return true;
    case Kind::decimal:
      if (clause.letter == 'f') {
        write_decimal(out, value.as_decimal(), clause, mark);
      } else {
        write_double(out, to_double(value.as_decimal()), clause, mark);
      }
      return true;
    default: return false;
  }
}

// An int beside a decimal in a list is a decimal itself: a whole one is written as an int.
Value whole_of(const Value& value) {
  if (value.kind != Kind::decimal) return value;
  std::int64_t units = value.integer;
  for (int place = 0; place < value.detail; ++place) {
    if (units % 10 != 0) return value;
    units /= 10;
  }
  return Value::of_int(units);
}

bool write_whole(ScratchText& out, const Value& given, int base, bool is_upper) {
  const Value value = whole_of(given);
  std::array<char, 80> digits;
  std::to_chars_result written{};
  if (value.kind == Kind::integer) {
    written = std::to_chars(digits.data(), digits.data() + digits.size(), value.integer, base);
  } else if (value.kind == Kind::unsigned_integer) {
    written = std::to_chars(digits.data(), digits.data() + digits.size(), value.unsigned_integer, base);
  } else {
    return false;
  }
  if (is_upper)
    std::transform(digits.data(), written.ptr, digits.data(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  out.append({digits.data(), static_cast<std::size_t>(written.ptr - digits.data())});
  return true;
}

bool write_hex(ScratchText& out, const Value& value, bool is_upper) {
  if (value.kind != Kind::text && value.kind != Kind::bytes) return write_whole(out, value, 16, is_upper);
  const std::string_view digits = is_upper ? "0123456789ABCDEF" : "0123456789abcdef";
  for (const char c : value.as_text()) {
    const auto byte = static_cast<unsigned char>(c);
    out.append(digits[byte >> 4]);
    out.append(digits[byte & 15]);
  }
  return true;
}

bool write_clause(Frame& frame, ScratchText& out, const Value& value, const Clause& clause, std::string_view mark) {
  switch (clause.letter) {
    case 's': return append_plain(frame, out, value);
    case 'd':
      if (value.kind == Kind::floating) return write_special(out, value.floating);
      return write_whole(out, value, 10, false);
    case 'x':
    case 'X': return write_hex(out, value, clause.letter == 'X');
    case 'o': return write_whole(out, value, 8, false);
    case 'b':
      if (value.kind == Kind::boolean) out.append(value.is_true() ? '1' : '0');
      return value.kind == Kind::boolean || write_whole(out, value, 2, false);
    default: return write_fraction(out, value, clause, mark);
  }
}

Value run_format(Frame& frame, const Step& step, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::text || arguments[1].kind != Kind::list) return no_overload();
  const std::string_view format = arguments[0].as_text();
  const ListValue& values = *arguments[1].list;
  const std::string_view mark = step.constant.kind == Kind::text ? step.constant.as_text() : ".";
  ScratchText out(frame);
  std::size_t next = 0;
  for (std::size_t at = 0; at < format.size();) {
    const std::size_t percent = std::min(format.find('%', at), format.size());
    out.append(format.substr(at, percent - at));
    at = percent + 1;
    if (percent == format.size()) break;
    if (at < format.size() && format[at] == '%') {
      out.append('%');
      ++at;
      continue;
    }
    Clause clause;
    if (!read_clause(format, at, clause)) {
      return Value::error(ErrorReason::other,
                          "a format has the clauses %s %d %f %e %x %X %o %b, %.2f for places, and %%");
    }
    if (next >= values.size()) return Value::error(ErrorReason::bad_index, "the format has more clauses than values");
    if (!write_clause(frame, out, values.at(next++), clause, mark)) {
      if (out.has_failed()) return limit_error();
      return Value::error(ErrorReason::bad_conversion, "a value does not fit its clause of the format");
    }
    if (--frame.budget < 0) return limit_error();
  }
  return out.finish();
}

// What a character is written as between quotation marks; empty: as itself.
std::string_view escape_of(char32_t code) {
  switch (code) {
    case '\a': return "\\a";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\v': return "\\v";
    case '\\': return "\\\\";
    case '"': return "\\\"";
    default: return "";
  }
}

Value run_quote(Frame& frame, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::text) return no_overload();
  ScratchText out(frame);
  out.append('"');
  for (const char c : arguments[0].as_text()) {
    const std::string_view escape = escape_of(static_cast<unsigned char>(c));
    out.append(escape.empty() ? std::string_view(&c, 1) : escape);
  }
  out.append('"');
  return out.finish();
}

}  // namespace

std::vector<FunctionSource> format_functions() {
  return {
      {{"format",
        "string.format(list(T)) -> string",
        {"The text with the values in place of %s (any), %d (whole), %.2f, %e, %x, %X, %o, %b; %% is a percent sign.",
         "把各值填入 %s（任意）、%d（整数）、%.2f、%e、%x、%X、%o、%b 的位置；%% 表示百分号。"},
        "'%s: %.2f'.format(['price', decimal('2.345')]) == 'price: 2.35'"},
       run_format},
      {{"strings.quote",
        "(string) -> string",
        {"The text between quotation marks, with escapes, as CEL would write it.",
         "加引号和转义的文本，与 CEL 的写法相同。"},
        "strings.quote('a\"b') == '\"a\\\\\"b\"'"},
       run_quote},
  };
}

}  // namespace qiuhao::cel
