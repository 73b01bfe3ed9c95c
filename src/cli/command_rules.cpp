// `qiuhao rules`: check, test, list and show rule files.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/audit_sources.h"
#include "cli/command.h"
#include "cli/run_program.h"
#include "cli/text_table.h"
#include "rules/rule.h"
#include "rules/rule_tests.h"

namespace qiuhao::cli {
namespace {

struct Options {
  std::string workspace;
  std::vector<std::string> files;
  std::string code;
  Language language = Language::english;
};

// Files named on the command line; else those of the policy folder and the workspace.
Result<std::vector<std::string>> files_of(const Options& options) {
  std::vector<std::string> files;
  std::vector<std::string> folders;
  for (const std::string& named : options.files) {
    std::error_code ignored;
    if (std::filesystem::is_directory(named, ignored)) {
      folders.push_back(named);
    } else {
      files.push_back(named);
    }
  }
  if (options.files.empty()) {
    ASSIGN(folders, rule_folders(options.workspace));
  }
  for (const std::string& folder : folders) {
    std::error_code ignored;
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
      if (entry.path().extension() == ".yaml") found.push_back(entry.path().string());
    }
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

// Every file is read, so that all mistakes are told at once; the first error decides the exit code.
Result<int> run_check(const Options& options) {
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const auto files, files_of(options));
  std::size_t wrong = 0;
  for (const std::string& file : files) {
    const auto rule = rules::load_rule(file, *schema);
    if (rule) continue;
    ++wrong;
    print_error(rule.error(), options.language);
  }
  if (wrong == 0) {
    ASSIGN(const auto folders, rule_folders(options.workspace));
    if (options.files.empty()) TRY(rules::load_rules(folders, {}, *schema));
    fmt::print("{} rules are right\n", files.size());
    return 0;
  }
  return input_error("bad_rules", fmt::format("{} of {} rule files have a mistake; see above", wrong, files.size()));
}

Result<int> run_test(const Options& options) {
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const knowledge::Kinds kinds, workspace_kinds(options.workspace));
  ASSIGN(const auto files, files_of(options));
  std::size_t passed = 0;
  std::size_t failed = 0;
  for (const std::string& file : files) {
    ASSIGN(const rules::Rule rule, rules::load_rule(file, *schema));
    ASSIGN(const rules::RuleTestReport report, rules::run_rule_tests(rule, schema, kinds));
    passed += report.passed;
    failed += report.failed;
    fmt::print("{} {} {}: {} passed, {} failed\n", report.failed == 0 ? "ok  " : "FAIL", rule.code, rule.name,
               report.passed, report.failed);
    for (const std::string& failure : report.failures) fmt::print("     {}\n", failure);
  }
  fmt::print("{} rules, {} tests passed, {} failed\n", files.size(), passed, failed);
  return failed == 0 ? 0 : 1;
}

std::string moments_text(unsigned moments) {
  std::string text;
  constexpr std::pair<rules::Moment, std::string_view> kNames[] = {
      {rules::Moment::before, "事前"}, {rules::Moment::during, "事中"}, {rules::Moment::after, "事后"}};
  for (const auto& [moment, name] : kNames) {
    if ((moments & static_cast<unsigned>(moment)) == 0) continue;
    text += text.empty() ? "" : "、";
    text += name;
  }
  return text;
}

Result<std::vector<rules::Rule>> rules_of(const Options& options) {
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const auto folders, rule_folders(options.workspace));
  return rules::load_rules(folders, {}, *schema);
}

Result<int> run_list(const Options& options) {
  ASSIGN(const auto rules, rules_of(options));
  TextTable table({"规则", "名称", "版本", "国家编号", "确定程度", "时点", "知识库", "生效"});
  table.align_right(2);
  for (const rules::Rule& rule : rules) {
    const bool is_open = rule.effective_from == kNoDay && rule.effective_to == kNoDay;
    table.add(
        {rule.code, rule.name, fmt::to_string(rule.version), rule.national, rule.certainty, moments_text(rule.moments),
         rule.knowledge ? rule.knowledge->table : "",
         is_open ? "不限" : fmt::format("{} – {}", format_day(rule.effective_from), format_day(rule.effective_to))});
  }
  fmt::print("{}{} rules\n", table.text(), rules.size());
  return 0;
}

Result<int> run_show(const Options& options) {
  ASSIGN(const auto rules, rules_of(options));
  const auto rule =
      std::find_if(rules.begin(), rules.end(), [&](const rules::Rule& one) { return one.code == options.code; });
  if (rule == rules.end()) {
    return usage_error("unknown_rule", fmt::format("there is no rule {}; run: qiuhao rules list", options.code));
  }
  ASSIGN(const std::string content, read_file(rule->file, text::kMaxDocumentBytes));
  fmt::print("# {}\n{}", rule->file, content);
  return 0;
}

CLI::App* add_part(Program& program, CLI::App* parent, const std::string& name, const std::string& purpose,
                   const std::shared_ptr<Options>& options, Result<int> (*run)(const Options&)) {
  CLI::App* part = parent->add_subcommand(name, purpose);
  part->add_option("--workspace", options->workspace, "a workspace, whose policy/rules stand over the shipped ones");
  part->callback([&program, options, run] {
    program.run = [&program, options, run] {
      options->language = program.language;
      return run(*options);
    };
  });
  return part;
}

}  // namespace

void add_rules(Program& program) {
  CLI::App* command = add_command(program, "rules", "check, test, list and show rule files", "qiuhao rules test");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  CLI::App* check =
      add_part(program, command, "check", "read every rule file and tell its mistakes", options, run_check);
  check->add_option("FILE", options->files, "rule files or folders (default: the shipped and the workspace's)");
  CLI::App* test = add_part(program, command, "test", "run the tests inside rule files", options, run_test);
  test->add_option("FILE", options->files, "rule files or folders (default: the shipped and the workspace's)");
  add_part(program, command, "list", "code, name, national number, certainty and moments", options, run_list);
  CLI::App* show = add_part(program, command, "show", "the text of a rule's file", options, run_show);
  show->add_option("CODE", options->code, "code of the rule, such as R0101")->required();
}

}  // namespace qiuhao::cli
