// The names of a text that have another spelling: for writing it in the other language.
#include "cel/checker/checker.h"
#include "cel/lexer/unicode.h"

namespace qiuhao::cel {

// A name in backquotes is taken with them, for the other spelling needs none.
void Checker::use_name(std::uint32_t begin, const std::string& english, const std::string& chinese) {
  if (english.empty() || chinese.empty() || english == chinese) return;
  std::uint32_t end = begin;
  const std::string_view text = source_.text;
  if (end < text.size() && text[end] == '`') {
    end = static_cast<std::uint32_t>(text.find('`', begin + 1)) + 1;
  } else {
    while (end < text.size()) {
      const CodePoint point = code_point_at(text, end);
      if (!is_name_part(point.code)) break;
      end += point.length;
    }
  }
  name_uses_.try_emplace(begin, NameUse{begin, end, english, chinese});
}

std::vector<NameUse> Checker::name_uses() const {
  std::vector<NameUse> uses;
  uses.reserve(name_uses_.size());
  for (const auto& [begin, use] : name_uses_) uses.push_back(use);
  return uses;
}

std::string write_names(std::string_view text, const std::vector<NameUse>& uses, Language language) {
  std::string out;
  std::size_t at = 0;
  for (const NameUse& use : uses) {
    out += text.substr(at, use.begin - at);
    out += language == Language::chinese ? use.chinese : use.english;
    at = use.end;
  }
  out += text.substr(at);
  return out;
}

}  // namespace qiuhao::cel
