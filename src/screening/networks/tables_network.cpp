// Networks, their members, edges and meetings; what was left out.
#include "screening/networks/tables_network.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "screening/networks/sentences.h"

namespace qiuhao::screening {
namespace {

using audit::ExportColumn;

constexpr std::size_t kShownInstitutions = 20;

constexpr ExportColumn kNetworkColumns[] = {{"network", "网络编号", "VARCHAR"},
                                            {"kind", "类型", "VARCHAR"},
                                            {"people", "人数", "BIGINT"},
                                            {"edges", "同行对数", "BIGINT"},
                                            {"density", "密度", "DOUBLE"},
                                            {"communities", "群数", "BIGINT"},
                                            {"days", "同行天数", "BIGINT"},
                                            {"first_day", "首日", "DATE"},
                                            {"last_day", "末日", "DATE"},
                                            {"institutions", "机构数", "BIGINT"},
                                            {"providers", "机构编码", "VARCHAR"},
                                            {"expected", "偶然天数", "DOUBLE"},
                                            {"surprise", "意外度", "DOUBLE"},
                                            {"mean_surprise", "平均意外度", "DOUBLE"},
                                            {"look_alike", "可能的正当情形", "VARCHAR"},
                                            {"total", "医疗费总额", "DECIMAL"},
                                            {"fund", "基金支付总额", "DECIMAL"},
                                            {"central", "核心成员", "VARCHAR"},
                                            {"sentence_zh", "说明", "VARCHAR"},
                                            {"sentence_en", "英文说明", "VARCHAR"}};
constexpr ExportColumn kMemberColumns[] = {
    {"network", "网络编号", "VARCHAR"}, {"person", "参保人代号", "VARCHAR"}, {"companions", "同行人数", "BIGINT"},
    {"days", "同行人天", "BIGINT"},     {"betweenness", "中介度", "DOUBLE"}, {"community", "所属群", "BIGINT"},
    {"central", "核心", "BIGINT"},      {"total", "医疗费总额", "DECIMAL"},  {"fund", "基金支付总额", "DECIMAL"}};
constexpr ExportColumn kEdgeColumns[] = {{"network", "网络编号", "VARCHAR"},   {"a", "参保人甲", "VARCHAR"},
                                         {"b", "参保人乙", "VARCHAR"},         {"days", "同行天数", "BIGINT"},
                                         {"institutions", "机构数", "BIGINT"}, {"expected", "偶然天数", "DOUBLE"},
                                         {"surprise", "意外度", "DOUBLE"}};
constexpr ExportColumn kMeetingColumns[] = {{"network", "网络编号", "VARCHAR"},
                                            {"a", "参保人甲", "VARCHAR"},
                                            {"b", "参保人乙", "VARCHAR"},
                                            {"day", "日期", "DATE"},
                                            {"way", "方式", "VARCHAR"},
                                            {"provider", "机构编码", "VARCHAR"},
                                            {"provider_name", "机构名称", "VARCHAR"},
                                            {"time_a", "甲时间", "VARCHAR"},
                                            {"time_b", "乙时间", "VARCHAR"},
                                            {"visit_a", "甲就诊流水号", "VARCHAR"},
                                            {"visit_b", "乙就诊流水号", "VARCHAR"}};
constexpr ExportColumn kCrowdedColumns[] = {{"provider", "机构编码", "VARCHAR"},
                                            {"provider_name", "机构名称", "VARCHAR"},
                                            {"day", "日期", "DATE"},
                                            {"visits", "未计就诊", "BIGINT"},
                                            {"most_at_once", "同时最多", "BIGINT"}};
constexpr ExportColumn kLeftOutColumns[] = {{"reason", "原因", "VARCHAR"}, {"visits", "就诊", "BIGINT"}};

// Calls take(network, whether it is large enough) for all.
template <typename Take>
void for_each_network(const NetworkReport& report, const Take& take) {
  for (const Network& network : report.networks) take(network, true);
  for (const Network& network : report.smaller) take(network, false);
}

std::string first_providers(const NetworkReport& report, const Network& network) {
  std::string text;
  for (std::size_t at = 0; at < std::min(kShownInstitutions, network.institutions.size()); ++at)
    text += (at == 0 ? "" : ";") + report.visits.institutions[network.institutions[at]];
  return text + (network.institutions.size() > kShownInstitutions ? ";…" : "");
}

std::string central_of(const Network& network) {
  std::string text;
  for (const Member& member : network.members) {
    if (member.is_central) text += (text.empty() ? "" : ";") + member.id;
  }
  return text;
}

void network_rows(const NetworkReport& report, const TakeRow& take) {
  for_each_network(report, [&](const Network& network, bool is_large) {
    const Sentence sentence = sentence_of(report, network);
    take({Value::of(network.id),
          Value::of(std::string(is_large ? "network" : "small")),
          Value::of(network.members.size()),
          Value::of(network.edges.size()),
          Value::of_figure(network.density),
          Value::of(std::size_t{network.communities}),
          Value::of(std::size_t{network.days}),
          Value::of_day(network.first),
          Value::of_day(network.last),
          Value::of(network.institutions.size()),
          Value::of(first_providers(report, network)),
          Value::of_figure(network.expected),
          Value::of_figure(network.surprise),
          Value::of_figure(network.mean_surprise),
          Value::of(std::string(kLookAlikeNames[static_cast<std::size_t>(network.look_alike)])),
          Value::of_cents(network.total),
          Value::of_cents(network.fund),
          Value::of(central_of(network)),
          Value::of(sentence.chinese),
          Value::of(sentence.english)});
  });
}

void member_rows(const NetworkReport& report, const TakeRow& take) {
  for_each_network(report, [&](const Network& network, bool) {
    for (const Member& member : network.members) {
      take({Value::of(network.id), Value::of(member.id), Value::of(std::size_t{member.companions}),
            Value::of(std::size_t{member.days}), member.betweenness ? Value::of_figure(*member.betweenness) : Value{},
            Value::of(std::size_t{member.community}), Value::of(std::size_t{member.is_central ? 1U : 0U}),
            Value::of_cents(member.total), Value::of_cents(member.fund)});
    }
  });
}

void edge_rows(const NetworkReport& report, const TapeNames& names, const TakeRow& take) {
  for_each_network(report, [&](const Network& network, bool) {
    for (const std::size_t edge : network.edges) {
      const CompanionPair& pair = report.companions->pairs()[edge];
      take({Value::of(network.id), Value::of(names.person(pair.a)), Value::of(names.person(pair.b)),
            Value::of(std::size_t{pair.days}), Value::of(std::size_t{pair.institutions}),
            Value::of_figure(pair.expected), Value::of_figure(pair.surprise)});
    }
  });
}

void meeting_rows(const NetworkReport& report, const TapeNames& names, const TakeRow& take) {
  for_each_network(report, [&](const Network& network, bool) {
    for (const std::size_t edge : network.edges) {
      const CompanionPair& pair = report.companions->pairs()[edge];
      const std::string a = names.person(pair.a);
      const std::string b = names.person(pair.b);
      for (const Meeting& meeting : report.companions->meetings_of(pair)) {
        take({Value::of(network.id), Value::of(a), Value::of(b),
              Value::of_day(static_cast<Day>(local_day(meeting.at_a))),
              Value::of(std::string(meeting.way == Way::admission ? "admission" : "settlement")),
              Value::of(report.visits.institutions[meeting.institution]),
              Value::of(report.visits.names[meeting.institution]), Value::of(format_time(meeting.at_a)),
              Value::of(format_time(meeting.at_b)), Value::of(names.visit(pair.a, meeting.visit_a)),
              Value::of(names.visit(pair.b, meeting.visit_b))});
      }
    }
  });
}

void crowded_rows(const NetworkReport& report, const TakeRow& take) {
  for (const CrowdedDay& day : report.crowded_days) {
    take({Value::of(report.visits.institutions[day.institution]), Value::of(report.visits.names[day.institution]),
          Value::of_day(static_cast<Day>(day.day)), Value::of(day.events), Value::of(day.most_at_once)});
  }
}

void left_out_rows(const NetworkReport& report, const TakeRow& take) {
  const LeftOut& left = report.visits.left_out;
  const std::pair<const char*, std::size_t> reasons[] = {
      {"cancelled", left.cancelled}, {"exempt", left.exempt}, {"without_time", left.without_time},
      {"odd_time", left.odd_time},   {"nobody", left.nobody}, {"crowd", report.events_left_out}};
  for (const auto& [reason, count] : reasons) take({Value::of(std::string(reason)), Value::of(count)});
}

}  // namespace

void add_network_tables(const NetworkReport& report, const TapeNames& names, std::vector<ReportTable>& tables) {
  tables.push_back({"networks", kNetworkColumns, [&](const TakeRow& take) { network_rows(report, take); }});
  tables.push_back({"members", kMemberColumns, [&](const TakeRow& take) { member_rows(report, take); }});
  tables.push_back({"edges", kEdgeColumns, [&](const TakeRow& take) { edge_rows(report, names, take); }});
  tables.push_back({"meetings", kMeetingColumns, [&](const TakeRow& take) { meeting_rows(report, names, take); }});
  tables.push_back({"left_out", kLeftOutColumns, [&](const TakeRow& take) { left_out_rows(report, take); }});
  tables.push_back({"crowded_days", kCrowdedColumns, [&](const TakeRow& take) { crowded_rows(report, take); }});
}

}  // namespace qiuhao::screening
