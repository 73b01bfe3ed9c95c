// Rankings against sums by hand, and what decisions do to them.
#include "screening/ranking/rank.h"

#include <cmath>
#include <map>

#include "audit/test_grains.h"
#include "screening/ranking/rank_settings.h"

namespace qiuhao::screening {
namespace {

using audit::GrainWorld;
using audit::rule_of;
using audit::TestLine;

// Five people at three providers; R1 is sure, R2 suspects visits, R3 has no money.
const std::vector<TestLine> kLines = {
    {"P1", "V1", "H1", "L1", "A", "2025-01-01", "10.00"},  {"P1", "V1", "H1", "L2", "B", "2025-01-01", "3.00"},
    {"P2", "V2", "H2", "L3", "A", "2025-03-01", "40.00"},  {"P2", "V3", "H3", "L4", "A", "2025-03-05", "40.00"},
    {"P3", "V4", "H3", "L5", "B", "2025-06-01", "500.00"}, {"P4", "V5", "H3", "L6", "A", "2025-06-02", "1.00"},
    {"P5", "V6", "H1", "L7", "A", "2025-12-31", "20.00"},
};

GrainWorld world(const std::string& name) {
  return GrainWorld(name, kLines,
                    {rule_of("R1", "明确违规", "line", "line.item == 'A'", "line.in_scope", "x"),
                     rule_of("R2", "可疑", "visit", "visit.lines.exists(l, l.in_scope > 100)",
                             "visit.lines.map(l, l.in_scope).sum()", "x"),
                     rule_of("R3", "可疑", "person", "size(person.visits) > 1", "decimal('0')", "x")},
                    2);
}

const RankedSubject& subject(const Ranking& ranking, const std::string& code) {
  return *std::ranges::find(ranking.subjects, code, &RankedSubject::code);
}

audit::Decisions decided(const std::string& name, const std::vector<std::pair<std::string, bool>>& all) {
  std::string text = "finding,decision,by,on,reason\n";
  for (const auto& [id, is_confirmed] : all) text += id + (is_confirmed ? ",confirmed,,,\n" : ",refused,,,\n");
  const Path file = std::filesystem::temp_directory_path() / fmt::format("qiuhao-rank-{}-{}.csv", name, ::getpid());
  EXPECT_TRUE(write_file_atomically(file, text));
  audit::Decisions decisions = *audit::Decisions::read(file);
  std::filesystem::remove(file);
  return decisions;
}

TEST(Rank, WithoutDecisionsMoneyCountsByTheCertaintyOfItsRule) {
  const GrainWorld city = world("rank-none");
  const audit::AuditResult result = city.audit();
  const claims::Tape tape = city.tape();
  const Ranking ranking = rank(result, tape.parts(), nullptr, RankBy::provider, RankOrder::expected, {});
  ASSERT_EQ(ranking.subjects.size(), 3U);
  // H3: 41 of R1 at 9 in 10, 500 of R2 at 1 in 2; H2: 40 at 9 in 10 (and P2, whose first line is there); H1: 30.
  EXPECT_EQ(ranking.subjects[0].code, "H3");
  EXPECT_NEAR(ranking.subjects[0].expected, 4'100 * 0.9 + 50'000 * 0.5, 1e-6);
  EXPECT_EQ(ranking.subjects[0].net, 54'100);
  EXPECT_EQ(ranking.subjects[1].code, "H2");
  EXPECT_NEAR(ranking.subjects[1].expected, 4'000 * 0.9, 1e-6);
  EXPECT_EQ(ranking.subjects[1].findings, 2U);
  EXPECT_NEAR(ranking.subjects[2].expected, 3'000 * 0.9, 1e-6);
  EXPECT_EQ(ranking.on, *parse_day("2025-12-31"));
  EXPECT_EQ(ranking.decided, 0U);
  for (const RankedSubject& one : ranking.subjects) {
    EXPECT_LT(one.low, one.expected);
    EXPECT_EQ(one.parts.size(), one.code == "H1" ? 1U : 2U);
  }
}

TEST(Rank, TheScoreIsTheSumOfItsParts) {
  const GrainWorld city = world("rank-score");
  const audit::AuditResult result = city.audit();
  const claims::Tape tape = city.tape();
  RankSettings settings;
  settings.half_life_days = 100;
  const Ranking ranking = rank(result, tape.parts(), nullptr, RankBy::provider, RankOrder::score, settings);
  const auto age = [&](const char* day) { return *parse_day("2025-12-31") - *parse_day(day); };
  const auto weight = [&](const char* day) { return std::exp2(-age(day) / 100.0); };
  const RankedSubject& h2 = subject(ranking, "H2");
  // R3 has no money: its finding counts the nominal amount, by the last day of the person.
  const double wanted =
      1 * 0.9 * std::log1p(40 * weight("2025-03-01")) + 0.5 * 0.5 * std::log1p(1'000 * weight("2025-03-05"));
  EXPECT_NEAR(h2.score, wanted, 1e-9);
  const RankedSubject& h1 = subject(ranking, "H1");
  EXPECT_NEAR(h1.score, 0.9 * std::log1p(10 * weight("2025-01-01") + 20), 1e-9);
  for (std::size_t at = 1; at < ranking.subjects.size(); ++at)
    EXPECT_GE(ranking.subjects[at - 1].score, ranking.subjects[at].score);
}

TEST(Rank, ByPersonAndByRule) {
  const GrainWorld city = world("rank-person");
  const audit::AuditResult result = city.audit();
  const claims::Tape tape = city.tape();
  const Ranking people = rank(result, tape.parts(), nullptr, RankBy::person, RankOrder::amount, {});
  ASSERT_EQ(people.subjects.size(), 5U);
  EXPECT_EQ(people.subjects[0].code, "P3");
  EXPECT_EQ(people.subjects[0].net, 50'000);
  EXPECT_EQ(people.subjects[1].code, "P2");
  EXPECT_EQ(people.subjects[1].net, 8'000);
  const Ranking by_rule = rank(result, tape.parts(), nullptr, RankBy::rule, RankOrder::expected, {});
  ASSERT_EQ(by_rule.subjects.size(), 3U);
  EXPECT_EQ(by_rule.subjects[0].code, "R2");
  EXPECT_EQ(by_rule.subjects[0].name, "规则R2");
  EXPECT_EQ(subject(by_rule, "R1").net, 11'100);
  // No line names a doctor: nothing is lost, nothing is made up.
  const Ranking doctors = rank(result, tape.parts(), nullptr, RankBy::doctor, RankOrder::expected, {});
  EXPECT_TRUE(doctors.subjects.empty());
  EXPECT_EQ(doctors.without_subject, result.findings.size());
}

TEST(Rank, DecisionsTeachAndLeaveTheList) {
  const GrainWorld city = world("rank-taught");
  const audit::AuditResult result = city.audit();
  const claims::Tape tape = city.tape();
  std::vector<std::pair<std::string, bool>> all;
  for (const audit::Finding& finding : result.findings) {
    const claims::Part& part = tape.parts()[finding.part];
    const bool is_r1 = finding.rule == 0;
    if (!is_r1) continue;
    const auto provider = part.link(claims::Link::visit_provider, part.link(claims::Link::line_visit, finding.row));
    // H1's findings were refused.
    if (part.column(claims::Entity::provider, 0)->text(provider) == "H1") all.emplace_back(finding.id.hex(), false);
  }
  ASSERT_EQ(all.size(), 2U);
  all.emplace_back("00000000000000000000000000000001", true);  // of no finding here
  const audit::Decisions decisions = decided("taught", all);
  const Ranking ranking = rank(result, tape.parts(), &decisions, RankBy::provider, RankOrder::expected, {});
  EXPECT_EQ(ranking.decided, 2U);
  EXPECT_EQ(ranking.unknown, 1U);
  EXPECT_EQ(std::ranges::count(ranking.subjects, "H1", &RankedSubject::code), 0);  // nothing is left of it
  // One group has decisions: the prior of sure rules moves by them, (9 + 0) / (10 + 2), then the rule's own do.
  const double prior = 9.0 / 12;
  const double share = (10 * prior + 0) / (10 + 2);
  EXPECT_NEAR(subject(ranking, "H2").expected, 4'000 * share, 1e-6);
  const Ranking before = rank(result, tape.parts(), nullptr, RankBy::provider, RankOrder::expected, {});
  EXPECT_LT(subject(ranking, "H2").expected, subject(before, "H2").expected);
}

TEST(LearntPrecision, AProviderWithDecisionsIsBelievedForItself) {
  const GrainWorld city = world("learnt");
  LearntPrecision precision(city.plan().rules(), {});
  for (int round = 0; round < 40; ++round) {
    precision.add(0, "good", true);
    precision.add(0, "bad", round % 10 == 0);
  }
  precision.learn();
  EXPECT_GT(precision.of(0, "good").mean, 0.9);
  EXPECT_LT(precision.of(0, "bad").mean, 0.2);
  EXPECT_NEAR(precision.of(0, "unheard").mean, precision.of(0).mean, 1e-12);
  EXPECT_GT(precision.of(0).mean, precision.of(0, "bad").mean);
  EXPECT_LT(precision.of(0).mean, precision.of(0, "good").mean);
  // Rules of the other certainty learn nothing from it.
  EXPECT_NEAR(precision.of(1).mean, 0.5, 1e-12);
}

TEST(RankSettings, ComeFromTheTables) {
  rules::Parameters shipped = *rules::Parameters::load({QIUHAO_SOURCE_DIR "/policy/parameters"});
  const auto settings = rank_settings(shipped, *parse_day("2026-11-30"));
  ASSERT_TRUE(settings) << settings.error().text();
  EXPECT_DOUBLE_EQ(settings->half_life_days, 365);
  EXPECT_DOUBLE_EQ(settings->priors.sure.mean(), 0.9);
  EXPECT_EQ(rank_settings({}, 0).error().code, "no_parameter");
  std::vector<rules::Parameter> rows;
  for (rules::Parameter row : shipped.all()) {
    if (row.name == "risk_half_life_days") row.value = "0";
    rows.push_back(std::move(row));
  }
  const auto refused = rank_settings(*rules::Parameters::make(std::move(rows)), *parse_day("2026-11-30"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "bad_parameter");
  EXPECT_NE(refused.error().text().find("screening.csv"), std::string::npos);
}

}  // namespace
}  // namespace qiuhao::screening
