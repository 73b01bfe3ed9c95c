// The last minute, whatever the clock does.
#include "server/live_counts.h"

#include <gtest/gtest.h>

namespace qiuhao::server {
namespace {

national::Exchanged message(const std::string& institution, const std::string& error = "",
                            std::vector<std::string> hits = {}) {
  national::Exchanged exchanged;
  exchanged.institution = institution;
  exchanged.error = error;
  exchanged.told.hits = std::move(hits);
  return exchanged;
}

TEST(LiveCounts, looks_back_a_minute) {
  LiveCounts counts;
  for (int number = 0; number < 98; ++number) counts.count_at(message("H1", "", {"R0101"}), 0.001, 1'000);
  counts.count_at(message("H2"), 0.5, 1'001);
  counts.count_at(message("H2", "bad_signature"), 0.5, 1'001);
  const auto told = counts.look_at(1'002);
  EXPECT_EQ(told.recent, 100U);
  ASSERT_EQ(told.a_second.size(), 60U);
  EXPECT_EQ(told.a_second[58], 98U);
  EXPECT_EQ(told.a_second[59], 2U);
  EXPECT_GE(told.p50_us, 1'000);
  EXPECT_LE(told.p50_us, 1'334) << "a bucket is a third wide";
  EXPECT_GE(told.p99_us, 500'000);
  EXPECT_LE(told.p99_us, 670'000);
  EXPECT_EQ(told.rules.at("R0101"), 98U);
  EXPECT_EQ(told.clients.at("H2").errors, 1U);
  EXPECT_EQ(told.clients.at("H2").last_error, "bad_signature");
  EXPECT_EQ(told.clients.at("H1").last_seen, 1'000);

  // The second that runs is not over; those of long ago are not of this minute.
  EXPECT_EQ(counts.look_at(1'001).recent, 98U);
  EXPECT_EQ(counts.look_at(1'061).recent, 2U);
  EXPECT_EQ(counts.look_at(1'062).recent, 0U);
  EXPECT_EQ(counts.look_at(1'062).p99_us, 0);
  counts.count_at(message("H1"), 0.001, 1'061);
  EXPECT_EQ(counts.look_at(1'062).recent, 1U);
  EXPECT_EQ(counts.look_at(1'062).messages, 101U);
}

TEST(LiveCounts, strangers_names_do_not_fill_memory) {
  LiveCounts counts;
  counts.count_at(message(std::string(1'000, 'x')), 0.001, 1'000);
  counts.count_at(message(""), 0.001, 1'000);
  for (int number = 0; number < 10'100; ++number) counts.count_at(message("H" + std::to_string(number)), 0.001, 1'000);
  EXPECT_EQ(counts.look_at(1'001).clients.size(), kLiveClientsMost);
}

TEST(LiveCounts, what_a_candidate_says_is_counted_by_rule) {
  using Kind = live::ShadowDifference::Kind;
  LiveCounts counts;
  counts.count_shadow(
      {{Kind::only_new, "R1", "a", 0, 1}, {Kind::gone, "R1", "b", 1, 0}, {Kind::gone, "R2", "c", 1, 0}});
  const auto told = counts.look_at(1'000);
  EXPECT_EQ(told.shadow.at("R1").added, 1U);
  EXPECT_EQ(told.shadow.at("R1").gone, 1U);
  EXPECT_EQ(told.shadow.at("R2").gone, 1U);
}

}  // namespace
}  // namespace qiuhao::server
