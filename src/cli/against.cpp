// Looking for versions where they may be.
#include "cli/against.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/record.h"
#include "cli/audit_sources.h"
#include "rules/kept_rules.h"

namespace qiuhao::cli {
namespace {

using rules::KeptRule;
using rules::Rule;

constexpr std::size_t kLeastHash = 6;
constexpr std::size_t kMostRunsTold = 10;
constexpr std::string_view kRun = "audit-";

bool is_number(const std::string& text) {
  return !text.empty() && text.size() <= 6 && text.find_first_not_of("0123456789") == std::string::npos;
}

std::string told_rule(const Rule& rule) {
  return fmt::format("{} v{} {} ({})", rule.code, rule.version, rule.file, rule.hash.substr(0, 8));
}

RulesVersion one(Rule rule) {
  RulesVersion version;
  version.told = told_rule(rule);
  version.rules.push_back(std::move(rule));
  return version;
}

RulesVersion nothing(const std::string& code) { return {{}, fmt::format("{}: 无 none", code)}; }

// "version 1 (3f9a0c2b), version 2 (77aa01bc)", of a code.
std::string versions_told(const std::vector<KeptRule>& kept) {
  std::string told;
  for (const KeptRule& rule : kept)
    told += fmt::format("{}{} ({})", told.empty() ? "" : ", ", rule.version, rule.hash.substr(0, 8));
  return told;
}

std::unexpected<Error> version_gone(const std::string& code, const std::string& name,
                                    const std::vector<KeptRule>& kept) {
  const std::string told = versions_told(kept);
  if (told.empty()) {
    return usage_error(
        "version_gone",
        Sentence{
            fmt::format("--against {}: no version of {} is kept; audits keep the rules they used, and none has used "
                        "it yet; name a file, a folder or none",
                        name, code),
            fmt::format("--against {}：没有保存过 {} 的版本；审核会保存所用的规则，但还没有审核用过它；"
                        "请写文件、文件夹或 none",
                        name, code)});
  }
  return usage_error(
      "version_gone",
      Sentence{
          fmt::format("--against {}: there is no such version of {}; there are {}; a file, a folder, "
                      "a run or none will do too",
                      name, code, told),
          fmt::format("--against {}：没有 {} 的这个版本；现有 {}；也可写文件、文件夹、审核或 none", name, code, told)});
}

Result<RulesVersion> kept_version(const std::vector<KeptRule>& kept, const std::string& code, const std::string& name,
                                  const claims::Schema& schema) {
  const bool by_number = is_number(name);
  const auto is_meant = [&](const KeptRule& rule) {
    return (by_number && rule.version == std::stoi(name)) || (name.size() >= kLeastHash && rule.hash.starts_with(name));
  };
  const auto first = std::ranges::find_if(kept, is_meant);
  if (first == kept.end()) return version_gone(code, name, kept);
  const auto second = std::find_if(first + 1, kept.end(), is_meant);
  if (second != kept.end()) {
    return usage_error(
        "ambiguous_version",
        Sentence{
            fmt::format("--against {}: {} was changed without a new version number; name one by its hash: {}", name,
                        code, versions_told(kept)),
            fmt::format("--against {}：{} 改动过而版本号未变；请用内容哈希指明：{}", name, code, versions_told(kept))});
  }
  ASSIGN(Rule rule, rules::load_kept_rule(*first, schema));
  return one(std::move(rule));
}

// Of a folder, or of folders over each other.
Result<std::vector<Rule>> rules_in(const std::vector<std::string>& folders, const claims::Schema& schema) {
  return rules::load_rules(folders, {}, schema);
}

Result<RulesVersion> in_library(const std::vector<std::string>& folders, const std::string& code, bool is_needed,
                                const claims::Schema& schema) {
  ASSIGN(auto rules, rules_in(folders, schema));
  for (Rule& rule : rules) {
    if (rule.code == code) return one(std::move(rule));
  }
  if (!is_needed) return nothing(code);
  return usage_error(
      "unknown_rule",
      Sentence{fmt::format("--against {}: has no rule {}; name another folder, or none", folders[0], code),
               fmt::format("--against {}：没有规则 {}；请写别的文件夹，或 none", folders[0], code)});
}

std::vector<KeptRule> kept_of(const Path& workspace, const std::string& code) {
  std::vector<KeptRule> kept;
  for (KeptRule& rule : rules::kept_rules(workspace)) {
    if (rule.code == code) kept.push_back(std::move(rule));
  }
  return kept;
}

// The rules of a run that are kept; the codes of those that are not.
struct RunRules {
  std::vector<KeptRule> kept;
  std::vector<std::string> missing;
};

RunRules rules_of_run(const audit::RunReference& run, const std::vector<KeptRule>& kept) {
  RunRules found;
  for (const auto& [code, hash] : run.rules) {
    const auto rule = std::ranges::find(kept, hash, &KeptRule::hash);
    if (rule == kept.end())
      found.missing.push_back(code);
    else
      found.kept.push_back(*rule);
  }
  return found;
}

// Runs of the workspace whose rules are all kept, the newest first.
std::string runs_told(const Path& workspace, const std::vector<KeptRule>& kept) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(workspace / "exports", ignored)) {
    if (entry.path().filename().string().starts_with(kRun)) names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names, std::greater());
  std::string told;
  std::size_t count = 0;
  for (const std::string& name : names) {
    const auto run = audit::read_run(workspace, (workspace / "exports" / name).string());
    if (!run || !rules_of_run(*run, kept).missing.empty()) continue;
    if (++count > kMostRunsTold) return told + ", …";
    told += (told.empty() ? "" : ", ") + name;
  }
  return told;
}

std::unexpected<Error> run_gone(const Path& workspace, const std::string& name, const std::vector<KeptRule>& kept) {
  const std::string told = runs_told(workspace, kept);
  const Sentence there = told.empty() ? Sentence{"no run's rules are kept", "没有保存过任何审核的规则"}
                                      : Sentence{"there are " + told, "现有 " + told};
  return usage_error("version_gone",
                     Sentence{fmt::format("{}: is no folder, and no recorded run whose rules are kept; ", name) +
                                  there.english + "; shipped and workspace will do too",
                              fmt::format("{}：不是文件夹，也不是保存了规则的审核；", name) + there.chinese +
                                  "；也可写 shipped 或 workspace"});
}

Path run_folder(const Path& workspace, const std::string& name) {
  return is_number(name) ? workspace / "exports" / fmt::format("{}{:06}", kRun, std::stoi(name))
                         : workspace / "exports" / name;
}

}  // namespace

Result<RulesVersion> rule_against(const Path& workspace, const std::string& code, const std::string& name,
                                  const claims::Schema& schema) {
  std::error_code ignored;
  if (name == "none") return nothing(code);
  if (name.empty()) {
    ASSIGN(const auto folders, rule_folders(workspace));
    return in_library(folders, code, false, schema);
  }
  if (std::filesystem::is_regular_file(name, ignored)) {
    ASSIGN(Rule rule, rules::load_rule(name, schema));
    return one(std::move(rule));
  }
  if (std::filesystem::is_directory(name, ignored)) return in_library({name}, code, true, schema);
  const auto kept = kept_of(workspace, code);
  if (!name.starts_with(kRun)) return kept_version(kept, code, name, schema);
  const auto run = audit::read_run(workspace, run_folder(workspace, name).string());
  if (!run) return version_gone(code, name, kept);
  const auto known = std::ranges::find(run->rules, code, &std::pair<std::string, std::string>::first);
  if (known == run->rules.end()) return version_gone(code, name, kept);
  return kept_version(kept, code, known->second, schema);
}

Result<RulesVersion> library_version(const Path& workspace, const std::string& name, const claims::Schema& schema) {
  RulesVersion version;
  std::error_code ignored;
  ASSIGN(const auto folders, rule_folders(workspace));
  if (name == "workspace") {
    ASSIGN(version.rules, rules_in(folders, schema));
  } else if (name == "shipped") {
    ASSIGN(version.rules, rules_in({folders.front()}, schema));
  } else if (std::filesystem::is_directory(name, ignored)) {
    ASSIGN(version.rules, rules_in({name}, schema));
    if (version.rules.empty()) {
      return usage_error("no_rules", Sentence{fmt::format("{}: has no rule file; name a folder of rule files", name),
                                              fmt::format("{}：没有规则文件；请写有规则文件的文件夹", name)});
    }
  } else {
    const auto kept = rules::kept_rules(workspace);
    const auto run = audit::read_run(workspace, run_folder(workspace, name).string());
    if (!run) return run_gone(workspace, name, kept);
    const RunRules found = rules_of_run(*run, kept);
    if (!found.missing.empty()) return run_gone(workspace, name, kept);
    for (const KeptRule& rule : found.kept) {
      ASSIGN(Rule loaded, rules::load_kept_rule(rule, schema));
      version.rules.push_back(std::move(loaded));
    }
    std::ranges::sort(version.rules, {}, &Rule::code);
  }
  version.told = fmt::format("{}: {} 条规则 rules", name, version.rules.size());
  return version;
}

}  // namespace qiuhao::cli
