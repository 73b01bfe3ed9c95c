// Both ways of counting keys give what a map gives.
#include "rules/bulk/key_counts.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace qiuhao::rules {
namespace {

TEST(KeyCounts, CountWhatAMapCounts) {
  std::mt19937 random(3);
  KeyCounts counts;  // of one run after the other
  for (int round = 0; round < 50; ++round) {
    std::vector<RowIndex> people;
    for (RowIndex person = 10; person < 30; ++person) people.insert(people.end(), random() % 9, person);
    counts.begin({10, 30}, people);
    std::map<std::pair<RowIndex, std::uint64_t>, std::int64_t> expected;
    for (const RowIndex person : people) {
      const std::uint64_t key = random() % 5;
      const std::uint32_t place = counts.add(person, key);
      EXPECT_EQ(counts.at(place), ++(expected[{person, key}]));
    }
    for (RowIndex person = 10; person < 30; ++person) {
      for (std::uint64_t key = 0; key < 6; ++key) {
        const auto found = expected.find({person, key});
        EXPECT_EQ(counts.of(person, key), found == expected.end() ? 0 : found->second);
      }
    }
  }
}

TEST(SortedCounts, CountWhatAMapCounts) {
  std::mt19937 random(4);
  SortedCounts counts;
  for (int round = 0; round < 50; ++round) {
    std::vector<std::uint64_t> keys;
    std::map<std::uint64_t, std::int64_t> expected;
    for (std::uint64_t key = 0; key < 40; ++key) {
      if (random() % 6 == 0) keys.push_back(kNoKey);
      for (auto times = random() % 3; times > 0; --times) {
        keys.push_back(key);
        ++expected[key];
      }
    }
    ASSERT_TRUE(counts.fill(keys));
    EXPECT_TRUE(counts.is_filled());
    for (std::uint64_t key = 0; key < 42; ++key) {
      EXPECT_EQ(counts.of(key), expected.contains(key) ? expected[key] : 0) << "in order";
    }
    for (int question = 0; question < 100; ++question) {
      const std::uint64_t key = random() % 45;
      EXPECT_EQ(counts.of(key), expected.contains(key) ? expected[key] : 0) << "in any order";
    }
  }
}

TEST(SortedCounts, TakeNoKeysOutOfOrder) {
  SortedCounts counts;
  EXPECT_FALSE(counts.fill(std::vector<std::uint64_t>{1, 3, kNoKey, 2}));
  EXPECT_FALSE(counts.is_filled());
  EXPECT_TRUE(counts.fill({}));
  EXPECT_EQ(counts.of(7), 0);
}

}  // namespace
}  // namespace qiuhao::rules
