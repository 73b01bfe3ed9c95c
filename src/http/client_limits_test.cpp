// Tokens come back with time, the table stays small, and connections are counted in and out.
#include "http/client_limits.h"

#include <gtest/gtest.h>

namespace qiuhao::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

ClientKey key(std::uint32_t number) {
  ClientKey bytes{};
  for (std::size_t at = 0; at < 4; ++at) bytes[at] = static_cast<std::uint8_t>(number >> (8 * at));
  return bytes;
}

TEST(RateLimit, ABurstThenAsManyASecond) {
  RateLimit limit(10);
  const auto begin = RateLimit::Clock::now();
  for (int number = 0; number < 10; ++number) EXPECT_EQ(limit.take(key(1), begin), 0);
  EXPECT_NEAR(limit.take(key(1), begin), 0.1, 1e-9);
  EXPECT_EQ(limit.take(key(2), begin), 0);
  EXPECT_EQ(limit.take(key(1), begin + milliseconds(100)), 0);
  EXPECT_GT(limit.take(key(1), begin + milliseconds(150)), 0);
  // Over any time there are no more than the burst and the rate.
  int taken = 0;
  for (int at_ms = 200; at_ms < 10'200; ++at_ms) taken += limit.take(key(1), begin + milliseconds(at_ms)) == 0;
  EXPECT_NEAR(taken, 100, 2);
  // A pause earns one burst, not more.
  taken = 0;
  for (int number = 0; number < 100; ++number) taken += limit.take(key(1), begin + seconds(1'000)) == 0;
  EXPECT_EQ(taken, 10);
}

TEST(RateLimit, LessThanOneASecond) {
  RateLimit limit(0.5);
  const auto begin = RateLimit::Clock::now();
  EXPECT_EQ(limit.take(key(1), begin), 0);
  EXPECT_NEAR(limit.take(key(1), begin), 2, 1e-9);
  EXPECT_GT(limit.take(key(1), begin + milliseconds(1'900)), 0);
  EXPECT_EQ(limit.take(key(1), begin + milliseconds(2'100)), 0);
}

TEST(RateLimit, ZeroIsNoLimit) {
  RateLimit limit(0);
  for (int number = 0; number < 1'000; ++number) EXPECT_EQ(limit.take(key(1), RateLimit::Clock::now()), 0);
  EXPECT_EQ(limit.clients(), 0U);
}

TEST(RateLimit, ManyClientsDoNotFillTheMemory) {
  RateLimit limit(2, 100);
  const auto begin = RateLimit::Clock::now();
  for (std::uint32_t number = 0; number < 10'000; ++number) {
    EXPECT_EQ(limit.take(key(number), begin + milliseconds(number / 10)), 0);
    EXPECT_LE(limit.clients(), 200U);
  }
  // One that asks all the time is not forgotten between the others.
  int taken = 0;
  for (std::uint32_t number = 0; number < 10'000; ++number) {
    taken += limit.take(key(7), begin + seconds(10)) == 0;
    limit.take(key(100'000 + number), begin + seconds(10));
  }
  EXPECT_EQ(taken, 2);
}

TEST(ConnectionLimit, InAllAndOfAClient) {
  ConnectionLimit limit(4, 2);
  EXPECT_TRUE(limit.enter(key(1), false));
  EXPECT_TRUE(limit.enter(key(1), false));
  EXPECT_FALSE(limit.enter(key(1), false));
  EXPECT_TRUE(limit.enter(key(9), true));
  EXPECT_TRUE(limit.enter(key(9), true));
  EXPECT_FALSE(limit.enter(key(2), false));
  limit.leave(key(9), true);
  EXPECT_FALSE(limit.enter(key(1), false));
  EXPECT_TRUE(limit.enter(key(2), false));
  limit.leave(key(1), false);
  EXPECT_TRUE(limit.enter(key(1), false));
}

}  // namespace
}  // namespace qiuhao::http
