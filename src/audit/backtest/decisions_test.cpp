// Decisions of people: what is read, what is refused with its line, and intervals against published values.
#include "audit/backtest/decisions.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "audit/backtest/precision.h"
#include "audit/backtest/so_far.h"

namespace qiuhao::audit {
namespace {

class DecisionsFile : public ::testing::Test {
 protected:
  Result<Decisions> read(const std::string& text) {
    EXPECT_TRUE(write_file_atomically(file_, text).has_value());
    return Decisions::read(file_);
  }
  void TearDown() override { std::filesystem::remove(file_); }

  Path file_ = std::filesystem::temp_directory_path() / ("qiuhao-decisions-test-" + std::to_string(::getpid()));
};

const std::string kId = "00112233445566778899aabbccddeeff";

TEST_F(DecisionsFile, LaterDaysReplaceEarlierOnes) {
  const auto decisions =
      read("decision,finding,on\nconfirmed," + kId + ",2025-02-01\nrefused," + kId + ",2025-01-31\n");
  ASSERT_TRUE(decisions.has_value()) << decisions.error().text();
  ASSERT_EQ(decisions->all().size(), 1U);
  EXPECT_TRUE(decisions->all()[0].is_confirmed);
  EXPECT_EQ(decisions->replaced(), 1U);
  EXPECT_EQ(decisions->find({0x0011223344556677, 0x8899aabbccddeeff}), 0);
  EXPECT_EQ(decisions->find({1, 2}), -1);
}

TEST_F(DecisionsFile, WhatCannotBeUsedIsNamedWithItsLine) {
  const auto refused = [&](const std::string& text, int line) {
    const auto decisions = read(text);
    ASSERT_FALSE(decisions.has_value()) << text;
    EXPECT_EQ(decisions.error().code, "bad_decisions");
    EXPECT_EQ(decisions.error().place.line, line);
    EXPECT_FALSE(decisions.error().chinese.empty());
  };
  refused("finding,by\n", 1);
  refused("finding,decision\n" + kId + ",confirmed\n12ab,confirmed\n", 3);
  refused("finding,decision\n" + kId + ",yes\n", 2);
  refused("finding,decision\n-0112233445566778899aabbccddeeff,confirmed\n", 2);
  refused("finding,decision,on\n" + kId + ",confirmed,2025-02-30\n", 2);
}

// R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I,
// method 3.
TEST(WilsonInterval, PublishedValues) {
  const auto expect = [](std::size_t hits, std::size_t all, double low, double high) {
    const Interval interval = wilson_interval(hits, all);
    EXPECT_NEAR(interval.low, low, 0.00005) << hits << " of " << all;
    EXPECT_NEAR(interval.high, high, 0.00005) << hits << " of " << all;
  };
  expect(81, 263, 0.2553, 0.3662);
  expect(15, 148, 0.0624, 0.1605);
  expect(0, 20, 0.0000, 0.1611);
  expect(1, 29, 0.0061, 0.1718);
  expect(20, 20, 0.8389, 1.0000);  // the mirror of 0 of 20
  expect(0, 0, 0, 1);
}

TEST(Estimates, AreTheTruthAtTheEnd) {
  std::vector<SoFar> told;
  Teller teller(30, 3, [&](const SoFar& so_far) { told.push_back(so_far); });
  for (const std::size_t found : {4U, 0U, 5U}) {
    Tally tally;
    tally.added = found;
    tally.more = static_cast<Cents>(found) * 100;
    teller.add(10, 100, tally);
  }
  const SoFar all = teller.so_far();
  EXPECT_TRUE(all.is_all());
  EXPECT_DOUBLE_EQ(all.added.value, 9);
  EXPECT_DOUBLE_EQ(all.added.margin, 0);
  EXPECT_EQ(all.more, 900);
}

// Two runs of three: (4 + 0) / 2 * 3 = 6; s² = 8, so the margin is 1.96 · 3 · sqrt((1 − 2/3) · 8 / 2).
TEST(Estimates, GrowFromThePartThatIsDone) {
  Teller teller(30, 3, {});
  for (const std::size_t found : {4U, 0U}) {
    Tally tally;
    tally.gone = found;
    tally.less = static_cast<Cents>(found) * 100;
    teller.add(10, 100, tally);
  }
  const SoFar part = teller.so_far();
  EXPECT_DOUBLE_EQ(part.gone.value, 6);
  EXPECT_NEAR(part.gone.margin, 6.7896, 0.001);
  EXPECT_EQ(part.less, 600);
  EXPECT_FALSE(part.is_all());
}

}  // namespace
}  // namespace qiuhao::audit
