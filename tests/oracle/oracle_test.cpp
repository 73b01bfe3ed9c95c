// An audit against the SQL formulation and against what was planted, and against itself with other thread counts and
// filters.
#include "oracle.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "audit/judge_people.h"
#include "audit/judge_plainly.h"
#include "audit/standing.h"
#include "audit/test_same.h"
#include "claims/import.h"
#include "knowledge/import.h"
#include "shipped_world.h"
#include "simulate/city.h"
#include "text/csv.h"

namespace qiuhao::oracle {
namespace {

class Oracle : public ::testing::Test {
 protected:
  Oracle() : folder_(std::filesystem::temp_directory_path() / ("qiuhao-oracle-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(folder_);
  }
  ~Oracle() override { std::filesystem::remove_all(folder_); }

  // `kinds`: how many kinds the data exercise.
  void expect_same(const World& world, const audit::AuditResult& result, int kinds) {
    const auto wanted =
        judge_raw_tables(folder_ / "tables", *world.library, folder_ / "scratch", (kSource / "tests/oracle").string());
    ASSERT_TRUE(wanted.has_value()) << wanted.error().text();
    EXPECT_EQ(difference(*wanted, rows_of(result, world.tape), 10), "");
    std::set<std::string> tables;
    for (const Row& row : *wanted) tables.insert(row.table);
    std::string met;
    for (const std::string& table : tables) met += "\n" + table;
    EXPECT_EQ(tables.size(), static_cast<std::size_t>(kinds)) << "the data exercise only" << met;
  }

  // Every shipped rule by the quick way and the plain way: the same verdicts and totals, part by part.
  static void expect_same_as_plain(const World& world) {
    const audit::FilterPrograms programs(*world.plan);
    std::uint16_t number = 0;
    for (const claims::Part& part : world.tape.parts()) {
      const audit::PartScope scope(*world.plan, part, number++, {});
      audit::PeopleJudge quick(scope, programs);
      audit::PartTotals quick_totals(*world.plan, part);
      audit::PartTotals plain_totals(*world.plan, part);
      scope.add_sums_to(quick_totals);
      const auto people = static_cast<RowIndex>(part.rows(claims::Entity::person));
      for (RowIndex begin = 0; begin < people; begin += 700) {
        const claims::Range run{begin, std::min<RowIndex>(people, begin + 700)};
        audit::ChunkResult quick_result;
        audit::ChunkResult plain_result;
        quick.judge(run, quick_result, quick_totals);
        audit::judge_people_plainly(scope, run, plain_result, plain_totals);
        ASSERT_EQ(audit::difference(quick_result, plain_result), "");
      }
      ASSERT_EQ(audit::difference(quick_totals, plain_totals), "");
    }
  }

  // Findings of R0201, R0202 and R0203, the same in both.
  std::vector<Row> same_stays(const World& world, const audit::AuditResult& result) {
    const auto wanted =
        judge_raw_stays(folder_ / "tables", *world.library, folder_ / "scratch", (kSource / "tests/oracle").string());
    EXPECT_TRUE(wanted.has_value()) << wanted.error().text();
    if (!wanted) return {};
    EXPECT_EQ(difference(*wanted, stay_rows_of(result, world.tape), 10), "");
    return *wanted;
  }

  Path folder_;
};

TEST_F(Oracle, SimulatedCity) {
  simulate::CityOptions options;
  options.directory = folder_ / "tables";
  options.people = 6'000;
  options.seed = 11;
  ASSERT_TRUE(simulate::simulate_city(options).has_value());
  const auto world = make_world(folder_);
  ASSERT_TRUE(world.has_value()) << world.error().text();
  const auto result = audit::run_audit(world->tape, world->plan, {});
  ASSERT_TRUE(result.has_value());
  expect_same(*world, *result, simulate::kKinds);
  expect_same_as_plain(*world);
}

// Nobody there comes often enough for 频繁门诊.
TEST_F(Oracle, RandomTables) {
  const auto codes = starter_items();
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    std::filesystem::remove_all(folder_);
    ASSERT_TRUE(write_random_tables(folder_ / "tables", codes, seed, 2'500).has_value());
    const auto world = make_world(folder_);
    ASSERT_TRUE(world.has_value()) << world.error().text();
    const auto result = audit::run_audit(world->tape, world->plan, {});
    ASSERT_TRUE(result.has_value());
    expect_same(*world, *result, simulate::kKinds - 1);
    expect_same_as_plain(*world);
  }
}

// Every stay of truth_visits.csv is found by its rule. A few more may be: people of the city who come back to their
// hospital with the same illness by chance, within the rule's 15 days, are no less a hit than those planted within 12.
// Such are readmissions only, never overlaps, and SQL finds the same ones.
TEST_F(Oracle, StaysOfTheSimulatedCity) {
  simulate::CityOptions options;
  options.directory = folder_ / "tables";
  options.people = 8'000;
  ASSERT_TRUE(simulate::simulate_city(options).has_value());
  const auto world = make_world(folder_);
  ASSERT_TRUE(world.has_value()) << world.error().text();
  const auto result = audit::run_audit(world->tape, world->plan, {});
  ASSERT_TRUE(result.has_value());
  std::set<std::pair<std::string, std::string>> found;  // rule, visit
  for (const Row& row : same_stays(*world, *result)) found.emplace(row.table, row.line);

  const auto truth = text::read_csv((folder_ / "tables/truth_visits.csv").string());
  ASSERT_TRUE(truth.has_value()) << truth.error().text();
  std::map<std::string, std::size_t> planted;
  for (const auto& row : truth->rows) {
    const bool is_readmitted = row.fields[*truth->find_column("kind")] == "readmitted";
    const std::string rule = is_readmitted ? "R0201" : "R0202";
    const std::string& visit = row.fields[*truth->find_column("visit")];
    EXPECT_EQ(found.erase({rule, visit}), 1U) << rule << " does not find the planted stay " << visit;
    ++planted[rule];
  }
  EXPECT_GE(planted["R0201"], 15U);
  EXPECT_GE(planted["R0202"], 5U);
  EXPECT_LE(found.size(), 5U);
  for (const auto& [rule, visit] : found) EXPECT_EQ(rule, "R0201") << visit;
}

TEST_F(Oracle, StaysOfRandomTables) {
  const auto codes = starter_items();
  std::map<std::string, std::size_t> hits;
  std::uint64_t seed = 20;
  for (const RandomShape& shape : {RandomShape{50, 2, 3}, RandomShape{1, 6, 3}}) {
    std::filesystem::remove_all(folder_);
    ASSERT_TRUE(write_random_tables(folder_ / "tables", codes, ++seed, 4'000, shape).has_value());
    const auto world = make_world(folder_);
    ASSERT_TRUE(world.has_value()) << world.error().text();
    const auto result = audit::run_audit(world->tape, world->plan, {});
    ASSERT_TRUE(result.has_value());
    for (const Row& row : same_stays(*world, *result)) ++hits[row.table];
    expect_same_as_plain(*world);
  }
  for (const char* rule : {"R0201", "R0202", "R0203"}) EXPECT_GE(hits[rule], 50U) << rule << " is hardly met";
}

TEST_F(Oracle, ThreadsNeverShowAndMoneyAddsUp) {
  simulate::CityOptions city;
  city.directory = folder_ / "tables";
  city.people = 6'000;
  ASSERT_TRUE(simulate::simulate_city(city).has_value());
  const auto world = make_world(folder_);
  ASSERT_TRUE(world.has_value()) << world.error().text();
  audit::AuditOptions one;
  one.threads = 1;
  const auto first = audit::run_audit(world->tape, world->plan, one);
  ASSERT_TRUE(first.has_value());
  for (const int threads : {2, 8}) {
    audit::AuditOptions many;
    many.threads = threads;
    const auto again = audit::run_audit(world->tape, world->plan, many);
    ASSERT_TRUE(again.has_value());
    ASSERT_EQ(again->findings.size(), first->findings.size());
    for (std::size_t index = 0; index < first->findings.size(); ++index) {
      const auto& a = first->findings[index];
      const auto& b = again->findings[index];
      ASSERT_TRUE(a.id == b.id && a.gross == b.gross && a.net == b.net && a.row == b.row && a.rule == b.rule);
    }
    EXPECT_EQ(again->blamed_lines, first->blamed_lines);
    EXPECT_EQ(again->reasons, first->reasons);
    ASSERT_EQ(again->undecided.size(), first->undecided.size());
    for (std::size_t index = 0; index < first->undecided.size(); ++index) {
      const auto& a = first->undecided[index];
      const auto& b = again->undecided[index];
      ASSERT_TRUE(a.rule == b.rule && a.part == b.part && a.row == b.row && a.point == b.point && a.reason == b.reason);
    }
    for (std::size_t rule = 0; rule < first->rules.size(); ++rule) {
      const auto& a = first->rules[rule];
      const auto& b = again->rules[rule];
      EXPECT_TRUE(a.judged == b.judged && a.lines == b.lines && a.net == b.net && a.excepted_by == b.excepted_by);
    }
    ASSERT_EQ(again->providers.size(), first->providers.size());
    for (std::size_t index = 0; index < first->providers.size(); ++index) {
      const auto& a = first->providers[index];
      const auto& b = again->providers[index];
      EXPECT_TRUE(a.code == b.code && a.lines_judged == b.lines_judged && a.net == b.net && a.hits == b.hits);
    }
  }
  Cents gross = 0;
  Cents net = 0;
  for (const auto& rule : first->rules) {
    gross += rule.gross;
    net += rule.net;
  }
  EXPECT_EQ(gross, first->gross);
  EXPECT_EQ(net, first->net);
  Cents by_provider = 0;
  for (const auto& provider : first->providers) by_provider += provider.net;
  EXPECT_EQ(by_provider, first->net);
  EXPECT_LE(first->net, first->gross);
  // A line gives no more than was in scope for it, however many rules hit it.
  std::map<std::pair<std::uint16_t, RowIndex>, Cents> taken;
  for (const auto& finding : first->findings) {
    const auto lines = first->lines_of(finding);
    if (lines.size() == 1) taken[{finding.part, lines.front()}] += finding.net;
  }
  for (const auto& [line, cents] : taken) {
    const Column* in_scope =
        world->tape.parts()[line.first].column(claims::Entity::line, world->plan->fields().line_in_scope);
    ASSERT_LE(cents, in_scope->number(line.second));
  }
}

// Findings at one provider, "" for any; those about a person or a person's day count for each that has a line of it.
std::size_t of_one_provider(const World& world, const audit::AuditResult& result, const std::string& code) {
  std::size_t count = 0;
  for (const audit::Finding& finding : result.findings) {
    const rules::Grain grain = world.plan->rules()[finding.rule].grain;
    if (grain == rules::Grain::person || grain == rules::Grain::person_day) continue;
    if (grain == rules::Grain::provider_period) continue;
    const claims::Part& part = world.tape.parts()[finding.part];
    const audit::Standing at = audit::standing_of(part, *world.plan, grain, finding.row, result.lines_of(finding));
    const Column* codes = part.column(claims::Entity::provider, world.plan->fields().provider_id);
    count += code.empty() || codes->text(at.provider) == code ? 1 : 0;
  }
  return count;
}

TEST_F(Oracle, PeriodsAndProvidersSplitTheWhole) {
  simulate::CityOptions city;
  city.directory = folder_ / "tables";
  city.people = 3'000;
  ASSERT_TRUE(simulate::simulate_city(city).has_value());
  const auto world = make_world(folder_);
  ASSERT_TRUE(world.has_value()) << world.error().text();
  const auto all = audit::run_audit(world->tape, world->plan, {});
  ASSERT_TRUE(all.has_value());
  audit::AuditOptions early;
  early.to = day_from_civil({2025, 6, 30});
  audit::AuditOptions late;
  late.from = day_from_civil({2025, 7, 1});
  const auto first = audit::run_audit(world->tape, world->plan, early);
  const auto second = audit::run_audit(world->tape, world->plan, late);
  EXPECT_EQ(first->lines + second->lines, all->lines);
  EXPECT_EQ(first->findings.size() + second->findings.size(), all->findings.size());
  EXPECT_EQ(first->gross + second->gross, all->gross);
  std::size_t by_provider = 0;
  for (const auto& provider : all->providers) {
    audit::AuditOptions only;
    only.providers = {provider.code};
    const auto part = audit::run_audit(world->tape, world->plan, only);
    EXPECT_EQ(of_one_provider(*world, *part, ""), of_one_provider(*world, *all, provider.code)) << provider.code;
    by_provider += part->lines;
  }
  EXPECT_EQ(by_provider, all->lines);
  audit::AuditOptions backwards;
  backwards.from = late.from;
  backwards.to = early.to;
  EXPECT_EQ(audit::run_audit(world->tape, world->plan, backwards).error().code, "bad_period");
}

}  // namespace
}  // namespace qiuhao::oracle
