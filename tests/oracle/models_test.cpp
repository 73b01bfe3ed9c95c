// Screening models as rules against the SQL of models.sql, over cities in which people play schemes: the same subjects,
// the same money.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "city_folder.h"
#include "oracle.h"
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

}  // namespace
}  // namespace qiuhao::oracle
