// Reading policy/archive.yaml.
#include "documents/archive_rules.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <set>

#include "base/files.h"
#include "cel/lexer/source.h"
#include "text/document.h"

namespace qiuhao::documents {
namespace {

constexpr std::size_t kRulesBytesMost = std::size_t{1} << 20;

class Reader {
 public:
  explicit Reader(const std::string& file) : file_(file) {}

  Result<ArchiveRules> read(const text::Node& root) {
    TRY(check_keys(root, {"terms", "kinds", "loan_days"}));
    ArchiveRules rules;
    std::set<std::string> patterns;
    const text::Node* terms = root.find("terms");
    const text::Node* kinds = root.find("kinds");
    if (terms == nullptr || kinds == nullptr || terms->entries.empty())
      return wrong(root, {"the file has terms and kinds", "文件要有 terms 和 kinds"});
    for (const auto& [key, body] : terms->entries) {
      ASSIGN(RetentionTerm term, read_term(key, body));
      if (!patterns.insert(term.pattern).second)
        return wrong(body, {"another term is numbered in the same way", "与另一保管期限的档号格式相同"});
      rules.terms.push_back(std::move(term));
    }
    for (const auto& [kind, name] : kinds->entries) {
      const auto term = workflow::find_named(rules.terms, name.scalar);
      if (!term)
        return wrong(
            name,
            Sentence{fmt::format("there is no term '{}'", name.scalar), fmt::format("没有保管期限“{}”", name.scalar)} +
                cel::suggest_name(name.scalar, workflow::names_of(rules.terms)),
            "unknown_name");
      rules.kinds[kind.scalar] = *term;
    }
    if (const text::Node* days = root.find("loan_days")) {
      ASSIGN(rules.loan_days_most, whole(*days, 1, 3'660));
    }
    return rules;
  }

 private:
  std::unexpected<Error> wrong(const text::Node& node, Sentence sentence,
                               std::string code = "bad_archive_rules") const {
    return input_error(std::move(code), std::move(sentence), {file_, node.line, node.column, ""});
  }

  Status check_keys(const text::Node& node, std::initializer_list<std::string_view> known) const {
    for (const auto& [key, value] : node.entries) {
      if (std::find(known.begin(), known.end(), key.scalar) == known.end())
        return wrong(key, Sentence{fmt::format("unknown key '{}'", key.scalar), fmt::format("没有键“{}”", key.scalar)} +
                              cel::suggest_name(key.scalar, {known.begin(), known.end()}));
    }
    return node.is_map() ? Status() : wrong(node, {"write a map", "这里应是映射"});
  }

  Result<int> whole(const text::Node& node, int least, int most) const {
    int number = 0;
    const char* end = node.scalar.data() + node.scalar.size();
    const auto read = std::from_chars(node.scalar.data(), end, number);
    if (read.ec == std::errc() && read.ptr == end && number >= least && number <= most) return number;
    return wrong(node, {fmt::format("write a whole number from {} to {}", least, most),
                        fmt::format("请写 {} 到 {} 的整数", least, most)});
  }

  Result<RetentionTerm> read_term(const text::Node& key, const text::Node& body) const {
    TRY(check_keys(body, {"title", "years", "number"}));
    RetentionTerm term;
    term.name = key.scalar;
    const text::Node* title = body.find("title");
    if (title != nullptr) term.title = {title->text_of("en"), title->text_of("zh")};
    if (term.title.english.empty() || term.title.chinese.empty())
      return wrong(body, {"a title is written {zh: 中文, en: English}", "名称写作 {zh: 中文, en: English}"});
    if (const text::Node* years = body.find("years")) {
      ASSIGN(term.years, whole(*years, 1, 200));
    }
    const auto pattern = casework::NumberPattern::parse(body.text_of("number"));
    if (!pattern) return wrong(body, pattern.error().sentence(), pattern.error().code);
    term.pattern = pattern->text();
    return term;
  }

  const std::string& file_;
};

}  // namespace

Day ArchiveRules::last_day(const RetentionTerm& term, Day closed) {
  if (term.years == 0) return kNoDay;
  return day_from_civil({civil_from_day(closed).year + term.years, 12, 31});
}

Result<ArchiveRules> parse_archive_rules(const std::string& content, const std::string& file) {
  ASSIGN(const text::Node root, text::parse_yaml(content, file));
  return Reader(file).read(root);
}

Result<ArchiveRules> load_archive_rules(const std::string& file) {
  ASSIGN(const std::string content, read_file(file, kRulesBytesMost));
  return parse_archive_rules(content, file);
}

}  // namespace qiuhao::documents
