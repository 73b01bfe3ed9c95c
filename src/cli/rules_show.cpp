// `qiuhao rules list`, `show` and `functions`.
#include <fmt/format.h>

#include <filesystem>

#include "cel/lexer/source.h"
#include "cli/audit_sources.h"
#include "cli/rules_parts.h"
#include "cli/text_table.h"
#include "rules/function_docs.h"
#include "rules/load/rule_keys.h"
#include "rules/rule.h"

namespace qiuhao::cli {
namespace {

std::string moments_text(unsigned moments, Language language) {
  std::string text;
  const std::pair<rules::Moment, Sentence> kNames[] = {{rules::Moment::before, {"before", "事前"}},
                                                       {rules::Moment::during, {"during", "事中"}},
                                                       {rules::Moment::after, {"after", "事后"}}};
  for (const auto& [moment, name] : kNames) {
    if ((moments & static_cast<unsigned>(moment)) == 0) continue;
    if (!text.empty()) text += language == Language::chinese ? "、" : ", ";
    text += name.in(language);
  }
  return text;
}

Result<std::vector<rules::Rule>> rules_of(const RulesOptions& options, const claims::Schema& schema) {
  ASSIGN(const auto folders, rule_folders(options.workspace));
  return rules::load_rules(folders, {}, schema);
}

// By code, or by a file's name.
Result<rules::Rule> rule_named(const RulesOptions& options, const claims::Schema& schema) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(options.code, ignored)) return rules::load_rule(options.code, schema);
  ASSIGN(auto rules, rules_of(options, schema));
  std::vector<std::string> codes;
  for (rules::Rule& rule : rules) {
    if (rule.code == options.code) return std::move(rule);
    codes.push_back(rule.code);
  }
  return usage_error("unknown_rule", Sentence{fmt::format("there is no rule {}", options.code),
                                              fmt::format("没有规则 {}", options.code)} +
                                         (codes.size() > cel::kMaxNamesListed
                                              ? Sentence{"; run: qiuhao rules list", "；qiuhao rules list 列出全部规则"}
                                              : Sentence{}) +
                                         cel::suggest_name(options.code, codes));
}

}  // namespace

Result<int> list_rules(const RulesOptions& options) {
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const auto rules, rules_of(options, *schema));
  const bool chinese = options.language == Language::chinese;
  using Headings = std::vector<std::string>;
  TextTable table(chinese ? Headings{"规则", "名称", "版本", "国家编号", "确定程度", "粒度", "时点", "知识库", "生效"}
                          : Headings{"rule", "name", "version", "national", "certainty", "grain", "moments",
                                     "knowledge", "effective"});
  table.align_right(2);
  for (const rules::Rule& rule : rules) {
    const bool is_open = rule.effective_from == kNoDay && rule.effective_to == kNoDay;
    table.add({rule.code, rule.name, fmt::to_string(rule.version), rule.national, rule.certainty,
               std::string(rules::grain_name(rule.grain)), moments_text(rule.moments, options.language),
               rule.knowledge ? rule.knowledge->table : "",
               is_open ? (chinese ? "不限" : "always")
                       : fmt::format("{} – {}", format_day(rule.effective_from), format_day(rule.effective_to))});
  }
  fmt::print("{}{} {}\n", table.text(), rules.size(), chinese ? "条规则" : "rules");
  return 0;
}

Result<int> show_rule(const RulesOptions& options) {
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const rules::Rule rule, rule_named(options, *schema));
  const std::string text = options.chinese   ? rules::rule_in(rule, Language::chinese)
                           : options.english ? rules::rule_in(rule, Language::english)
                                             : rule.text;
  fmt::print("# {}\n{}", rule.file, text);
  return 0;
}

Result<int> list_functions(const RulesOptions& options) {
  ASSIGN(const auto schema, load_schema());
  const auto docs = rules::formula_functions(*schema);
  if (options.code.empty()) {
    using Headings = std::vector<std::string>;
    TextTable table(options.language == Language::chinese ? Headings{"函数", "含义", "写法"}
                                                          : Headings{"function", "meaning", "form"});
    for (const cel::FunctionDoc& doc : docs) table.add({doc.name, doc.meaning.in(options.language), doc.signature});
    fmt::print("{}", table.text());
    return 0;
  }
  std::vector<std::string> names;
  bool found = false;
  for (const cel::FunctionDoc& doc : docs) {
    names.push_back(doc.name);
    if (doc.name != options.code) continue;
    found = true;
    fmt::print("{}\n  {}\n  {}\n  {}\n", doc.name, doc.signature, doc.meaning.in(options.language), doc.example);
  }
  if (found) return 0;
  Sentence mend = cel::suggest_name(options.code, names);
  if (mend.english.empty()) mend = {"; run: qiuhao rules functions", "；qiuhao rules functions 列出全部函数"};
  return usage_error(
      "unknown_function",
      Sentence{fmt::format("there is no function {}", options.code), fmt::format("没有函数 {}", options.code)} + mend);
}

Result<int> print_schema(const RulesOptions&) {
  fmt::print("{}", rules::rule_file_schema());
  return 0;
}

}  // namespace qiuhao::cli
