// Functions that make texts of texts.
#include <algorithm>
#include <cstring>

#include "cel/functions/functions.h"
#include "cel/lexer/unicode.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

template <typename Change>
Value change_bytes(Frame& frame, const Value& value, Change change) {
  if (value.kind != Kind::text) return no_overload();
  char* copy = frame.scratch.take_many<char>(value.size);
  if (copy == nullptr) return limit_error();
  std::transform(value.text, value.text + value.size, copy, change);
  return Value::of_text({copy, value.size});
}

Value run_lower(Frame& frame, const Step&, std::span<const Value> arguments) {
  return change_bytes(frame, arguments[0], [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
}
Value run_upper(Frame& frame, const Step&, std::span<const Value> arguments) {
  return change_bytes(frame, arguments[0], [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
}

bool is_blank(char32_t code) {
  return (code >= 0x09 && code <= 0x0D) || code == 0x20 || code == 0x85 || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
         code == 0x3000;
}

Value run_trim(Frame&, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::text) return no_overload();
  const std::string_view text = arguments[0].as_text();
  std::size_t begin = text.size(), end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (!is_blank(point.code)) {
      begin = std::min(begin, at);
      end = at + point.length;
    }
    at += point.length;
  }
  return Value::of_text(begin < end ? text.substr(begin, end - begin) : std::string_view{});
}

// Calls `found` with the bounds of each place of `piece` in `text`, at most `most` times; an empty piece stands between
// all characters.
template <typename Found>
void each_place(std::string_view text, std::string_view piece, std::int64_t most, Found found) {
  std::size_t at = 0;
  for (std::int64_t count = 0; most < 0 || count < most; ++count) {
    if (!piece.empty()) {
      at = text.find(piece, at);
      if (at == std::string_view::npos) return;
      found(at, at + piece.size());
      at += piece.size();
    } else {
      found(at, at);
      if (at >= text.size()) return;
      at += code_point_at(text, at).length;
    }
  }
}

Value run_replace(Frame& frame, const Step&, std::span<const Value> arguments) {
  for (const Value& value : arguments.first(3)) {
    if (value.kind != Kind::text) return no_overload();
  }
  if (arguments.size() > 3 && arguments[3].kind != Kind::integer) return no_overload();
  const std::string_view text = arguments[0].as_text(), from = arguments[1].as_text(), to = arguments[2].as_text();
  const std::int64_t most = arguments.size() > 3 ? arguments[3].integer : -1;
  std::size_t size = text.size();
  each_place(text, from, most, [&](std::size_t, std::size_t) { size += to.size() - from.size(); });
  char* made = size > UINT32_MAX ? nullptr : frame.scratch.take_many<char>(size);
  if (made == nullptr) return limit_error();
  std::size_t copied = 0;
  char* out = made;
  each_place(text, from, most, [&](std::size_t begin, std::size_t end) {
    out = std::copy(text.begin() + static_cast<std::ptrdiff_t>(copied),
                    text.begin() + static_cast<std::ptrdiff_t>(begin), out);
    out = std::copy(to.begin(), to.end(), out);
    copied = end;
  });
  std::copy(text.begin() + static_cast<std::ptrdiff_t>(copied), text.end(), out);
  return Value::of_text({made, size});
}

Value run_split(Frame& frame, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::text || arguments[1].kind != Kind::text) return no_overload();
  if (arguments.size() > 2 && arguments[2].kind != Kind::integer) return no_overload();
  const std::string_view text = arguments[0].as_text(), separator = arguments[1].as_text();
  const std::int64_t most = arguments.size() > 2 ? arguments[2].integer : -1;
  std::size_t places = 0;
  each_place(text, separator, -1, [&](std::size_t, std::size_t) { ++places; });
  Value* values = frame.scratch.take_many<Value>(places + 1);
  auto* list = frame.scratch.take_many<ListValue>(1);
  if (values == nullptr || list == nullptr) return limit_error();
  std::size_t count = 0, piece_begin = 0;
  if (most != 0) {
    each_place(text, separator, -1, [&](std::size_t begin, std::size_t end) {
      const bool is_edge = separator.empty() && (begin == 0 || begin == text.size());
      if (is_edge || (most > 0 && static_cast<std::int64_t>(count) >= most - 1)) return;
      values[count++] = Value::of_text(text.substr(piece_begin, begin - piece_begin));
      piece_begin = end;
    });
    if (!separator.empty() || !text.empty()) values[count++] = Value::of_text(text.substr(piece_begin));
  }
  *list = {.values = {values, count}, .rows = {}};
  return Value::of_list(list);
}

Value run_join(Frame& frame, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::list) return no_overload();
  if (arguments.size() > 1 && arguments[1].kind != Kind::text) return no_overload();
  const ListValue& list = *arguments[0].list;
  const std::string_view separator = arguments.size() > 1 ? arguments[1].as_text() : std::string_view{};
  std::size_t size = list.size() == 0 ? 0 : separator.size() * (list.size() - 1);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list.at(i).kind != Kind::text) return no_overload();
    size += list.at(i).size;
  }
  char* made = size > UINT32_MAX ? nullptr : frame.scratch.take_many<char>(size);
  if (made == nullptr) return limit_error();
  char* out = made;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out = std::copy(separator.begin(), separator.end(), out);
    const std::string_view item = list.at(i).as_text();
    out = std::copy(item.begin(), item.end(), out);
  }
  return Value::of_text({made, size});
}

Value run_reverse(Frame& frame, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::text) return no_overload();
  const std::string_view text = arguments[0].as_text();
  char* made = frame.scratch.take_many<char>(text.size());
  if (made == nullptr) return limit_error();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = code_point_at(text, at).length;
    std::copy_n(text.data() + at, length, made + text.size() - at - length);
    at += length;
  }
  return Value::of_text({made, text.size()});
}

}  // namespace

std::vector<FunctionSource> text_edit_functions() {
  return {
      {{"lowerAscii",
        "string.lowerAscii() -> string",
        {"The text with A to Z made small.", "把 A 到 Z 改为小写。"},
        "'TaCo'.lowerAscii() == 'taco'"},
       run_lower},
      {{"upperAscii",
        "string.upperAscii() -> string",
        {"The text with a to z made large.", "把 a 到 z 改为大写。"},
        "'TaCo'.upperAscii() == 'TACO'"},
       run_upper},
      {{"trim",
        "string.trim() -> string",
        {"The text without blanks at its ends.", "去掉首尾空白。"},
        "' a '.trim() == 'a'"},
       run_trim},
      {{"replace",
        "string.replace(string, string) -> string; string.replace(string, string, int) -> string",
        {"The text with each (at most so many) first text replaced by the second.",
         "把其中的前一段文本（可限次数）换成后一段。"},
        "'a-b'.replace('-', '+') == 'a+b'"},
       run_replace},
      {{"split",
        "string.split(string) -> list(string); string.split(string, int) -> list(string)",
        {"The pieces (at most so many) between the separators.", "按分隔符切开（可限段数）。"},
        "'a,b'.split(',') == ['a', 'b']"},
       run_split},
      {{"join",
        "list(string).join() -> string; list(string).join(string) -> string",
        {"The texts of a list, one after the other, with the separator between them.",
         "把列表中的文本依次连接，中间加分隔符。"},
        "['a', 'b'].join('-') == 'a-b'"},
       run_join},
      {{"reverse", "string.reverse() -> string", {"The text backwards.", "倒过来的文本。"}, "'abc'.reverse() == 'cba'"},
       run_reverse},
  };
}

}  // namespace qiuhao::cel
