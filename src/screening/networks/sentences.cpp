// Sentences of leads.
#include "screening/networks/sentences.h"

#include <fmt/format.h>

#include <algorithm>

namespace qiuhao::screening {
namespace {

// "H001 市医院", or the code alone.
std::string named(const TapeVisits& visits, InstitutionNumber institution) {
  const std::string& name = visits.names[institution];
  return name.empty() ? visits.institutions[institution] : fmt::format("{} {}", visits.institutions[institution], name);
}

// "5" or "5–9": the least and the most days of its pairs.
std::string days_of_pairs(const NetworkReport& report, const Network& network) {
  std::uint32_t least = kNobody;
  std::uint32_t most = 0;
  for (const std::size_t edge : network.edges) {
    least = std::min(least, report.companions->pairs()[edge].days);
    most = std::max(most, report.companions->pairs()[edge].days);
  }
  return least == most ? fmt::to_string(least) : fmt::format("{}–{}", least, most);
}

std::string hours_text(double seconds) { return fmt::format("{:.0f}", seconds / 3'600); }

}  // namespace

Sentence sentence_of(LookAlike look_alike) {
  switch (look_alike) {
    case LookAlike::none: return {};
    case LookAlike::adult_with_child: return {"may be a parent with a child", "可能是家长带孩子"};
    case LookAlike::man_and_woman: return {"may be a couple", "可能是夫妻"};
    case LookAlike::same_address:
      return {"all share an address or a phone: may be a family", "同一住址或电话，可能是一家人"};
    case LookAlike::by_chance:
      return {"may be chance: where they go, as much is met among so many people",
              "可能是偶然：在这样的人流中会有这样的相遇"};
  }
  return {};
}

Sentence sentence_of(const NetworkReport& report, const Network& network) {
  const std::size_t people = network.members.size();
  const std::uint32_t minutes = report.thresholds.crowd.window_seconds[0] / 60;
  const std::string first = named(report.visits, network.institutions[0]);
  const Sentence look_alike = sentence_of(network.look_alike);
  const std::string days = days_of_pairs(report, network);
  Sentence sentence{
      fmt::format("{} people met at {} institutions, most at {}, on {} days ({} to {}): {} pairs, within {} minutes or "
                  "admitted "
                  "together, each on {} days where chance gives {:.2f} (surprise {:.1f}); funds paid {} yuan",
                  people, network.institutions.size(), first, network.days, format_day(network.first),
                  format_day(network.last), network.edges.size(), minutes, days, network.expected, network.surprise,
                  format_cents(network.fund)),
      fmt::format("{} 人在 {} 家机构（多在 {}）同行，{} 至 {} 共 {} 天：{} 对人在 {} 分钟内先后结算或同期入院，每对 {} "
                  "天，而偶然"
                  "相遇约 {:.2f} 天（意外度 {:.1f}）；涉及基金 {} 元",
                  people, network.institutions.size(), first, format_day(network.first), format_day(network.last),
                  network.days, network.edges.size(), minutes, days, network.expected, network.surprise,
                  format_cents(network.fund))};
  if (network.look_alike == LookAlike::none) return sentence;
  return sentence + Sentence{"; " + look_alike.english, "；" + look_alike.chinese};
}

Sentence sentence_of(const NetworkReport& report, const GroupStay& group) {
  const TapeVisits& visits = report.visits;
  const Stay& first = visits.stays[group.stays.front()];
  const Stay& last = visits.stays[group.stays.back()];
  std::uint32_t out_first = first.discharged;
  std::uint32_t out_last = first.discharged;
  for (const std::uint32_t stay : group.stays) {
    out_first = std::min(out_first, visits.stays[stay].discharged);
    out_last = std::max(out_last, visits.stays[stay].discharged);
  }
  const std::string place = named(visits, group.institution);
  const std::string& diagnosis = visits.diagnoses[group.diagnosis];
  Sentence sentence{
      fmt::format(
          "{} stays at {} with main diagnosis {}, of {} that began then: admitted from {} within {} hours, discharged "
          "from {} within {} hours; cost varies by {:.1f} %, length by {:.1f} %; chance gives {:.2f} such stays "
          "(surprise {:.1f}); funds paid {} yuan",
          group.stays.size(), place, diagnosis, group.among, format_time(first.admitted),
          hours_text(last.admitted - first.admitted), format_time(out_first), hours_text(out_last - out_first),
          group.cost_variation * 100, group.length_variation * 100, group.expected, group.surprise,
          format_cents(group.fund)),
      fmt::format(
          "{} 次住院（同期同病种共 {} 次），机构 {}，主诊断 {}：{} 起 {} 小时内入院，{} 起 {} 小时内出院；费用变异 "
          "{:.1f}%，住院时长变异 {:.1f}%；偶然约 {:.2f} 次（意外度 {:.1f}）；涉及基金 {} 元",
          group.stays.size(), group.among, place, diagnosis, format_time(first.admitted),
          hours_text(last.admitted - first.admitted), format_time(out_first), hours_text(out_last - out_first),
          group.cost_variation * 100, group.length_variation * 100, group.expected, group.surprise,
          format_cents(group.fund))};
  if (group.surprise >= report.group_stays.chance_surprise) return sentence;
  return sentence + Sentence{"; may be chance: such stays are common there", "；可能是偶然：该机构此类住院常见"};
}

Sentence sentence_of(const NetworkReport& report, const StayChain& chain) {
  const TapeVisits& visits = report.visits;
  const std::string first = format_day(day_of(visits.stays[chain.stays.front()].admitted));
  return {
      fmt::format("{} stays at {} institutions from {}, each at most {} days after the one before: {} days in hospital "
                  "within a year; funds paid {} yuan",
                  chain.stays.size(), chain.institutions, first, report.thresholds.stay_chains.gap_days, chain.days,
                  format_cents(chain.fund)),
      fmt::format("自 {} 起在 {} 家机构接续住院 {} 次，每次间隔不超过 {} 天，一年内在院 {} 天；涉及基金 {} 元", first,
                  chain.institutions, chain.stays.size(), report.thresholds.stay_chains.gap_days, chain.days,
                  format_cents(chain.fund))};
}

Sentence sentence_of(const NetworkReport& report, const StayExchange& exchange) {
  const std::string a = named(report.visits, exchange.a);
  const std::string b = named(report.visits, exchange.b);
  const std::size_t moves = exchange.a_to_b + exchange.b_to_a;
  return {fmt::format(
              "{} people went from stay to stay between {} and {}, {} of them both ways: {} moves there, {} back, {} "
              "of the {} by a doctor's order",
              exchange.people, a, b, exchange.both_ways, exchange.a_to_b, exchange.b_to_a, exchange.transfers, moves),
          fmt::format("{} 人在 {} 与 {} 之间接续住院，其中 {} 人来回；去 {} 次，回 {} 次，{} 次中医嘱转院 {} 次",
                      exchange.people, a, b, exchange.both_ways, exchange.a_to_b, exchange.b_to_a, moves,
                      exchange.transfers)};
}

Sentence sentence_of(const SharedContact& contact) {
  const auto kind = static_cast<std::size_t>(contact.kind);
  return {fmt::format("{} people share the {} {}; funds paid {} yuan for them", contact.people.size(),
                      kContactKindNames[kind], contact.value, format_cents(contact.fund)),
          fmt::format("{} 人共用{} {}；其基金支出合计 {} 元", contact.people.size(), kContactKindLabels[kind],
                      contact.value, format_cents(contact.fund))};
}

}  // namespace qiuhao::screening
