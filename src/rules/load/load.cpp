// Reading rule files: the order of the sections.
#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "rules/load/loader.h"

namespace qiuhao::rules {

bool Loader::note(const Status& status) {
  if (!status && errors_.size() < kMaxErrorsShown) errors_.push_back(status.error());
  return status.has_value();
}

RuleReading Loader::load() {
  rule_.file = file_;
  if (!root_.is_map()) {
    note(at(root_, "bad_rule",
            {"a rule file is a map that begins with 'rule: CODE'", "规则文件是以“rule: 编码”开头的映射"}));
    return {std::nullopt, std::move(errors_)};
  }
  check_keys();
  read_words();
  read_effective();
  read_basis();
  read_moments();
  // The names that formulas may use follow from the grain, so without it nothing more can be said of them.
  if (note(read_grain())) {
    note(read_knowledge());
    note(read_parameters());
    cel::Environment environment = make_environment(
        schema_, {rule_.grain, rule_.knowledge.has_value() || rule_.grain == Grain::pair, rule_.parameters});
    read_windows(environment);
    add_stock(environment, is_of_lines(rule_));
    read_lets(environment);
    read_formulas(environment);
  }
  if (const Node* tests = root_.find("tests"); tests != nullptr && !tests->is_nothing()) {
    rule_.tests = *tests;
    if (!tests->is_sequence())
      note(at(*tests, "bad_rule",
              {"tests is a list of {name: …, given: …, expect: …}",
               "tests 是列表，每项为 {name: …, given: …, expect: …}"}));
  }
  keep_names_of_tests();
  std::sort(rule_.names.begin(), rule_.names.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  if (!errors_.empty()) return {std::nullopt, std::move(errors_)};
  return {std::move(rule_), {}};
}

RuleReading parse_rule_all(const std::string& content, const std::string& file, const claims::Schema& schema) {
  const auto root = text::parse_yaml(content, file);
  if (!root) return {std::nullopt, {root.error()}};
  RuleReading reading = Loader(*root, content, file, schema).load();
  if (reading.rule) {
    reading.rule->hash = hash128(content).hex();
    reading.rule->text = content;
  }
  return reading;
}

RuleReading load_rule_all(const std::string& file, const claims::Schema& schema) {
  const auto content = read_file(file, text::kMaxDocumentBytes);
  if (!content) return {std::nullopt, {content.error()}};
  return parse_rule_all(*content, file, schema);
}

namespace {

Result<Rule> rule_or_first(RuleReading reading) {
  if (reading.rule) return std::move(*reading.rule);
  return fail(std::move(reading.errors.front()));
}

}  // namespace

Result<Rule> parse_rule(const std::string& content, const std::string& file, const claims::Schema& schema) {
  return rule_or_first(parse_rule_all(content, file, schema));
}

Result<Rule> load_rule(const std::string& file, const claims::Schema& schema) {
  return rule_or_first(load_rule_all(file, schema));
}

}  // namespace qiuhao::rules
