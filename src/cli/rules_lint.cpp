// `qiuhao rules lint`: findings about rule files, over their own tests or over the tape of a workspace.
#include <fmt/format.h>

#include <algorithm>

#include "cli/audit_sources.h"
#include "cli/rules_parts.h"
#include "rules/lint.h"
#include "rules/subjects.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

constexpr std::size_t kSampleSubjects = 20'000;  // of a rule, from the beginning of the tape

std::string json_of(const rules::Lint& lint) {
  using text::json_quote;
  return fmt::format("{{\"file\": {}, \"line\": {}, \"column\": {}, \"code\": {}, \"en\": {}, \"zh\": {}}}",
                     json_quote(lint.place.file), lint.place.line, lint.place.column, json_quote(lint.code),
                     json_quote(lint.sentence.english), json_quote(lint.sentence.chinese));
}

// The rule over the first subjects that the tape has of it.
rules::ClauseWatch watch_tape(const Sources& sources, rules::RuleIndex index) {
  const rules::Rule& rule = sources.plan->rules()[index];
  rules::ClauseWatch watch(rule);
  if (rule.grain == rules::Grain::provider_period) return watch;
  for (const claims::Part& part : sources.tape.parts()) {
    const rules::PartPlan laid(*sources.plan, part);
    rules::Subject subject(laid);
    const auto people = static_cast<RowIndex>(part.rows(claims::Entity::person));
    for (RowIndex person = 0; person < people && watch.seen() < kSampleSubjects; ++person) {
      if (part.is_gone(person)) continue;
      subject.set_person(person);
      rules::for_each_subject(subject, rule.grain, [&] {
        if (subject.rule_index() == index) watch.see(subject);
      });
    }
  }
  return watch;
}

}  // namespace

Result<int> lint_rules(const RulesOptions& options) {
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const knowledge::Kinds kinds, workspace_kinds(options.workspace));
  ASSIGN(const auto files, rule_files(options));
  std::optional<Sources> sources;
  if (!options.workspace.empty() && options.files.empty()) {
    ASSIGN(sources, load_sources(options.workspace, {}, day_of(current_time())));
  }
  std::size_t found = 0;
  for (const std::string& file : files) {
    ASSIGN(const rules::Rule rule, rules::load_rule(file, *schema));
    std::optional<rules::ClauseWatch> watch;
    for (std::size_t i = 0; sources && i < sources->plan->rules().size(); ++i) {
      if (sources->plan->rules()[i].file == file) watch = watch_tape(*sources, static_cast<rules::RuleIndex>(i));
    }
    ASSIGN(const auto lints, rules::lint_rule(rule, schema, kinds, watch ? &*watch : nullptr));
    found += lints.size();
    for (const rules::Lint& lint : lints) {
      fmt::print("{}\n", options.json ? json_of(lint) : lint.text(options.language));
    }
  }
  if (!options.json) {
    fmt::print("{}\n", options.language == Language::chinese
                           ? fmt::format("{} 条规则，{} 处提示", files.size(), found)
                           : fmt::format("{} rules, {} findings", files.size(), found));
  }
  return options.strict && found > 0 ? 1 : 0;
}

}  // namespace qiuhao::cli
