// Leads as tables, Chinese first with English beside.
#include "cli/networks_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/progress.h"
#include "cli/text_table.h"
#include "screening/networks/sentences.h"

namespace qiuhao::cli {
namespace {

using screening::Network;
using screening::NetworkReport;

constexpr std::size_t kShownDays = 3;     // of a pair's meetings
constexpr std::size_t kShownMembers = 6;  // of a network
constexpr std::size_t kSentenceWidth = 200;

std::string number(std::size_t value) { return with_commas(static_cast<std::int64_t>(value)); }

std::string more_text(std::size_t shown, std::size_t all) {
  return all > shown ? fmt::format("  … 另有 {0} 项 {0} more; --most N, --format csv\n", all - shown) : "";
}

// "3 人"; the central ones marked.
std::string members_text(const Network& network) {
  std::string text;
  for (std::size_t at = 0; at < std::min(kShownMembers, network.members.size()); ++at)
    text +=
        fmt::format("{}{}{}", at == 0 ? "" : " ", network.members[at].id, network.members[at].is_central ? "*" : "");
  return text + (network.members.size() > kShownMembers ? " …" : "");
}

// The strongest pair's first meetings.
std::string evidence_text(const NetworkReport& report, const Network& network, const screening::TapeNames& names) {
  const auto& pairs = report.companions->pairs();
  const std::size_t edge = std::ranges::max(network.edges, {}, [&](std::size_t at) {
    return std::tuple(pairs[at].days, pairs[at].surprise, network.edges.size() - at);
  });
  const screening::CompanionPair& pair = pairs[edge];
  std::string text = fmt::format("{} + {}: ", names.person(pair.a), names.person(pair.b));
  std::size_t shown = 0;
  Day last = kNoDay;
  for (const screening::Meeting& meeting : report.companions->meetings_of(pair)) {
    const auto day = static_cast<Day>(screening::local_day(meeting.at_a));
    if (day == last) continue;
    last = day;
    if (shown++ == kShownDays) break;
    text += fmt::format("{}{} {}/{}", shown == 1 ? "" : ", ", report.visits.institutions[meeting.institution],
                        format_time(meeting.at_a), format_time(meeting.at_b).substr(11));
  }
  return text + (shown > kShownDays ? ", …" : "");
}

std::string networks_part(const NetworkReport& report, const std::vector<Network>& networks,
                          const screening::TapeNames& names, std::size_t most, Language language) {
  TextTable table(
      {"网络 network", "人 people", "对 pairs", "天 days", "机构 places", "意外度 surprise", "基金 fund 元"});
  for (std::size_t column = 1; column < 7; ++column) table.align_right(column);
  const std::size_t shown = std::min(most, networks.size());
  for (std::size_t at = 0; at < shown; ++at) {
    const Network& network = networks[at];
    table.add({network.id, number(network.members.size()), number(network.edges.size()), number(network.days),
               number(network.institutions.size()), fmt::format("{:.1f}", network.surprise),
               format_cents(network.fund)});
  }
  std::string text = table.text() + more_text(shown, networks.size());
  for (std::size_t at = 0; at < shown; ++at) {
    const Network& network = networks[at];
    text += fmt::format("\n{}  {}\n  {}\n  {}\n", network.id,
                        cut_to_width(sentence_of(report, network).in(language), kSentenceWidth * 2),
                        members_text(network), evidence_text(report, network, names));
    if (network.communities > 1) text += fmt::format("  {0} 个群 {0} communities\n", network.communities);
  }
  return text;
}

// Sentences of leads, one a line.
template <typename Lead, typename Say>
std::string lines_of(const std::vector<Lead>& leads, std::size_t most, const Say& say) {
  std::string text;
  for (std::size_t at = 0; at < std::min(most, leads.size()); ++at) text += fmt::format("  {}\n", say(leads[at]));
  return text + more_text(std::min(most, leads.size()), leads.size());
}

std::string heading(std::string_view chinese, std::string_view english, std::size_t count) {
  return fmt::format("\n{} {}：{}\n", chinese, english, count);
}

// What nothing means, and what sets it.
std::string nobody_text(const NetworkReport& report, Language language) {
  const screening::Thresholds& is = report.thresholds;
  if (language == Language::chinese) {
    return fmt::format(
        "  没有 {} 人以上两两同行 {} 天、{} 家机构的；这些界限是参数：qiuhao rules parameters covisit_days_least\n",
        is.people_least, is.pairs.days_least, is.pairs.institutions_least);
  }
  return fmt::format(
      "  no {} people are joined by pairs that met on {} days at {} institutions; these are parameters: qiuhao rules "
      "parameters covisit_days_least\n",
      is.people_least, is.pairs.days_least, is.pairs.institutions_least);
}

std::string left_out_part(const NetworkReport& report) {
  const screening::LeftOut& left = report.visits.left_out;
  std::string text = fmt::format(
      "\n就诊 visits {}，其中计入 counted {}；未计 left out：已退费 refunded {}，透析等豁免 exempt {}，无时刻 without "
      "a time of "
      "day {}，时间或机构不明 time or place unknown {}，并非一人 no single person {}，人群聚集 in crowds {}\n",
      number(report.visits.visits), number(report.events - report.events_left_out), number(left.cancelled),
      number(left.exempt), number(left.without_time), number(left.odd_time), number(left.nobody),
      number(report.events_left_out));
  if (report.companions->unsurprising() > 0) {
    text +=
        fmt::format("  意外度不足未入网络 pairs not surprising enough {}\n", number(report.companions->unsurprising()));
  }
  constexpr std::size_t kShownCrowds = 5;
  for (std::size_t at = 0; at < std::min(kShownCrowds, report.crowded_days.size()); ++at) {
    const screening::CrowdedDay& day = report.crowded_days[at];
    text += fmt::format("  {} {}：{} 次就诊 visits，同时 at once {}\n", report.visits.institutions[day.institution],
                        format_day(static_cast<Day>(day.day)), number(day.events), number(day.most_at_once));
  }
  return text + more_text(std::min(kShownCrowds, report.crowded_days.size()), report.crowded_days.size());
}

}  // namespace

std::string text_of_networks(const NetworkReport& report, const screening::TapeNames& names, std::size_t most,
                             Language language) {
  const auto say = [&](const auto& lead) { return sentence_of(report, lead).in(language); };
  std::string text = fmt::format("同行网络 networks of people who go together：{}\n", report.networks.size());
  if (!report.networks.empty()) text += networks_part(report, report.networks, names, most, language);
  if (report.networks.empty()) text += nobody_text(report, language);
  text += heading("两人同行 couples", "and what is too small for a network", report.smaller.size());
  if (!report.smaller.empty())
    text += networks_part(report, report.smaller, names, std::min<std::size_t>(most, 3), language);
  text += heading("集中住院", "group stays", report.group_stays.groups.size());
  text += lines_of(report.group_stays.groups, most, say);
  if (report.group_stays.exempt > 0) {
    text += fmt::format("  计划内住院未计 planned stays left out {}\n", number(report.group_stays.exempt));
  }
  if (report.group_stays.too_crowded > 0) {
    text += fmt::format(
        "  {0} 个入院时段同病种住院过多，只看了前 {1} 次 windows of admission hold more stays of one diagnosis "
        "than {1}, which are looked at\n",
        report.group_stays.too_crowded, screening::kMostInWindow);
  }
  text += heading("轮流住院", "stays from hospital to hospital", report.moves.chains.size());
  text += lines_of(report.moves.chains, most, [&](const screening::StayChain& chain) {
    return fmt::format("{}  {}", names.person(chain.person), say(chain));
  });
  text += heading("机构间倒床", "institutions that pass people on", report.moves.exchanges.size());
  text += lines_of(report.moves.exchanges, most, say);
  if (report.contacts) {
    text += heading("共用联系方式", "shared contacts", report.shared.contacts.size());
    text += lines_of(report.shared.contacts, most,
                     [&](const screening::SharedContact& contact) { return sentence_of(contact).in(language); });
    if (report.contacts->unknown_people > 0) {
      text += fmt::format("  {0} 行的参保人不在时间带中 {0} rows are of people who are on no tape\n",
                          report.contacts->unknown_people);
    }
  }
  return text + left_out_part(report);
}

}  // namespace qiuhao::cli
