// `qiuhao explain`: why a finding was made, or why a rule left a line alone.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "audit/find_subject.h"
#include "audit/report_text.h"
#include "cli/command.h"
#include "cli/exceptions_run.h"
#include "cli/explained_finding.h"
#include "cli/rules_parts.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

constexpr std::size_t kMaxSubjects = 20;  // of a rule, explained for one line

struct Options {
  std::string workspace;
  std::string finding;
  std::string run;
  std::string line;
  std::string rule;
  std::string known_on;
  bool json = false;
  Language language = Language::english;
};

void print_explained(const Options& options, ExplainedSubject explained) {
  explained.language = options.language;
  add_changes(explained);
  fmt::print("{}", options.json ? json_of_explanation(explained) : text_of_explanation(explained));
}

Result<int> explain_finding(const Options& options) {
  ASSIGN(const auto finding, explain_finding_of(options.workspace, options.run, options.finding, options.language));
  if (finding->rule_was_changed) {
    fmt::print(stderr, "note: {} was changed since the run; this explains it as it is now\n", finding->found.rule);
  }
  print_explained(options, std::move(finding->explained));
  return 0;
}

void print_not_met(const Options& options, const rules::Rule& rule, std::string_view item) {
  const std::string table = rule.knowledge ? rule.knowledge->table : "";
  const Sentence reason =
      rule.grain == rules::Grain::pair
          ? Sentence{fmt::format("the line is in no pair of items that {} names; {} has nothing to say about it", table,
                                 rule.code),
                     fmt::format("该费用不在 {} 所列的项目对中，规则 {} 与它无关", table, rule.code)}
      : rules::is_of_codes(rule.grain)
          ? Sentence{fmt::format("no knowledge point of {} names a {} of the line's visit; {} has nothing to say about "
                                 "it",
                                 table, rules::grain_name(rule.grain), rule.code),
                     fmt::format("{} 中没有涉及该次就诊{}的知识点，规则 {} 与它无关", table,
                                 audit::grain_zh(rule.grain), rule.code)}
          : Sentence{fmt::format("no knowledge point of {} names the item {}; {} has nothing to say about the line",
                                 table, item, rule.code),
                     fmt::format("{} 中没有涉及项目 {} 的知识点，规则 {} 与该费用无关", table, item, rule.code)};
  const std::string& sentence = reason.in(options.language);
  fmt::print("{}", options.json
                       ? fmt::format("{{\"outcome\": \"clear\", \"reason\": {}}}\n", text::json_quote(sentence))
                       : fmt::format("不命中 clear: {}\n", sentence));
}

// The visit, day, person, … that the line belongs to, when the rule's grain is not the line.
Result<int> explain_line(const Options& options) {
  const Path workspace = options.workspace;
  ASSIGN(const Day known_on, day_option("--known-on", options.known_on, day_of(current_time())));
  ASSIGN(const Sources sources, load_sources(workspace, {options.rule}, known_on));
  const rules::Rule& rule = sources.plan->rules()[0];
  if (rule.grain == rules::Grain::provider_period) {
    return usage_error(
        "no_line_grain",
        Sentence{fmt::format("{} judges months of providers, which no line belongs to; explain a "
                             "finding of it: qiuhao explain {} FINDING",
                             rule.code, options.workspace),
                 fmt::format("{} 判断机构的月份，与单行费用无关；请解释它的发现：qiuhao explain {} 发现编号", rule.code,
                             options.workspace)});
  }
  ASSIGN(const auto place, audit::find_row(sources.tape, *sources.schema, claims::Entity::line, options.line));
  const rules::PartPlan laid(*sources.plan, sources.tape.parts()[place.first]);
  const auto subjects = audit::subjects_with_line(laid, 0, place.second);
  if (subjects.empty()) {
    print_not_met(options, rule, laid.items()->text(place.second));
    return 0;
  }
  rules::Subject subject(laid);
  for (std::size_t i = 0; i < std::min(subjects.size(), kMaxSubjects); ++i) {
    subject.stand(subjects[i]);
    if (i > 0 && !options.json) fmt::print("\n{}\n\n", std::string(72, '-'));
    ExplainedSubject explained{&subject, audit::explain(subject), "", {}, {}};
    ASSIGN(explained.exceptions, exceptions_of(workspace, subject, explained.explanation));
    print_explained(options, std::move(explained));
  }
  if (subjects.size() > kMaxSubjects) {
    fmt::print(stderr, "note: {} further knowledge points or pairs name the item\n", subjects.size() - kMaxSubjects);
  }
  return 0;
}

Result<int> run_explain(const Options& options) {
  if (!options.finding.empty()) return explain_finding(options);
  if (options.line.empty() || options.rule.empty()) {
    return usage_error("nothing_asked", Sentence{"name a finding, or a line and a rule with --line and --rule",
                                                 "请写发现编号，或用 --line 和 --rule 写费用和规则"});
  }
  return explain_line(options);
}

}  // namespace

Result<int> explain_rule(const RulesOptions& options) {
  Options line;
  line.workspace = options.workspace;
  line.line = options.line;
  line.rule = options.code;
  line.known_on = options.known_on;
  line.json = options.json;
  line.language = options.language;
  return explain_line(line);
}

void add_explain(Program& program) {
  CLI::App* command = add_command(program, "explain", "why a finding was made, or why a rule left a line alone",
                                  "qiuhao explain city 3f9a0c2b41d7");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  auto* finding = command->add_option("FINDING", options->finding, "id of a finding, or its first 6 digits at least");
  command->add_option("--run", options->run, "number of a run, or its folder (default: the latest)");
  auto* rule = command->add_option("--rule", options->rule, "code of a rule, with --line");
  auto* line = command->add_option("--line", options->line, "number of a fee line, with --rule")->excludes(finding);
  line->needs(rule);
  rule->needs(line);
  command->add_option("--known-on", options->known_on, "with --line: knowledge as known on this day (default: today)")
      ->needs(line);
  command->add_flag("--json", options->json, "as JSON");
  command->callback([&program, options] {
    program.run = [&program, options] {
      options->language = program.language;
      return run_explain(*options);
    };
  });
}

}  // namespace qiuhao::cli
