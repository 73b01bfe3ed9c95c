// Draws: fairness over many seeds, chances of PPS, and that nothing but the frame, the plan and the seed has a say.
#include "screening/sampling/sample_draw.h"

#include <gtest/gtest.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <map>
#include <set>

#include "screening/sampling/appraisal.h"
#include "screening/sampling/sample_list.h"
#include "screening/sampling/test_files.h"

namespace qiuhao::screening {
namespace {

Digest key_of(int number) { return draw_key(sha256("draw " + std::to_string(number)), ""); }

Frame frame_of(const std::string& content, const FrameColumns& columns) {
  const TestFolder folder;
  auto frame = read_frame(folder.add("frame.csv", content), columns);
  EXPECT_TRUE(frame.has_value());
  return std::move(*frame);
}

SamplePlan plan_of_wish(const Frame& frame, const SampleWish& wish) {
  auto plan = plan_sample(frame, wish);
  EXPECT_TRUE(plan.has_value()) << plan.error().text();
  return *plan;
}

TEST(SampleDraw, SimpleSampleHasSparesInOrderAndNothingTwice) {
  std::string content = "id\n";
  for (int i = 0; i < 50; ++i) content += fmt::format("u{:02}\n", i);
  const FrameColumns columns{"id", "", "", ""};
  const Frame frame = frame_of(content, columns);
  SampleWish wish;
  wish.columns = columns;
  wish.sample = 10;
  wish.spares = 5;
  const auto drawn = draw_sample(frame, plan_of_wish(frame, wish), key_of(1));
  ASSERT_EQ(drawn.size(), 15U);
  std::set<std::uint32_t> units;
  for (std::size_t at = 0; at < drawn.size(); ++at) {
    EXPECT_EQ(drawn[at].order, at + 1);
    EXPECT_EQ(drawn[at].is_spare, at >= 10);
    units.insert(drawn[at].unit);
  }
  EXPECT_EQ(units.size(), 15U);
  // More spares extend the draw, they change nothing of it.
  wish.spares = 45;
  const auto more = draw_sample(frame, plan_of_wish(frame, wish), key_of(1));
  ASSERT_EQ(more.size(), 50U) << "spares end where the frame does";
  for (std::size_t at = 0; at < drawn.size(); ++at) EXPECT_EQ(more[at].unit, drawn[at].unit);
  EXPECT_NE(draw_sample(frame, plan_of_wish(frame, wish), key_of(2))[0].unit * 50 +
                draw_sample(frame, plan_of_wish(frame, wish), key_of(2))[1].unit,
            more[0].unit * 50 + more[1].unit);
}

TEST(SampleDraw, StrataAreDrawnEachByItself) {
  const std::string rows = "a1,x\na2,x\na3,x\na4,x\nb1,y\nb2,y\nb3,y\nb4,y\nb5,y\n";
  const FrameColumns columns{"id", "w", "", ""};
  const Frame frame = frame_of("id,w\n" + rows, columns);
  SampleWish wish;
  wish.method = SampleMethod::stratified;
  wish.columns = columns;
  wish.stated = {{"x", "2"}, {"y", "3"}};
  const auto drawn = draw_sample(frame, plan_of_wish(frame, wish), key_of(3));
  ASSERT_EQ(drawn.size(), 5U);
  for (const DrawnUnit& unit : drawn) EXPECT_EQ(frame.stratum_of(unit.unit), unit.stratum);
  // Another stratum beside changes nothing in these.
  const Frame wider = frame_of("id,w\n" + rows + "c1,z\nc2,z\n", columns);
  wish.stated.emplace_back("z", "1");
  const auto with_z = draw_sample(wider, plan_of_wish(wider, wish), key_of(3));
  for (std::size_t at = 0; at < drawn.size(); ++at) EXPECT_EQ(wider.id(with_z[at].unit), frame.id(drawn[at].unit));
}

TEST(SampleDraw, PpsChancesAreTheSharesOfSizes) {
  const Cents sizes[] = {100, 250, 400, 50, 800, 1200, 300, 900, 150, 0, 20'000};
  std::string content = "id,size\n";
  for (std::size_t i = 0; i < std::size(sizes); ++i) content += fmt::format("u{:02},{}\n", i, format_cents(sizes[i]));
  const FrameColumns columns{"id", "", "size", ""};
  const Frame frame = frame_of(content, columns);
  SampleWish wish;
  wish.method = SampleMethod::proportional_to_size;
  wish.columns = columns;
  wish.sample = 4;
  const SamplePlan plan = plan_of_wish(frame, wish);
  // u10 is certain; the other three are of a total of 4,150, whose third is 1,383.33, so none else is.
  constexpr int kSeeds = 40'000;
  std::vector<int> counts(std::size(sizes), 0);
  for (int seed = 0; seed < kSeeds; ++seed) {
    const auto drawn = draw_sample(frame, plan, key_of(seed));
    std::set<std::uint32_t> units;
    for (const DrawnUnit& unit : drawn) {
      ++counts[unit.unit];
      units.insert(unit.unit);
      if (unit.is_certain) continue;
      ASSERT_EQ(unit.chance, static_cast<std::uint64_t>(3 * sizes[unit.unit]));
      ASSERT_EQ(unit.chance_over, 4150U);
    }
    ASSERT_EQ(units.size(), 4U);
  }
  EXPECT_EQ(counts[10], kSeeds);
  EXPECT_EQ(counts[9], 0) << "a unit without size has no chance";
  for (std::size_t unit = 0; unit < 9; ++unit) {
    const double chance = 3.0 * static_cast<double>(sizes[unit]) / 4150;
    EXPECT_NEAR(counts[unit], kSeeds * chance, 4.5 * std::sqrt(kSeeds * chance * (1 - chance))) << unit;
  }
}

TEST(SampleDraw, PpsTakesLargeUnitsForCertainAgainAndAgain) {
  // 1000 is certain of 4; then 90 of the other 3 (total 190, a third is 63.3); then 50 of 2 (total 100): all certain.
  const FrameColumns columns{"id", "", "size", ""};
  const Frame frame = frame_of("id,size\na,1000\nb,90\nc,50\nd,30\ne,20\n", columns);
  SampleWish wish;
  wish.method = SampleMethod::proportional_to_size;
  wish.columns = columns;
  wish.sample = 4;
  const auto drawn = draw_sample(frame, plan_of_wish(frame, wish), key_of(1));
  ASSERT_EQ(drawn.size(), 4U);
  for (std::size_t at = 0; at < 3; ++at) EXPECT_TRUE(drawn[at].is_certain);
  EXPECT_FALSE(drawn[3].is_certain);
  EXPECT_EQ(drawn[3].chance_over, 5000U);
  // Equal units, as many as are to take: every one reaches the interval exactly.
  const Frame equal = frame_of("id,size\na,5\nb,5\nc,5\n", columns);
  wish.sample = 3;
  for (const DrawnUnit& unit : draw_sample(equal, plan_of_wish(equal, wish), key_of(1))) EXPECT_TRUE(unit.is_certain);
}

TEST(SampleDraw, PpsIntervalsCoverAsOftenAsTheySay) {
  std::string content = "id,size\n";
  std::vector<Cents> values;
  long double truth = 0;
  RandomSource numbers(sha256("pps population"), "test");
  for (int i = 0; i < 600; ++i) {
    const auto size = static_cast<Cents>(1000 + numbers.below(100) * numbers.below(100) * 20);
    // Overpaid in part, by an amount about as large as the claim is.
    values.push_back(numbers.below(4) == 0 ? 0 : size * static_cast<Cents>(20 + numbers.below(60)) / 100);
    truth += static_cast<long double>(values.back()) / 100;
    content += fmt::format("u{:03},{}\n", i, format_cents(size));
  }
  const FrameColumns columns{"id", "", "size", ""};
  const Frame frame = frame_of(content, columns);
  SampleWish wish;
  wish.method = SampleMethod::proportional_to_size;
  wish.columns = columns;
  wish.sample = 60;
  const SamplePlan plan = plan_of_wish(frame, wish);
  constexpr int kSamples = 3000;
  int covered[3] = {0, 0, 0};
  long double mean = 0;
  for (int seed = 0; seed < kSamples; ++seed) {
    std::vector<PpsValue> sample;
    for (const DrawnUnit& unit : draw_sample(frame, plan, key_of(seed)))
      sample.push_back(
          {values[unit.unit], static_cast<long double>(unit.chance) / static_cast<long double>(unit.chance_over)});
    const auto appraised = appraise_pps(600, sample);
    ASSERT_TRUE(appraised.has_value());
    mean += appraised->point / kSamples;
    for (std::size_t index = 0; index < 3; ++index) {
      const Limits& limits = appraised->limits[index];
      covered[index] += limits.lower <= truth && truth <= limits.upper ? 1 : 0;
    }
  }
  EXPECT_NEAR(static_cast<double>(mean / truth), 1, 0.005) << "unbiased";
  for (std::size_t index = 0; index < 3; ++index)
    EXPECT_NEAR(covered[index] / double{kSamples}, kAppraisalLevels[index], 0.025) << index;
}

TEST(SampleDraw, PlansGoThroughCommitmentsUnchanged) {
  const TestFolder folder;
  const FrameColumns columns{"编号", "科室, \"内\"", "", ""};
  const Path file = folder.add(
      "frame.csv", "编号,\"科室, \"\"内\"\"\"\na,\"x, y\"\nb,\"x, y\"\nc,\"z \"\"q\"\"\"\nd,\"z \"\"q\"\"\"\n");
  const auto frame = read_frame(file, columns);
  ASSERT_TRUE(frame.has_value()) << frame.error().text();
  SampleWish wish;
  wish.method = SampleMethod::stratified;
  wish.columns = columns;
  wish.sample = 3;
  wish.spares = 1;
  wish.least = 1;
  const SamplePlan plan = plan_of_wish(*frame, wish);
  Commitment commitment;
  commitment.kind = "sample";
  commitment.seed_sha256 = sha256("x");
  commitment.public_value = "双色球 第 2026139 期";
  commitment.files = {{"frame", "00"}};
  commitment.parameters = parameters_of(plan);
  const auto read = read_commitment(folder.add("c.json", text_of(commitment)));
  ASSERT_TRUE(read.has_value()) << read.error().text();
  EXPECT_EQ(text_of(*read), text_of(commitment));
  const auto again = plan_of(*read);
  ASSERT_TRUE(again.has_value()) << again.error().text();
  EXPECT_EQ(parameters_of(*again), parameters_of(plan));
  EXPECT_TRUE(same_frame(*frame, *again).has_value());
  const auto drawn = draw_sample(*frame, *again, key_of(1));
  const std::string list = list_of(*frame, *again, drawn);
  EXPECT_TRUE(differences_of(list, list, 10).empty());
  EXPECT_EQ(differences_of(list, "id\n", 10).size(), drawn.size());
  std::string changed = list;
  changed.replace(changed.find("sample"), 6, "spare");
  EXPECT_EQ(differences_of(list, changed, 10).size(), 1U);
  EXPECT_EQ(differences_of(list, list + list.substr(list.find('\n') + 1), 10).size(), drawn.size()) << "rows twice";
}

TEST(SampleDraw, WishesThatCannotBeAreRefused) {
  const FrameColumns columns{"id", "w", "", ""};
  const Frame frame = frame_of("id,w\na,x\nb,x\nc,y\n", columns);
  SampleWish wish;
  wish.columns = columns;
  wish.sample = 4;
  EXPECT_EQ(plan_sample(frame, wish).error().code, "sample_too_large");
  wish.method = SampleMethod::stratified;
  wish.stated = {{"x", "1"}, {"q", "1"}};
  EXPECT_EQ(plan_sample(frame, wish).error().code, "unknown_stratum");
  wish.stated = {{"x", "1"}};
  EXPECT_EQ(plan_sample(frame, wish).error().code, "stratum_not_stated");
  wish.stated = {{"x", "1"}, {"y", "2"}};
  EXPECT_EQ(plan_sample(frame, wish).error().code, "sample_too_large");
  wish.stated = {{"x", "1"}, {"y", "zwei"}};
  EXPECT_EQ(plan_sample(frame, wish).error().code, "bad_count");
  const FrameColumns sized{"id", "", "s", ""};
  const Frame sizes = frame_of("id,s\na,1\nb,0\nc,0\n", sized);
  SampleWish pps;
  pps.method = SampleMethod::proportional_to_size;
  pps.columns = sized;
  pps.sample = 2;
  EXPECT_EQ(plan_sample(sizes, pps).error().code, "too_few_sizes");
  pps.sample = 1;
  pps.spares = 1;
  EXPECT_EQ(plan_sample(sizes, pps).error().code, "no_spares_with_pps");
}

}  // namespace
}  // namespace qiuhao::screening
