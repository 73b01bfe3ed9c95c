// Tables of a backtest.
#include "cli/backtest_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "audit/report_text.h"
#include "cli/text_table.h"

namespace qiuhao::cli {
namespace {

using audit::BacktestResult;
using audit::count_of;
using audit::grouped;
using audit::grouped_yuan;
using audit::NamedTally;
using audit::RuleChange;
using audit::RuleSummary;
using audit::Tally;

constexpr std::size_t kShown = 20;      // providers, items, rules of overlap
constexpr std::size_t kShownLost = 10;  // confirmed findings that go

std::string signed_count(std::size_t before, std::size_t after) {
  return after >= before ? "+" + grouped(after - before) : "-" + grouped(before - after);
}

std::string signed_yuan(Cents cents) { return cents < 0 ? grouped_yuan(cents) : "+" + grouped_yuan(cents); }

std::string versions_text(const BacktestResult& result, const audit::BacktestFacts& facts, Language language) {
  std::string out = fmt::format("新 new: {}\n原 old: {}\n", facts.after, facts.before);
  if (facts.knowledge_before == facts.knowledge_after) {
    out += fmt::format("知识库 knowledge: {}\n", facts.knowledge_after);
  } else {
    out += fmt::format("新知识库 new knowledge: {}\n原知识库 old knowledge: {}\n", facts.knowledge_after,
                       facts.knowledge_before);
  }
  if (result.from != kNoDay || result.to != kNoDay) {
    out += fmt::format("期间 period: {} – {}\n", result.from == kNoDay ? "…" : format_day(result.from),
                       result.to == kNoDay ? "…" : format_day(result.to));
  }
  if (!result.is_partial) return out + "\n";
  const double share = 100.0 * static_cast<double>(result.so_far.people_done) /
                       static_cast<double>(std::max<std::size_t>(result.so_far.people, 1));
  const Sentence partial{
      fmt::format("PARTIAL: interrupted after {:.1f} % of the people; all counts are of these people alone, and rules "
                  "about providers' months were not judged",
                  share),
      fmt::format("部分结果：在完成 {:.1f} % 的参保人后中断；以下数字只含这些人，机构月份类规则未判断", share)};
  return out + partial.in(language) + "\n" + text_of_so_far(result.so_far) + "\n\n";
}

// Of all rules at stake together.
std::string sides_text(const BacktestResult& result) {
  RuleSummary before;
  RuleSummary after;
  const auto add = [](RuleSummary& to, const RuleSummary& from) {
    to.judged += from.judged;
    to.hits += from.hits;
    to.lines += from.lines;
    to.undecided += from.undecided;
    for (const auto& [name, count] : from.excepted_by) to.excepted_by[name] += count;
    to.gross += from.gross;
    to.net += from.net;
  };
  for (const RuleChange& rule : result.rules) {
    add(before, rule.before);
    add(after, rule.after);
  }
  TextTable table({"", "原 old", "新 new", "差 change"});
  for (std::size_t column = 1; column < 4; ++column) table.align_right(column);
  const auto add_count = [&](const char* name, std::size_t was, std::size_t is) {
    table.add({name, grouped(was), grouped(is), signed_count(was, is)});
  };
  const auto add_money = [&](const char* name, Cents was, Cents is) {
    table.add({name, grouped_yuan(was), grouped_yuan(is), signed_yuan(is - was)});
  };
  add_count("判断 judged", before.judged, after.judged);
  add_count("命中 hits", before.hits, after.hits);
  add_count("明细 lines", before.lines, after.lines);
  add_count("例外 excepted", count_of(before.excepted_by), count_of(after.excepted_by));
  add_count("未定 undecided", before.undecided, after.undecided);
  add_money("规则金额 gross 元", before.gross, after.gross);
  add_money("去重金额 net 元（仅这些规则 these rules alone）", before.net, after.net);
  return table.text();
}

std::string changes_text(const Tally& tally) {
  return fmt::format("\n未变 same {}，新增 new {}，消失 gone {}，变化 changed {}；增加 more {} 元，减少 less {} 元\n",
                     grouped(tally.same), grouped(tally.added), grouped(tally.gone), grouped(tally.changed),
                     grouped_yuan(tally.more), grouped_yuan(tally.less));
}

TextTable tally_table(std::vector<std::string> first) {
  const std::size_t names = first.size();
  for (const char* name : {"新增 new", "消失 gone", "变化 changed", "增加 more 元", "减少 less 元"})
    first.emplace_back(name);
  TextTable table(std::move(first));
  for (std::size_t column = names; column < names + 5; ++column) table.align_right(column);
  return table;
}

void add_tally(TextTable& table, std::vector<std::string> first, const Tally& tally) {
  for (const std::size_t count : {tally.added, tally.gone, tally.changed}) first.push_back(grouped(count));
  for (const Cents cents : {tally.more, tally.less}) first.push_back(grouped_yuan(cents));
  table.add(std::move(first));
}

std::string rules_text(const BacktestResult& result) {
  if (result.rules.size() < 2) return "";
  TextTable table = tally_table({"规则", "名称", "原 old", "新 new"});
  table.align_right(2);
  table.align_right(3);
  std::size_t unmoved = 0;
  for (const RuleChange& rule : result.rules) {
    if (rule.tally.touched() == 0 && rule.before.undecided == rule.after.undecided) {
      ++unmoved;
      continue;
    }
    add_tally(table,
              {rule.code, cut_to_width(rule.name, 30), rule.pair.before ? grouped(rule.before.hits) : "—",
               rule.pair.after ? grouped(rule.after.hits) : "—"},
              rule.tally);
  }
  if (unmoved == result.rules.size()) return "";
  return fmt::format(
      "\n各规则 by rule\n{}{}", table.text(),
      unmoved == 0 ? "" : fmt::format("另有 {} 条规则的发现未变 rules judged that find the same\n", unmoved));
}

std::string undecided_text(const BacktestResult& result) {
  std::map<std::string, std::pair<std::size_t, std::size_t>> by_reason;
  for (const RuleChange& rule : result.rules) {
    for (const auto& [reason, count] : rule.before.undecided_by) by_reason[reason].first += count;
    for (const auto& [reason, count] : rule.after.undecided_by) by_reason[reason].second += count;
  }
  if (by_reason.empty()) return "";
  TextTable table({"未定的原因 undecided by", "原 old", "新 new"});
  table.align_right(1);
  table.align_right(2);
  for (const auto& [reason, counts] : by_reason) table.add({reason, grouped(counts.first), grouped(counts.second)});
  return "\n" + table.text();
}

std::string touched_text(const std::vector<NamedTally>& all, const char* title, const char* code) {
  if (all.empty()) return "";
  TextTable table = tally_table({code, "名称"});
  for (std::size_t number = 0; number < std::min(all.size(), kShown); ++number) {
    add_tally(table, {all[number].code.empty() ? "—" : all[number].code, cut_to_width(all[number].name, 30)},
              all[number].tally);
  }
  const std::string more = all.size() > kShown ? fmt::format("（共 {} of {}）", kShown, grouped(all.size())) : "";
  return fmt::format("\n{}{}\n{}", title, more, table.text());
}

std::string overlap_text(const BacktestResult& result, Language language) {
  const audit::Overlap& overlap = result.overlap;
  if (!overlap.is_known) return "";
  const std::size_t findings = result.tally.added + result.tally.changed;
  const Sentence words{
      fmt::format("overlap: of {} new or changed findings {} share {} lines with other rules of the library, {} 元 of "
                  "which both ask for; with the whole library, net money changes by {} 元",
                  grouped(findings), grouped(overlap.any.findings), grouped(overlap.any.lines),
                  grouped_yuan(overlap.any.both), signed_yuan(overlap.net_change())),
      fmt::format("重叠：{} 个新增或变化的发现中，{} 个与库内其他规则涉及相同明细 {} 行，双方都要求的金额 {} 元；"
                  "放入全库后去重金额变动 {} 元",
                  grouped(findings), grouped(overlap.any.findings), grouped(overlap.any.lines),
                  grouped_yuan(overlap.any.both), signed_yuan(overlap.net_change()))};
  std::string out = "\n" + words.in(language) + "\n";
  std::vector<std::size_t> order;
  for (std::size_t number = 0; number < overlap.rules.size(); ++number) {
    if (overlap.rules[number].lines > 0) order.push_back(number);
  }
  if (order.empty()) return out;
  std::ranges::stable_sort(order,
                           [&](std::size_t a, std::size_t b) { return overlap.rules[a].both > overlap.rules[b].both; });
  if (order.size() > kShown) order.resize(kShown);
  TextTable table({"其他规则", "名称", "发现 findings", "明细 lines", "双方都要求 both 元"});
  for (std::size_t column = 2; column < 5; ++column) table.align_right(column);
  for (const std::size_t number : order) {
    const audit::Shared& shared = overlap.rules[number];
    const rules::Rule& rule = overlap.others->rules()[number];
    table.add({rule.code, cut_to_width(rule.name, 30), grouped(shared.findings), grouped(shared.lines),
               grouped_yuan(shared.both)});
  }
  return out + table.text();
}

std::string precision_text(const audit::Decided& decided) {
  const audit::Precision precision = audit::precision_of(decided);
  if (precision.decided == 0) return "—";
  return fmt::format("{:.1f} % [{:.1f} %, {:.1f} %]", 100 * precision.share, 100 * precision.interval.low,
                     100 * precision.interval.high);
}

std::string decisions_text(const BacktestResult& result, const audit::BacktestFacts& facts, Language language) {
  if (facts.decisions.empty()) return "";
  const audit::DecidedChange& decided = result.decided;
  TextTable table({"人工决定 decided by people", "发现 findings", "已定 decided", "确认 confirmed", "否定 refused",
                   "查准率 precision [Wilson 95 %]"});
  for (std::size_t column = 1; column < 6; ++column) table.align_right(column);
  const auto add = [&](const char* name, const audit::Decided& side) {
    table.add({name, grouped(side.findings), grouped(side.confirmed + side.refused), grouped(side.confirmed),
               grouped(side.refused), precision_text(side)});
  };
  add("原 old", decided.before);
  add("新 new", decided.after);
  const Sentence words{
      fmt::format(
          "{} decisions in {}: {} about findings of neither version{}; {} refused findings go, and {} confirmed "
          "ones, whose claims the new version lets pass",
          grouped(decided.decisions), facts.decisions, grouped(decided.unknown),
          decided.replaced == 0 ? "" : fmt::format(", {} replaced by later ones", grouped(decided.replaced)),
          grouped(decided.spared), grouped(decided.lost.findings.size())),
      fmt::format("{} 有 {} 项决定：{} 项所指的发现两个版本都没有{}；被否定的发现消失 {} 个，"
                  "已确认的发现消失 {} 个（新版本放过这些费用）",
                  facts.decisions, grouped(decided.decisions), grouped(decided.unknown),
                  decided.replaced == 0 ? "" : fmt::format("，{} 项被较晚的决定取代", grouped(decided.replaced)),
                  grouped(decided.spared), grouped(decided.lost.findings.size()))};
  std::string out = "\n" + table.text() + words.in(language) + "\n";
  std::size_t shown = 0;
  for (const audit::Finding& finding : decided.lost.findings) {
    if (++shown > kShownLost) break;
    out += fmt::format("  {}  {}  {} 元\n", finding.id.hex(), decided.lost.plan->rules()[finding.rule].code,
                       grouped_yuan(finding.gross));
  }
  if (shown > kShownLost) {
    const Sentence more{"  … all are in confirmed_gone.csv of --out\n", "  …… 全部见 --out 的 confirmed_gone.csv\n"};
    out += more.in(language);
  }
  return out;
}

std::string estimate_text(const char* name, std::size_t found, const audit::Estimate& estimate) {
  const auto whole = [](double number) { return grouped(static_cast<std::size_t>(std::llround(number))); };
  return fmt::format("  {} {} → {} ± {}", name, grouped(found), whole(estimate.value), whole(estimate.margin));
}

}  // namespace

std::string text_of_so_far(const audit::SoFar& so_far) {
  const double share =
      static_cast<double>(so_far.people_done) / static_cast<double>(std::max<std::size_t>(so_far.people, 1));
  std::string out = fmt::format("部分 partial {:3.0f}% of people, {:.1f} s:", 100 * share, so_far.seconds);
  out += estimate_text("新增 new", so_far.found.added, so_far.added);
  out += estimate_text("消失 gone", so_far.found.gone, so_far.gone);
  out += estimate_text("变化 changed", so_far.found.changed, so_far.changed);
  out += fmt::format("  +{} -{} → +{} -{} 元", grouped_yuan(so_far.found.more), grouped_yuan(so_far.found.less),
                     grouped_yuan(so_far.more), grouped_yuan(so_far.less));
  return out;
}

std::string text_of_backtest(const BacktestResult& result, const audit::BacktestFacts& facts, Language language) {
  std::string out = versions_text(result, facts, language);
  out += sides_text(result) + changes_text(result.tally) + rules_text(result) + undecided_text(result);
  out += touched_text(result.providers, "牵动最多的机构 providers most touched", "机构");
  out += touched_text(result.items, "牵动最多的项目 items most touched", "项目");
  out += overlap_text(result, language) + decisions_text(result, facts, language);
  return out;
}

std::string text_of_times(const BacktestResult& result) {
  return fmt::format(
      "\n用时 time: {:.2f} s for {} people, {} lines; first result after {:.2f} s; threads judged {:.2f} s old, {:.2f} "
      "s "
      "new, {:.2f} s other rules ({} people)\n",
      result.seconds, grouped(result.people), grouped(result.lines), result.seconds_to_first, result.before_seconds,
      result.after_seconds, result.overlap.seconds, grouped(result.overlap.people));
}

}  // namespace qiuhao::cli
