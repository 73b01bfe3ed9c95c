// `qiuhao rules check`: all mistakes of all files.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "cli/audit_sources.h"
#include "cli/command.h"
#include "cli/rules_parts.h"
#include "cli/run_program.h"
#include "rules/rule.h"

namespace qiuhao::cli {
namespace {

constexpr std::size_t kMaxMistakesShown = 200;  // of one call

}  // namespace

Result<std::vector<std::string>> rule_files(const RulesOptions& options) {
  if (!options.files.empty()) return yaml_files(options.files);
  ASSIGN(const auto folders, rule_folders(options.workspace));
  return yaml_files_in(folders);
}

Result<int> check_rules(const RulesOptions& options) {
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const auto files, rule_files(options));
  std::size_t wrong = 0;
  std::size_t mistakes = 0;
  std::map<std::pair<std::string, std::string>, std::string> file_of;  // by folder and code
  ASSIGN(const rules::Parameters parameters, load_parameters(options.workspace));
  for (const std::string& file : files) {
    rules::RuleReading reading = rules::load_rule_all(file, *schema);
    if (reading.rule) {
      const std::string folder = std::filesystem::path(file).parent_path().string();
      const auto [known, is_new] = file_of.emplace(std::pair(folder, reading.rule->code), file);
      if (!is_new) reading.errors.push_back(rules::same_code(*reading.rule, known->second));
      const auto table = rules::ParameterTable::make(parameters, std::span(&*reading.rule, 1));
      if (!table) reading.errors.push_back(table.error());
    }
    wrong += reading.errors.empty() ? 0U : 1U;
    for (const Error& error : reading.errors) {
      if (++mistakes <= kMaxMistakesShown) print_error(error, options.language);
    }
  }
  const bool chinese = options.language == Language::chinese;
  if (mistakes == 0) {
    fmt::print("{}", fmt::format(fmt::runtime(chinese ? "{} 条规则没有错误\n" : "{} rules are right\n"), files.size()));
    return 0;
  }
  const std::size_t left_out = mistakes - std::min(mistakes, kMaxMistakesShown);
  const Sentence more = left_out == 0 ? Sentence{}
                                      : Sentence{fmt::format(" ({} are not shown)", left_out),
                                                 fmt::format("（另有 {} 处未列出）", left_out)};
  return input_error("bad_rules", Sentence{fmt::format("mistakes in {} of {} rule files, {} in all{}; see above", wrong,
                                                       files.size(), mistakes, more.english),
                                           fmt::format("{1} 个规则文件中有 {0} 个共 {2} 处错误{3}；见上文", wrong,
                                                       files.size(), mistakes, more.chinese)});
}

}  // namespace qiuhao::cli
