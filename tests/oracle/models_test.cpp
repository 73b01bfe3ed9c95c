// Screening models as rules against the SQL of models.sql, over cities in which people play schemes: the same subjects,
// the same money.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "city_folder.h"
#include "oracle.h"
#include "rules/parameters.h"
#include "rules/windows/peer.h"
#include "shipped_world.h"
#include "simulate/city.h"

namespace qiuhao::oracle {
namespace {

std::map<std::string, std::size_t> counts_of(const std::vector<Row>& rows) {
  std::map<std::string, std::size_t> counts;
  for (const Row& row : rows) ++counts[row.table];
  return counts;
}

TEST(Models, AreFoundAsSqlFindsThem) {
  std::map<std::string, std::size_t> met;
  for (const std::uint64_t seed : {21U, 22U}) {
    const CityFolder folder("models");
    simulate::CityOptions options;
    options.directory = folder.path / "tables";
    options.people = 1'000;
    options.seed = seed;
    options.schemes = simulate::SchemeLevel::bad;
    ASSERT_TRUE(simulate::simulate_city(options).has_value());
    const auto world = make_world(folder.path);
    ASSERT_TRUE(world.has_value()) << world.error().text();
    const auto result = audit::run_audit(world->tape, world->plan, {});
    ASSERT_TRUE(result.has_value());
    const auto wanted = judge_raw_models(folder.path / "tables", *world->library, folder.path / "scratch",
                                         (kSource / "tests/oracle").string());
    ASSERT_TRUE(wanted.has_value()) << wanted.error().text();
    EXPECT_EQ(difference(*wanted, model_rows_of(*result, world->tape), 20), "");
    for (const auto& [rule, count] : counts_of(*wanted)) met[rule] += count;
  }
  // Those of which a city has none say nothing here.
  EXPECT_GE(met.size(), 26U);
}

// Thresholds that many honest months pass, so that figures, medians and deviations are compared and not only silence.
const Settings kLowBounds = {{"peers_least", "2"},
                             {"mad_multiple", "0.5"},
                             {"median_multiple", "1.01"},
                             {"disease_months_least", "2"},
                             {"cost_modified_z", "0.5"},
                             {"trend_months_least", "3"},
                             {"trend_multiple", "1.02"},
                             {"year_end_multiple", "0.9"},
                             {"round_share_bound", "-1"},
                             {"deep_night_bound", "-1"},
                             {"holiday_admission_bound", "0.01"},
                             {"night_admission_bound", "-1"},
                             {"batch_test_bound", "-1"},
                             {"complication_share_bound", "0.01"}};

// The world's tape judged by the rules over months with these parameters.
Result<audit::AuditResult> audit_months(const World& world, const Settings& settings) {
  std::vector<std::string> codes;
  for (int rule = 542; rule <= 551; ++rule) codes.push_back(fmt::format("R{:04}", rule));
  ASSIGN(auto rules, rules::load_rules({(kSource / "policy/rules").string()}, codes, *world.schema));
  std::string csv = "name,label,region,value,unit,from,to,source\n";
  for (const auto& [name, value] : settings) csv += fmt::format("{},x,,{},,,,test\n", name, value);
  const Path own = world.folder / "parameters";
  TRY(make_folder(own));
  TRY(write_file_atomically(own / "low.csv", csv));
  ASSIGN(auto parameters, rules::Parameters::load({(kSource / "policy/parameters").string(), own.string()}));
  ASSIGN(rules::Registers registers, rules::load_registers(world.schema, rules, world.folder / "workspace"));
  ASSIGN(auto plan,
         rules::Plan::make(world.schema, std::move(rules), world.library, std::move(parameters), std::move(registers)));
  return audit::run_audit(world.tape, plan, {});
}

std::vector<Row> month_rows_of(const audit::AuditResult& result) {
  std::vector<Row> rows;
  for (const audit::Finding& finding : result.findings) {
    const auto& cell = result.peers->cells(finding.rule)[finding.row];
    rows.push_back(
        {result.plan->rules()[finding.rule].code,
         fmt::format("{} {} {}", cell.key.provider, format_day(cell.key.month).substr(0, 7), cell.windows[0]->n), "",
         finding.gross});
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

TEST(Models, OfProvidersMonthsAreFoundAsSqlFindsThem) {
  const CityFolder folder("model-months");
  simulate::CityOptions options;
  options.directory = folder.path / "tables";
  options.people = 12'000;
  options.seed = 23;
  ASSERT_TRUE(simulate::simulate_city(options).has_value());
  const auto world = make_world(folder.path);
  ASSERT_TRUE(world.has_value()) << world.error().text();
  const auto result = audit_months(*world, kLowBounds);
  ASSERT_TRUE(result.has_value()) << result.error().text();
  const auto wanted = judge_raw_months(folder.path / "tables", *world->library, folder.path / "scratch",
                                       (kSource / "tests/oracle").string(), kLowBounds);
  ASSERT_TRUE(wanted.has_value()) << wanted.error().text();
  EXPECT_EQ(difference(*wanted, month_rows_of(*result), 20), "");
  std::string met;
  for (const auto& [rule, count] : counts_of(*wanted)) met += fmt::format(" {} {}", rule, count);
  EXPECT_GE(counts_of(*wanted).size(), 6U) << met;
}

}  // namespace
}  // namespace qiuhao::oracle
