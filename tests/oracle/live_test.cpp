// Every shipped rule, asked live: each visit taken off its tape and judged with the rest of the tape behind it gets the
// findings, money, sentences and doubts of the audit.
#include <gtest/gtest.h>

#include "audit/test_live.h"
#include "city_folder.h"
#include "oracle.h"
#include "shipped_world.h"
#include "simulate/city.h"

namespace qiuhao::oracle {
namespace {

class Live : public ::testing::Test {
 protected:
  // `rules`: how many have something to say at least.
  void expect_same(std::ptrdiff_t rules) {
    const auto world = make_world(folder_.path);
    ASSERT_TRUE(world.has_value()) << world.error().text();
    const audit::VisitJudge judge(world->plan);
    std::vector<std::size_t> counts(world->plan->rules().size());
    for (const claims::Part& part : world->tape.parts()) {
      for (RowIndex person = 0; person < part.rows(claims::Entity::person); ++person) {
        const claims::Range visits = part.range(claims::Link::person_visits, person);
        for (RowIndex visit = visits.begin; visit < visits.end && !part.is_gone(person); ++visit)
          ASSERT_EQ(audit::live_difference(judge, part, person, visit, counts), "") << "person " << person;
      }
    }
    EXPECT_GE(std::ranges::count_if(counts, [](std::size_t count) { return count > 0; }), rules);
  }

  const CityFolder folder_{"live"};
};

TEST_F(Live, SimulatedCity) {
  simulate::CityOptions options;
  options.directory = folder_.path / "tables";
  options.people = 1'200;
  options.schemes = simulate::SchemeLevel::usual;  // with the lists of people that rules read
  options.seed = 12;
  ASSERT_TRUE(simulate::simulate_city(options).has_value());
  expect_same(70);
}

TEST_F(Live, RandomTables) {
  ASSERT_TRUE(write_random_tables(folder_.path / "tables", starter_items(), 4, 600).has_value());
  expect_same(60);
}

}  // namespace
}  // namespace qiuhao::oracle
