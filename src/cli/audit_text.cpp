// The summary of an audit as aligned text.
#include "cli/audit_text.h"

#include <fmt/format.h>

#include "audit/report_text.h"
#include "cli/text_table.h"

namespace qiuhao::cli {
namespace {

using audit::AuditResult;
using audit::count_of;
using audit::grouped;
using audit::grouped_yuan;

constexpr std::size_t kShownProviders = 10;
constexpr std::size_t kShownLacking = 20;

std::string rules_text(const AuditResult& result) {
  TextTable table({"规则", "名称", "命中 hits", "明细 lines", "未定 undecided", "例外 excepted", "规则金额 gross 元",
                   "去重金额 net 元"});
  for (std::size_t column = 2; column < 8; ++column) table.align_right(column);
  std::size_t undecided = 0;
  std::size_t excepted = 0;
  for (std::size_t i = 0; i < result.rules.size(); ++i) {
    const audit::RuleSummary& rule = result.rules[i];
    undecided += rule.undecided;
    excepted += count_of(rule.excepted_by);
    table.add({result.plan->rules()[i].code, cut_to_width(result.plan->rules()[i].name, 30), grouped(rule.hits),
               grouped(rule.lines), grouped(rule.undecided), grouped(count_of(rule.excepted_by)),
               grouped_yuan(rule.gross), grouped_yuan(rule.net)});
  }
  table.add({"合计", "total", grouped(result.findings.size()), "", grouped(undecided), grouped(excepted),
             grouped_yuan(result.gross), grouped_yuan(result.net)});
  return table.text();
}

std::string undecided_text(const AuditResult& result) {
  std::map<std::string, std::size_t> by_reason;
  for (const audit::RuleSummary& rule : result.rules) {
    for (const auto& [reason, count] : rule.undecided_by) by_reason[reason] += count;
  }
  if (by_reason.empty()) return "";
  TextTable table({"未定的原因 undecided by", "次数", "处理 what to do"});
  table.align_right(1);
  for (const auto& [reason, count] : by_reason) {
    table.add({reason, grouped(count), audit::advice_for(result.plan->schema(), reason).zh});
  }
  return "\n" + table.text();
}

// Once for each rule, parameter and region; a bureau without values of its own would have them by the hundred.
std::string lacking_text(const AuditResult& result) {
  if (result.lacking.empty()) return "";
  TextTable table({"规则 rule", "缺少参数 lacks the parameter", "地区 region", "跳过 skipped"});
  table.align_right(3);
  const std::size_t shown = std::min(result.lacking.size(), kShownLacking);
  for (const audit::LackingParameter& lacking : std::span(result.lacking).first(shown)) {
    table.add({result.plan->rules()[lacking.rule].code, lacking.name, lacking.region.empty() ? "—" : lacking.region,
               grouped(lacking.subjects)});
  }
  std::string out = "\n" + table.text();
  if (shown < result.lacking.size()) {
    out += fmt::format("另有 {0} 项，见 summary.json: {0} more in summary.json\n", result.lacking.size() - shown);
  }
  return out;
}

// A register that nobody imported leaves its rules without an answer; undecided.csv does not repeat that row by row.
std::string registers_text(const AuditResult& result) {
  const auto lacking = audit::lacking_registers(result);
  if (lacking.empty()) return "";
  TextTable table({"规则 rule", "缺少登记表 lacks the register", "跳过 skipped", "处理 what to do"});
  table.align_right(2);
  for (const audit::LackingRegister& of : lacking) {
    table.add({result.plan->rules()[of.rule].code, of.name, grouped(of.subjects),
               "导入该登记表后重新审核 import it, then audit again; undecided.csv 不逐条列出 does not list these"});
  }
  return "\n" + table.text();
}

std::string providers_text(const AuditResult& result) {
  TextTable table({"机构", "名称", "命中 hits", "去重金额 net 元", "占符合范围"});
  for (std::size_t column = 2; column < 5; ++column) table.align_right(column);
  std::size_t shown = 0;
  for (const audit::ProviderSummary& provider : result.providers) {
    if (shown == kShownProviders || provider.hits == 0) break;
    ++shown;
    const double ratio =
        provider.in_scope <= 0 ? 0 : 100.0 * static_cast<double>(provider.net) / static_cast<double>(provider.in_scope);
    table.add({provider.code, cut_to_width(provider.name, 36), grouped(provider.hits), grouped_yuan(provider.net),
               fmt::format("{:.2f}%", ratio)});
  }
  if (shown == 0) return "";
  return fmt::format("\n去重金额最高的 {} 家机构 providers with the most net money\n{}", shown, table.text());
}

std::string knowledge_text(const audit::RunFacts& facts) {
  if (facts.is_starter) {
    return fmt::format(
        "知识库 knowledge: {} starter points of {}, for the workspace has no publication; "
        "qiuhao knowledge import brings your own\n",
        grouped(facts.points), facts.knowledge);
  }
  return fmt::format("知识库 knowledge: {} points, {} publications, the last one '{}', as known on {}\n",
                     grouped(facts.points), facts.publications, facts.knowledge, format_day(facts.known_on));
}

}  // namespace

std::string text_of_audit(const AuditResult& result, const audit::RunFacts& facts, const audit::Record& record,
                          const std::string& workspace) {
  std::string out = rules_text(result);
  out += fmt::format(
      "规则金额按规则各自计算。去重金额每行明细只计一次，按此次序扣减 net counts a line once, taken in "
      "this order:\n  {}\n",
      audit::order_text(result.plan->rules()));
  out += undecided_text(result);
  out += lacking_text(result);
  out += registers_text(result);
  out += providers_text(result);
  const double rate = result.seconds > 0 ? static_cast<double>(result.lines) / result.seconds : 0;
  out += fmt::format("\n审核 judged: {} people, {} visits, {} lines, {} 元 in scope; {:.2f} s, {} lines/s\n",
                     grouped(result.people), grouped(result.visits), grouped(result.lines),
                     grouped_yuan(result.in_scope), result.seconds, grouped(static_cast<std::size_t>(rate)));
  out += knowledge_text(facts);
  std::string files;
  for (const std::string& file : record.files) files += (files.empty() ? "" : ", ") + file;
  out += fmt::format("文件 files: {}\n  {}\n", record.folder.string(), files);
  if (!result.findings.empty()) {
    out += fmt::format("\n下一步 next:\n  qiuhao explain {} {}\n", workspace,
                       result.findings.front().id.hex().substr(0, 12));
    out += fmt::format("  qiuhao serve {}\n", workspace);
  }
  return out;
}

}  // namespace qiuhao::cli
