// `qiuhao rules parameters`: what regions set, and which rules read it.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/audit_sources.h"
#include "cli/rules_parts.h"
#include "cli/text_table.h"
#include "rules/rule.h"

namespace qiuhao::cli {
namespace {

// Codes of the rules that read a parameter, and its name where a rule reads one that no table has.
struct Readers {
  std::map<std::string, std::string> codes;  // by name
  void add(const rules::Rule& rule) {
    for (const rules::ParameterUse& use : rule.parameters) {
      std::string& text = codes[use.name];
      text += (text.empty() ? "" : ", ") + rule.code;
    }
  }
};

std::string period_text(const rules::Parameter& row, bool chinese) {
  if (row.from == kNoDay && row.to == kNoDay) return chinese ? "不限" : "always";
  return fmt::format("{} – {}", row.from == kNoDay ? "" : format_day(row.from),
                     row.to == kNoDay ? "" : format_day(row.to));
}

}  // namespace

Result<int> list_parameters(const RulesOptions& options) {
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const auto folders, rule_folders(options.workspace));
  ASSIGN(const auto rules, rules::load_rules(folders, {}, *schema));
  ASSIGN(const rules::Parameters parameters, load_parameters(options.workspace));
  Readers readers;
  for (const rules::Rule& rule : rules) readers.add(rule);
  const bool chinese = options.language == Language::chinese;
  using Headings = std::vector<std::string>;
  TextTable table(chinese ? Headings{"参数", "含义", "地区", "值", "单位", "有效期", "规则", "依据"}
                          : Headings{"parameter", "meaning", "region", "value", "unit", "in force", "rules", "source"});
  std::size_t shown = 0;
  for (const rules::Parameter& row : parameters.all()) {
    if (!options.code.empty() && row.name != options.code) continue;
    ++shown;
    table.add({row.name, row.label, row.region.empty() ? (chinese ? "各地" : "everywhere") : row.region, row.value,
               row.unit, period_text(row, chinese), readers.codes[row.name], row.source});
  }
  std::string missing;
  for (const auto& [name, codes] : readers.codes) {
    const bool has_rows = std::ranges::any_of(parameters.all(), [&](const auto& row) { return row.name == name; });
    if (has_rows || codes.empty() || (!options.code.empty() && name != options.code)) continue;
    missing += chinese ? fmt::format("没有值的参数 {}：规则 {} 因此未定\n", name, codes)
                       : fmt::format("no value of {}: undecided for it are {}\n", name, codes);
  }
  if (shown == 0 && missing.empty() && !options.code.empty()) {
    return usage_error("unknown_parameter",
                       Sentence{fmt::format("there is no parameter {}; run: qiuhao rules parameters", options.code),
                                fmt::format("没有参数 {}；qiuhao rules parameters 列出全部参数", options.code)});
  }
  if (shown > 0) fmt::print("{}", table.text());
  fmt::print("{}", missing);
  if (!parameters.own_region().empty()) {
    fmt::print("{}", chinese ? fmt::format("本工作区地区 {}\n", parameters.own_region())
                             : fmt::format("the workspace's own region: {}\n", parameters.own_region()));
  }
  return 0;
}

}  // namespace qiuhao::cli
