// The sections about money: by rule, month and provider; and what could not be judged.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "audit/export_rows.h"
#include "audit/report.h"
#include "audit/report_parts.h"
#include "audit/report_text.h"

namespace qiuhao::audit {
namespace {

std::string section(std::string_view id, std::string_view zh, std::string_view en, const std::string& body) {
  return fmt::format("<section id=\"{}\"><h2>{}</h2>\n{}</section>\n", id, both(zh, en), body);
}

std::string certainty_tag(const std::string& certainty) {
  const bool is_sure = certainty == "明确违规";
  return fmt::format("<span class=\"tag{}\">{}</span>", is_sure ? " sure" : "",
                     both(escape(certainty), is_sure ? "clear violation" : "suspicion"));
}

// What a rule's findings are about, unless it is the common line.
std::string grain_tag(rules::Grain grain) {
  if (grain == rules::Grain::line) return "";
  return fmt::format(" <span class=\"tag\">{}</span>", both(grain_zh(grain), grain_en(grain)));
}

std::string exceptions_text(const std::map<std::string, std::size_t>& excepted) {
  std::string names;
  for (const auto& [name, count] : excepted) {
    names += fmt::format("{}{} {}", names.empty() ? "" : "；", escape(name), grouped(count));
  }
  return names;
}

}  // namespace

std::string rules_section(const AuditResult& result) {
  HtmlTable table({{"规则", "Rule", false},
                   {"确定程度", "Certainty", false},
                   {"命中", "Findings", true},
                   {"涉及明细", "Lines", true},
                   {"未定", "Undecided", true},
                   {"例外放行", "Excepted", true},
                   {"规则金额（元）", "Gross (yuan)", true},
                   {"去重金额（元）", "Net (yuan)", true},
                   {"金额对比", "Share", false}});
  Cents most = 0;
  std::size_t undecided = 0;
  std::size_t excepted = 0;
  for (const RuleSummary& rule : result.rules) {
    most = std::max(most, rule.gross);
    undecided += rule.undecided;
    excepted += count_of(rule.excepted_by);
  }
  for (std::size_t i = 0; i < result.rules.size(); ++i) {
    const rules::Rule& rule = result.plan->rules()[i];
    const RuleSummary& summary = result.rules[i];
    table.add({fmt::format("<b>{}</b> {}{}", escape(rule.code), escape(rule.name), grain_tag(rule.grain)),
               certainty_tag(rule.certainty), grouped(summary.hits), grouped(summary.lines), grouped(summary.undecided),
               fmt::format("<span title=\"{}\">{}</span>", exceptions_text(summary.excepted_by),
                           grouped(count_of(summary.excepted_by))),
               grouped_yuan(summary.gross), grouped_yuan(summary.net), bar_svg(summary.net, summary.gross, most)});
  }
  table.add({both("合计", "Total"), "", grouped(result.findings.size()), "", grouped(undecided), grouped(excepted),
             grouped_yuan(result.gross), grouped_yuan(result.net), ""},
            true);
  return section("rules", "按规则", "By rule",
                 "<p class=\"legend\"><i class=\"k inner\"></i>" + both("去重金额", "net") +
                     "<i class=\"k outer\"></i>" + both("规则金额", "gross") + "</p>" + table.html());
}

std::string months_section(const AuditResult& result) {
  if (result.months.empty()) return "";
  return section("months", "按月份", "By month",
                 "<p class=\"note\">" +
                     both("按费用发生月份统计的去重金额。", "Net money by the month in which the line was charged.") +
                     "</p>" + months_chart(result.months));
}

std::string providers_section(const AuditResult& result) {
  HtmlTable table({{"机构", "Provider", false},
                   {"命中", "Findings", true},
                   {"审核明细", "Lines judged", true},
                   {"符合范围金额（元）", "In scope (yuan)", true},
                   {"规则金额（元）", "Gross (yuan)", true},
                   {"去重金额（元）", "Net (yuan)", true},
                   {"占比", "Of scope", true},
                   {"金额对比", "Share", false}});
  Cents most = 0;
  std::size_t shown = 0;
  for (const ProviderSummary& provider : result.providers) most = std::max(most, provider.gross);
  for (const ProviderSummary& provider : result.providers) {
    if (shown == kReportProviders || provider.hits == 0) break;
    ++shown;
    const double ratio =
        provider.in_scope <= 0 ? 0 : 100.0 * static_cast<double>(provider.net) / static_cast<double>(provider.in_scope);
    table.add({fmt::format("{} <small>{}</small>", escape(provider.name), escape(provider.code)),
               grouped(provider.hits), grouped(provider.lines_judged), grouped_yuan(provider.in_scope),
               grouped_yuan(provider.gross), grouped_yuan(provider.net), fmt::format("{:.2f}%", ratio),
               bar_svg(provider.net, provider.gross, most)});
  }
  if (shown == 0) return "";
  return section("providers", "按机构（去重金额最高的前 20 家）", "By provider (the 20 with the most net money)",
                 table.html(true));
}

std::string undecided_section(const AuditResult& result) {
  std::map<std::string, std::pair<std::size_t, std::set<std::string>>> by_reason;
  for (std::size_t i = 0; i < result.rules.size(); ++i) {
    for (const auto& [reason, count] : result.rules[i].undecided_by) {
      by_reason[reason].first += count;
      by_reason[reason].second.insert(result.plan->rules()[i].code);
    }
  }
  if (by_reason.empty()) {
    return section("undecided", "无法判断", "Undecided",
                   "<p>" + both("全部可以判断，没有缺少字段的情况。", "Everything could be judged.") + "</p>");
  }
  HtmlTable table({{"字段或原因", "Field or reason", false},
                   {"次数", "Times", true},
                   {"规则", "Rules", false},
                   {"处理办法", "What to do", false}});
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const auto& [reason, entry] : by_reason) order.emplace_back(entry.first, reason);
  std::sort(order.begin(), order.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  for (const auto& [count, reason] : order) {
    std::string codes;
    for (const std::string& code : by_reason[reason].second) codes += (codes.empty() ? "" : "、") + code;
    const Advice advice = advice_for(result.plan->schema(), reason);
    table.add({"<code>" + escape(reason) + "</code>", grouped(count), escape(codes),
               both(escape(advice.zh), escape(advice.en))});
  }
  return section("undecided", "无法判断", "Undecided",
                 "<p class=\"note\">" +
                     both("规则缺少所需字段时给出“未定”，既不算违规，也不算通过；逐条见 undecided.csv。",
                          "A rule that lacks a field says undecided, neither hit nor clear; undecided.csv has each "
                          "case.") +
                     "</p>" + table.html());
}

namespace {

// The findings of each rule with the most net money, earlier ones first among equals.
std::vector<std::vector<const Finding*>> samples_of(const AuditResult& result) {
  std::vector<std::vector<const Finding*>> samples(result.plan->rules().size());
  for (const Finding& finding : result.findings) {
    auto& best = samples[finding.rule];
    if (best.size() == kReportSamples && best.back()->net >= finding.net) continue;
    const auto at = std::upper_bound(best.begin(), best.end(), &finding,
                                     [](const Finding* a, const Finding* b) { return a->net > b->net; });
    best.insert(at, &finding);
    if (best.size() > kReportSamples) best.pop_back();
  }
  return samples;
}

// The item of a line or of a pair; of a provider's month its peers; of other subjects what they are, their visit and
// how many lines they blame.
std::string subject_html(rules::Grain grain, std::size_t lines, const FindingCells& cells) {
  const std::string_view item = cells[finding_column("item")].text;
  if (!item.empty()) {
    return fmt::format("{} <small>{}</small>", escape(cells[finding_column("item_name")].text), escape(item));
  }
  if (grain == rules::Grain::provider_period) {
    return fmt::format("{} <small>{}</small>", both(grain_zh(grain), grain_en(grain)),
                       escape(cells[finding_column("peer_group")].text));
  }
  return fmt::format("{} <small>{} {}</small>", both(grain_zh(grain), grain_en(grain)),
                     escape(cells[finding_column("visit")].text),
                     both(fmt::format("{} 行", lines), fmt::format("{} lines", lines)));
}

}  // namespace

std::string samples_section(std::span<const claims::Part> parts, const AuditResult& result) {
  std::string body;
  RowReader reader(parts, result);
  FindingCells cells;
  const auto samples = samples_of(result);
  for (std::size_t rule = 0; rule < samples.size(); ++rule) {
    if (samples[rule].empty()) continue;
    HtmlTable table({{"日期", "Day", false},
                     {"项目或对象", "Item or subject", false},
                     {"机构", "Provider", false},
                     {"说明", "What is wrong", false},
                     {"规则金额（元）", "Gross (yuan)", true},
                     {"去重金额（元）", "Net (yuan)", true},
                     {"编号", "Finding", false}});
    for (const Finding* finding : samples[rule]) {
      reader.read(*finding, cells);
      const std::string day = format_day(cells[finding_column("day")].day);
      table.add({"<span class=\"nowrap\">" + day + "</span>",
                 subject_html(result.plan->rules()[rule].grain, result.lines_of(*finding).size(), cells),
                 escape(cells[finding_column("provider_name")].text), escape(cells[finding_column("message")].text),
                 grouped_yuan(finding->gross), grouped_yuan(finding->net),
                 "<code title=\"" + finding->id.hex() + "\">" + finding->id.hex().substr(0, 12) + "</code>"});
    }
    const rules::Rule& shown = result.plan->rules()[rule];
    body += fmt::format("<div class=\"rule\"><h3>{} {} {}{}</h3><p class=\"note\">{}</p>{}</div>\n", escape(shown.code),
                        escape(shown.name), certainty_tag(shown.certainty), grain_tag(shown.grain),
                        escape(basis_text(shown)), table.html());
  }
  if (body.empty()) return "";
  return section("samples", "违规明细示例", "Sample findings",
                 "<p class=\"note\">" +
                     both("每条规则列出去重金额最高的 5 条；全部明细见 findings.xlsx。"
                          "依据与推算过程：qiuhao explain 工作区 编号。",
                          "The five with the most net money of each rule; findings.xlsx has all. Why: "
                          "qiuhao explain WORKSPACE FINDING.") +
                     "</p>" + body);
}

std::string method_section(const AuditResult& result, const RunFacts& facts) {
  const std::string order = escape(order_text(result.plan->rules()));
  std::string body = "<p>" +
                     both(
                         "<b>规则金额</b>是每条规则单独计算的金额，合计会重复计算同一行明细。"
                         "<b>去重金额</b>按行计算：同一行被多条规则命中时，依下列次序扣减该行的符合范围金额，扣完为止，"
                         "因此每行只计一次，且不超过该行符合范围金额。涉及多行的发现（如一次就诊）按明细次序逐行扣减。",
                         "<b>Gross</b> is what each rule takes by itself; its sum counts a line as often as rules hit "
                         "it. <b>Net</b> goes line by line: rules take from the line's in-scope money in the order "
                         "below until nothing is left, so a line counts once and never for more than it had in "
                         "scope. A finding about several lines, such as a visit, takes from them one after the "
                         "other.") +
                     "</p><p class=\"order\">" + order + "</p><p>" +
                     both("审核结果是附有证据的疑问，是否违规由工作人员认定。",
                          "A finding is a question with evidence; a person decides.") +
                     "</p>";
  HtmlTable table({{"规则", "Rule", false},
                   {"名称", "Name", false},
                   {"版本", "Version", true},
                   {"国家编号", "National number", false},
                   {"文件指纹", "Hash of the file", false}});
  for (const rules::Rule& rule : result.plan->rules()) {
    table.add({escape(rule.code), escape(rule.name), fmt::to_string(rule.version),
               rule.national.empty() ? "—" : escape(rule.national), "<code>" + escape(rule.hash) + "</code>"});
  }
  const std::string known = format_day(facts.known_on);
  const std::string source = escape(facts.knowledge);
  body += "<p>" + both(fmt::format("知识库：{}，{} 个知识点，按 {} 已知版本。", source, grouped(facts.points), known),
                       fmt::format("Knowledge: {}, {} points, as known on {}.", source, grouped(facts.points), known));
  if (facts.is_starter) {
    body += " " + both("工作区尚未发布知识库，本次使用随程序附带的入门知识点。",
                       "The workspace has no publication; the starter points that come with the program stood in.");
  }
  body += "</p><p>" +
          both(fmt::format("数据批次 {}；程序 qiuhao {}；审核时间 {}。", result.generation, escape(facts.program),
                           format_time(facts.started_at)),
               fmt::format("Tape generation {}; qiuhao {}; audited at {}.", result.generation, escape(facts.program),
                           format_time(facts.started_at))) +
          "</p>";
  return section("method", "金额口径与版本", "How money is counted; versions", body + table.html());
}

}  // namespace qiuhao::audit
