// Months of providers beside their peers: hits worked out by hand, periods and providers, ids, files, explanations, and
// that neither threads nor parts show.
#include "audit/peers.h"

#include "audit/explain.h"
#include "audit/export.h"
#include "audit/find_subject.h"
#include "audit/finding_id.h"
#include "audit/report.h"
#include "audit/test_grains.h"
#include "tables/engine.h"
#include "text/csv.h"

namespace qiuhao::audit {
namespace {

struct Stay {
  std::string provider, day, days;
  std::string kind = {};
};

// Each stay is one person's, with one line of 10.00.
std::vector<TestLine> lines_of(const std::vector<Stay>& stays) {
  std::vector<TestLine> lines;
  for (const Stay& stay : stays) {
    const std::size_t number = lines.size();
    lines.push_back({fmt::format("P{:02}", number), fmt::format("V{:02}", number), stay.provider,
                     fmt::format("L{:02}", number), "A", stay.day, "10.00", stay.kind, stay.days});
  }
  return lines;
}

// The averages of March are 3, 4, 4, 5, 15: median 4, distances 1, 0, 0, 1, 11, so mad 1 and the limit 7. Of April 3,
// 3, 4: median 3, mad 0, limit 3. Of May 1, 2, 4, 9: median 3, distances 2, 1, 1, 6, so mad 1.5 and the limit 7.5. H6
// has one stay a month, too few to be a peer. The first of April begins when it is still March in UTC.
std::vector<TestLine> stays() {
  return lines_of(
      {{"H1", "2025-03-01", "2"}, {"H5", "2025-03-02", "20"}, {"H2", "2025-03-03", "3"}, {"H4", "2025-03-04", "5"},
       {"H3", "2025-03-05", "4"}, {"H6", "2025-03-06", "90"}, {"H2", "2025-03-07", "5"}, {"H5", "2025-03-08", "10"},
       {"H3", "2025-03-09", "4"}, {"H4", "2025-03-10", "5"},  {"H1", "2025-03-31", "4"}, {"H1", "2025-04-01", "3"},
       {"H1", "2025-04-30", "3"}, {"H2", "2025-04-01", "3"},  {"H2", "2025-04-02", "3"}, {"H3", "2025-04-03", "3"},
       {"H3", "2025-04-04", "5"}, {"H6", "2025-04-05", "90"}, {"H1", "2025-05-01", "1"}, {"H2", "2025-05-02", "2"},
       {"H3", "2025-05-03", "4"}, {"H4", "2025-05-04", "9"},  {"H4", "2025-05-05", "9"}, {"H3", "2025-05-06", "4"},
       {"H2", "2025-05-07", "2"}, {"H1", "2025-05-31", "1"}});
}

std::string peer_rule(const std::string& group, const std::string& when = "m.value > m.median + 3.0 * m.mad") {
  return rule_of(
      "R7", "可疑", "provider_period", when, "decimal('40.00')",
      "{provider.id} {month} {m.value} {m.n} {m.peers} {m.median} {m.mad} {m.p95} {m.rank}",
      "windows:\n  m: {peer: avg(visit.days), of: [provider.id, month], group: [" + group + "], min_n: 2}\n");
}

// "provider month" of each finding.
std::vector<std::string> months_of(const AuditResult& result) {
  std::vector<std::string> out;
  for (const Finding& finding : result.findings) {
    const rules::PeerKey& key = result.peers->cells(finding.rule)[finding.row].key;
    out.push_back(key.provider + " " + format_day(key.month).substr(0, 7));
  }
  return out;
}

AuditOptions period(const char* from, const char* to) {
  AuditOptions options;
  if (*from != '\0') options.from = *parse_day(from);
  if (*to != '\0') options.to = *parse_day(to);
  return options;
}

// The texts of a CSV's row under the labels.
std::string row_of(const Path& file, std::size_t number, const std::vector<const char*>& labels) {
  const auto table = text::read_csv(file.string());
  EXPECT_TRUE(table.has_value()) << table.error().text();
  std::string text;
  for (const char* label : labels) text += table->rows[number].fields[*table->find_column(label)] + "|";
  return text;
}

using Strings = std::vector<std::string>;

TEST(Months, AreFoundBesideTheirPeers) {
  const GrainWorld world("months", stays(), {peer_rule("month")});
  const AuditResult result = world.audit();
  EXPECT_EQ(months_of(result), (Strings{"H5 2025-03", "H3 2025-04", "H4 2025-05"}));
  EXPECT_EQ(result.rules[0].judged, 12U);  // 5, 3 and 4 cells
  EXPECT_EQ(result.rules[0].lines, 0U);
  for (const Finding& finding : result.findings) {
    EXPECT_EQ(finding.gross, 4'000);
    EXPECT_EQ(finding.net, 0);  // of no line
    EXPECT_TRUE(result.lines_of(finding).empty());
  }
  EXPECT_EQ(result.gross, 12'000);
  EXPECT_EQ(result.net, 0);
  EXPECT_EQ(result.lines, 26U);  // read twice, counted once
  ASSERT_EQ(result.providers.size(), 6U);
  for (const ProviderSummary& provider : result.providers) {
    const bool is_found = provider.code == "H3" || provider.code == "H4" || provider.code == "H5";
    EXPECT_EQ(provider.hits, is_found ? 1U : 0U) << provider.code;
    EXPECT_EQ(provider.gross, is_found ? 4'000 : 0) << provider.code;
  }
  ASSERT_EQ(result.months.size(), 3U);
  for (const MonthSummary& month : result.months) EXPECT_EQ(month.hits, 1U) << month.month;
}

TEST(Months, StandAfterEverythingAboutPeople) {
  const GrainWorld world("months-after", stays(),
                         {rule_of("R1", "明确违规", "line", "line.item == 'A'", "decimal('1.00')", "x"),
                          peer_rule("month"), rule_of("R9", "可疑", "visit", "true", "decimal('1.00')", "x")});
  const AuditResult result = world.audit();
  ASSERT_EQ(result.findings.size(), 26U * 2 + 3);
  for (std::size_t index = 0; index < result.findings.size(); ++index) {
    EXPECT_EQ(result.findings[index].rule == 1, index >= 52);
  }
  EXPECT_EQ(result.net, 26 * 200);
}

// Windows read the whole tape whatever is asked for: a provider alone has all its peers.
TEST(Months, CountInPeriodsThatHoldTheirFirstDayAndForTheirProvider) {
  const GrainWorld world("months-period", stays(), {peer_rule("month")});
  const auto found = [&](const AuditOptions& options) { return months_of(world.audit(options)); };
  EXPECT_EQ(found(period("2025-04-01", "2025-04-30")), Strings{"H3 2025-04"});
  EXPECT_EQ(found(period("2025-04-01", "2025-04-01")), Strings{"H3 2025-04"});
  EXPECT_EQ(found(period("2025-04-02", "")), Strings{"H4 2025-05"});
  EXPECT_EQ(found(period("", "2025-03-31")), Strings{"H5 2025-03"});
  EXPECT_EQ(found(period("2025-03-02", "2025-03-31")), Strings{});
  AuditOptions providers;
  providers.providers = {"H5", "H6"};
  const AuditResult of_two = world.audit(providers);
  EXPECT_EQ(months_of(of_two), Strings{"H5 2025-03"});
  EXPECT_EQ(of_two.rules[0].judged, 1U);
  EXPECT_EQ(of_two.findings[0].id, world.audit().findings[0].id);
  providers.from = *parse_day("2025-04-01");
  EXPECT_EQ(found(providers), Strings{});
}

TEST(Months, NeitherThreadsNorPartsShow) {
  const auto lines = stays();
  const auto told = [&](std::size_t people_of_part, int threads) {
    const GrainWorld world("months-split", lines, {peer_rule("month")}, people_of_part);
    AuditOptions options;
    options.threads = threads;
    const AuditResult result = world.audit(options);
    const claims::Tape tape = world.tape();
    EXPECT_EQ(tape.parts().size(), (lines.size() + people_of_part - 1) / people_of_part);
    const Path file = world.folder() / "findings.csv";
    EXPECT_TRUE(export_findings_csv(tape.parts(), result, file).has_value());
    Strings out;
    for (std::size_t row = 0; row < result.findings.size(); ++row) {
      out.push_back(
          row_of(file, row, {"finding_id / 发现编号", "rule / 规则编号", "gross / 规则金额", "message / 说明"}));
    }
    return out;
  };
  const Strings wanted = told(1'000, 1);
  ASSERT_EQ(wanted.size(), 3U);
  for (const std::size_t people_of_part : {1U, 3U, 1'000U}) {
    for (const int threads : {1, 4}) EXPECT_EQ(told(people_of_part, threads), wanted);
  }
}

// H3 stands out in both kinds of one month.
std::vector<TestLine> stays_of_two_kinds() {
  std::vector<Stay> stays;
  for (const char* kind : {"inpatient", "outpatient"}) {
    for (const auto& [provider, days] : {std::pair("H1", "1"), std::pair("H2", "1"), std::pair("H3", "9")}) {
      for (int i = 0; i < 2; ++i) stays.push_back({provider, "2025-03-01", days, kind});
    }
  }
  return lines_of(stays);
}

TEST(Months, OfFinerGroupsHaveIdsOfTheirOwn) {
  const GrainWorld world("months-finer", stays_of_two_kinds(), {peer_rule("visit.kind, month")});
  const AuditResult result = world.audit();
  ASSERT_EQ(months_of(result), (Strings{"H3 2025-03", "H3 2025-03"}));
  EXPECT_EQ(result.findings[0].id, hash128("R7\nprovider_period\n2:H310:2025-03-019:inpatient7:2025-03"));
  EXPECT_EQ(result.findings[1].id, hash128("R7\nprovider_period\n2:H310:2025-03-0110:outpatient7:2025-03"));
}

TEST(Months, StandInEveryFileWithTheirGroup) {
  const GrainWorld world(
      "months-files", stays_of_two_kinds(),
      {peer_rule("visit.kind, month"),
       rule_of("R8", "可疑", "provider_period", "provider.name == 'x' && m.n > 0", "decimal('0')", "x",
               "windows:\n  m: {peer: avg(visit.days), of: [provider.id, month], "
               "group: [visit.kind, month], min_n: 2}\n")});
  const AuditResult result = world.audit();
  const claims::Tape tape = world.tape();
  const Path folder = world.folder();
  ASSERT_TRUE(export_findings_csv(tape.parts(), result, folder / "f.csv").has_value());
  const std::vector<const char*> labels = {"grain / 粒度",        "person / 参保人代号", "visit / 就诊流水号",
                                           "provider / 机构编码", "line / 明细流水号",   "day / 费用日期",
                                           "amount / 金额",       "net / 去重金额",      "line_count / 涉及行数",
                                           "peer_group / 对照组", "message / 说明"};
  EXPECT_EQ(row_of(folder / "f.csv", 0, labels),
            "provider_period|||H3||2025-03-01||0.00|0|inpatient | 2025-03|H3 2025-03 9.0 2 3 1.0 0.0 9.0 1|");
  EXPECT_EQ(row_of(folder / "f.csv", 1, labels),
            "provider_period|||H3||2025-03-01||0.00|0|outpatient | 2025-03|H3 2025-03 9.0 2 3 1.0 0.0 9.0 1|");

  EXPECT_EQ(result.rules[1].undecided_by, (std::map<std::string, std::size_t>{{"provider.name", 6}}));
  ASSERT_TRUE(export_undecided_csv(tape.parts(), result, folder / "u.csv").has_value());
  EXPECT_EQ(row_of(folder / "u.csv", 4,
                   {"rule / 规则编号", "reason / 缺少的字段或原因", "provider / 机构编码", "day / 费用日期",
                    "grain / 粒度", "peer_group / 对照组"}),
            "R8|provider.name|H2|2025-03-01|provider_period|outpatient | 2025-03|");

  const std::string page = report_html(tape.parts(), result, World::facts());
  EXPECT_NE(page.find("<small>outpatient | 2025-03</small>"), std::string::npos);

  const auto status = export_parquet(tape.parts(), result, folder / "f.parquet", folder);
  ASSERT_TRUE(status.has_value()) << status.error().text();
  auto engine = tables::Engine::open({});
  ASSERT_TRUE(engine.has_value());
  EXPECT_EQ(*engine->number("SELECT count(*) FROM read_parquet(" + tables::sql_text((folder / "f.parquet").string()) +
                            ") WHERE provider = 'H3' AND peer_group = 'inpatient | 2025-03' AND person IS NULL AND "
                            "part IS NULL AND \"row\" IS NULL AND gross = 40 AND net = 0 AND line_count = 0"),
            1);
}

TEST(Months, AreFoundAgainAndExplained) {
  const GrainWorld world("months-explained", stays_of_two_kinds(), {peer_rule("visit.kind, month")}, 5);
  const claims::Tape tape = world.tape();
  const auto peers = collect_peers(tape, world.plan());
  ASSERT_NE(peers, nullptr);
  SubjectNames names;
  names.provider = "H3";
  names.day = *parse_day("2025-03-01");
  for (const char* group : {"inpatient | 2025-03", "outpatient | 2025-03"}) {
    names.peer_group = group;
    const auto found = find_month(*peers, 0, names);
    ASSERT_TRUE(found.has_value()) << found.error().text();
    EXPECT_EQ(group_text(peers->cells(0)[found->row].key), group);
    const rules::PartPlan laid(world.plan(), tape.parts()[peers->cells(0)[found->row].part]);
    rules::Subject subject(laid);
    subject.set_provider_period(*peers, found->row, 0);
    const Explanation why = explain(subject);
    EXPECT_EQ(why.verdict.outcome, rules::Outcome::hit);
    EXPECT_EQ(why.message, "H3 2025-03 9.0 2 3 1.0 0.0 9.0 1");
    EXPECT_FALSE(why.cap.has_value());
    EXPECT_TRUE(why.rows.empty());
    std::map<std::string, std::string> values;
    for (const cel::ExplainStep& step : why.formulas.at(0).steps) values[step.text] = step.value;
    EXPECT_EQ(values["m.value"], "9.0");
    EXPECT_EQ(values["m.median"], "1.0");
    EXPECT_EQ(values["m.mad"], "0.0");
  }
  names.peer_group = "emergency | 2025-03";
  EXPECT_EQ(find_month(*peers, 0, names).error().code, "no_such_month");
}

// No rule asks for peers: nothing is collected, nothing is read twice.
TEST(Months, CostNothingWhenNobodyAsks) {
  const GrainWorld world("months-none", stays(), {rule_of("R1", "可疑", "line", "true", "decimal('1.00')", "x")});
  EXPECT_EQ(collect_peers(world.tape(), world.plan()), nullptr);
  std::size_t most = 0;
  AuditOptions options;
  options.threads = 1;
  options.progress = [&](std::size_t, std::size_t all) { most = all; };
  EXPECT_EQ(world.audit(options).peers, nullptr);
  EXPECT_EQ(most, 26U);
}

}  // namespace
}  // namespace qiuhao::audit
