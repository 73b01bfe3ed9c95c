// Functions that look at texts.
#include "cel/functions/functions.h"
#include "cel/lexer/unicode.h"
#include "cel/values/operate.h"
#include "cel/values/pattern.h"

namespace qiuhao::cel {
namespace {

constexpr std::int64_t kCompileCost = 10'000;  // steps: making a regular expression is far dearer than using it

bool all_texts(std::span<const Value> values) {
  for (const Value& value : values) {
    if (value.kind != Kind::text) return false;
  }
  return true;
}

Value bad_index() { return Value::error(ErrorReason::bad_index, "the index is outside of the text"); }

Value run_size(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case Kind::text: return Value::of_int(static_cast<std::int64_t>(count_code_points(value.as_text())));
    case Kind::bytes: return Value::of_int(value.size);
    case Kind::list: return Value::of_int(static_cast<std::int64_t>(value.list->size()));
    case Kind::map: return Value::of_int(static_cast<std::int64_t>(value.map->keys.size()));
    default: return no_overload();
  }
}

Value run_contains(Frame&, const Step&, std::span<const Value> arguments) {
  return all_texts(arguments) ? Value::of_bool(arguments[0].as_text().contains(arguments[1].as_text())) : no_overload();
}

Value run_starts_with(Frame&, const Step&, std::span<const Value> arguments) {
  return all_texts(arguments) ? Value::of_bool(arguments[0].as_text().starts_with(arguments[1].as_text()))
                              : no_overload();
}

Value run_ends_with(Frame&, const Step&, std::span<const Value> arguments) {
  return all_texts(arguments) ? Value::of_bool(arguments[0].as_text().ends_with(arguments[1].as_text()))
                              : no_overload();
}

Value run_matches(Frame& frame, const Step& step, std::span<const Value> arguments) {
  if (!all_texts(arguments)) return no_overload();
  const std::string_view text = arguments[0].as_text();
  if (step.pattern != nullptr) return Value::of_bool(finds(*step.pattern, text));
  frame.budget -= kCompileCost;
  if (frame.budget < 0) return limit_error();
  const std::unique_ptr<re2::RE2> pattern = make_pattern(arguments[1].as_text());
  if (!pattern->ok()) return Value::error(ErrorReason::other, "no regular expression of at most 1000 bytes");
  return Value::of_bool(finds(*pattern, text));
}

// The code point numbers [from, to) as byte offsets; false when they are outside of the text.
bool byte_range(std::string_view text, std::int64_t from, std::int64_t to, std::size_t& begin, std::size_t& end) {
  if (from < 0 || to < from) return false;
  begin = offset_of_code_point(text, static_cast<std::size_t>(from));
  if (begin == std::string_view::npos) return false;
  const std::size_t length = offset_of_code_point(text.substr(begin), static_cast<std::size_t>(to - from));
  end = begin + length;
  return length != std::string_view::npos;
}

Value run_substring(Frame&, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::text) return no_overload();
  for (const Value& index : arguments.subspan(1)) {
    if (index.kind != Kind::integer) return no_overload();
  }
  const std::string_view text = arguments[0].as_text();
  const auto size = static_cast<std::int64_t>(count_code_points(text));
  std::size_t begin = 0, end = 0;
  if (!byte_range(text, arguments[1].integer, arguments.size() > 2 ? arguments[2].integer : size, begin, end)) {
    return bad_index();
  }
  return Value::of_text(text.substr(begin, end - begin));
}

Value run_char_at(Frame&, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::text || arguments[1].kind != Kind::integer) return no_overload();
  const std::string_view text = arguments[0].as_text();
  if (arguments[1].integer < 0) return bad_index();
  const std::size_t begin = offset_of_code_point(text, static_cast<std::size_t>(arguments[1].integer));
  if (begin == std::string_view::npos) return bad_index();
  return Value::of_text(begin == text.size() ? std::string_view{}
                                             : text.substr(begin, code_point_at(text, begin).length));
}

// Finds from the front or the back; the third argument is where a match may begin: at the earliest, or at the latest.
Value find_text(std::span<const Value> arguments, bool from_back) {
  if (!all_texts(arguments.first(2))) return no_overload();
  const std::string_view text = arguments[0].as_text(), wanted = arguments[1].as_text();
  std::size_t from = from_back ? text.size() : 0;
  if (arguments.size() > 2) {
    if (arguments[2].kind != Kind::integer) return no_overload();
    if (arguments[2].integer < 0) return bad_index();
    from = offset_of_code_point(text, static_cast<std::size_t>(arguments[2].integer));
    if (from == std::string_view::npos) return bad_index();
  }
  const std::size_t found = from_back ? text.rfind(wanted, from) : text.find(wanted, from);
  if (found == std::string_view::npos) return Value::of_int(-1);
  return Value::of_int(static_cast<std::int64_t>(count_code_points(text.substr(0, found))));
}

Value run_index_of(Frame&, const Step&, std::span<const Value> arguments) { return find_text(arguments, false); }
Value run_last_index_of(Frame&, const Step&, std::span<const Value> arguments) { return find_text(arguments, true); }

}  // namespace

std::vector<FunctionSource> text_functions() {
  return {
      {{"size",
        "(string) -> int; (bytes) -> int; (list(T)) -> int; (map(T, C)) -> int; string.size() -> int; bytes.size() -> "
        "int; "
        "list(T).size() -> int; map(T, C).size() -> int",
        {"The number of characters, bytes or items.", "字符、字节或项目的个数。"},
        "size('青霉素') == 3"},
       run_size},
      {{"contains",
        "string.contains(string) -> bool",
        {"True when the text holds the other text.", "文本包含另一段文本时为真。"},
        "'hello'.contains('ell')"},
       run_contains},
      {{"startsWith",
        "string.startsWith(string) -> bool",
        {"True when the text begins with the other text.", "文本以另一段文本开头时为真。"},
        "'Z51.1'.startsWith('Z51')"},
       run_starts_with},
      {{"endsWith",
        "string.endsWith(string) -> bool",
        {"True when the text ends with the other text.", "文本以另一段文本结尾时为真。"},
        "'a.pdf'.endsWith('.pdf')"},
       run_ends_with},
      {{"matches",
        "string.matches(string) -> bool; (string, string) -> bool",
        {"True when the regular expression (RE2) matches somewhere in the text.",
         "正则表达式（RE2）在文本中某处匹配时为真。"},
        "'J18.9'.matches('^J1[0-8]')"},
       run_matches},
      {{"substring",
        "string.substring(int) -> string; string.substring(int, int) -> string",
        {"The characters from the first number (counted from 0) up to, without, the second.",
         "从第一个序号（从 0 起）到第二个序号之前的字符。"},
        "'J18.9'.substring(0, 3) == 'J18'"},
       run_substring},
      {{"charAt",
        "string.charAt(int) -> string",
        {"The character with this number, counted from 0; '' at the end.", "该序号（从 0 起）的字符；末尾处为 ''。"},
        "'abc'.charAt(1) == 'b'"},
       run_char_at},
      {{"indexOf",
        "string.indexOf(string) -> int; string.indexOf(string, int) -> int",
        {"Where the other text first stands (from this number on), or -1.",
         "另一段文本首次出现的序号（可指定从何处找起）；没有则为 -1。"},
        "'abcb'.indexOf('b') == 1"},
       run_index_of},
      {{"lastIndexOf",
        "string.lastIndexOf(string) -> int; string.lastIndexOf(string, int) -> int",
        {"Where the other text last stands (beginning at this number at the latest), or -1.",
         "另一段文本最后一次出现的序号（可指定最晚从何处开始）；没有则为 -1。"},
        "'abcb'.lastIndexOf('b') == 3"},
       run_last_index_of},
  };
}

}  // namespace qiuhao::cel
