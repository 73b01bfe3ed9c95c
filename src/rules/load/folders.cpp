// Folders of rule files.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "rules/rule.h"

namespace qiuhao::rules {
namespace {

// RuleIndex has room for more; but each line meets every rule without knowledge.
constexpr std::size_t kMaxRulesOfLibrary = 20'000;

}  // namespace

Error same_code(const Rule& rule, const std::string& other_file) {
  return {Fault::input, "duplicate_rule", fmt::format("has the code {} of {}; give it another", rule.code, other_file),
          rule.code_place, fmt::format("与 {} 的编码同为 {}；请换一个编码", other_file, rule.code)};
}

Result<std::vector<Rule>> load_rules(const std::vector<std::string>& folders, const std::vector<std::string>& codes,
                                     const claims::Schema& schema) {
  std::map<std::string, Rule> by_code;
  for (const std::string& folder : folders) {
    std::vector<std::string> files;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
      if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    std::map<std::string, std::string> of_this_folder;
    for (const std::string& file : files) {
      ASSIGN(Rule rule, load_rule(file, schema));
      const auto [known, is_new] = of_this_folder.emplace(rule.code, file);
      if (!is_new) {
        return fail(same_code(rule, known->second));
      }
      by_code.insert_or_assign(rule.code, std::move(rule));
    }
  }
  std::vector<Rule> rules;
  for (const std::string& wanted : codes) {
    if (!by_code.contains(wanted)) {
      return usage_error("unknown_rule", Sentence{fmt::format("there is no rule {}; run: qiuhao rules list", wanted),
                                                  fmt::format("没有规则 {}；qiuhao rules list 列出全部规则", wanted)});
    }
  }
  for (auto& [code, rule] : by_code) {
    if (codes.empty() || std::find(codes.begin(), codes.end(), code) != codes.end()) rules.push_back(std::move(rule));
  }
  if (rules.size() > kMaxRulesOfLibrary)
    return input_error("too_many_rules",
                       Sentence{fmt::format("more than {} rules; take some out of the folders", kMaxRulesOfLibrary),
                                fmt::format("规则超过 {} 条；请移走一些", kMaxRulesOfLibrary)});
  return rules;
}

}  // namespace qiuhao::rules
