// Packed values come back, one by one and in bulk, at every width.
#include "columns/packed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace qiuhao {
namespace {

std::vector<std::int64_t> random_values(std::mt19937_64& random, std::size_t rows, int width) {
  std::vector<std::int64_t> values;
  const std::uint64_t mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
  const auto base =
      static_cast<std::int64_t>(width > 60 ? 0 : static_cast<std::int64_t>(random() % 2'000'000) - 1'000'000);
  for (std::size_t row = 0; row < rows; ++row) {
    values.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + (random() & mask)));
  }
  return values;
}

TEST(Packed, ComesBackAtEveryWidthAndLength) {
  std::mt19937_64 random(1);
  for (int width = 0; width <= 64; ++width) {
    for (const std::size_t rows : {1UL, 7UL, 255UL, 256UL, 257UL, 1000UL}) {
      const auto values = random_values(random, rows, width);
      const PackedBytes bytes = pack(values);
      EXPECT_EQ(bytes.size(), packed_size(values));
      EXPECT_TRUE(is_sound(bytes.runs, bytes.bytes.size(), rows));
      const Packed packed = bytes.view();
      for (std::size_t row = 0; row < rows; ++row) ASSERT_EQ(packed.at(row), values[row]) << width << " " << row;
      for (int trial = 0; trial < 20; ++trial) {
        const std::size_t first = random() % rows;
        const std::size_t count = 1 + random() % (rows - first);
        std::vector<std::int64_t> read(count);
        packed.read(first, count, read.data());
        ASSERT_TRUE(std::equal(read.begin(), read.end(), values.begin() + static_cast<std::ptrdiff_t>(first))) << width;
      }
    }
  }
}

TEST(Packed, HoldsTheEndsOfWhatAnIntegerCanBe) {
  const std::vector<std::int64_t> values = {INT64_MIN, INT64_MAX, 0, -1, 1};
  const PackedBytes bytes = pack(values);
  for (std::size_t row = 0; row < values.size(); ++row) EXPECT_EQ(bytes.view().at(row), values[row]);
}

TEST(Packed, RunsThatLeaveTheBytesAreNotSound) {
  const std::vector<std::int64_t> values = {1, 2, 300, 4};
  PackedBytes bytes = pack(values);
  EXPECT_FALSE(is_sound(bytes.runs, bytes.bytes.size() - 1, values.size()));
  EXPECT_FALSE(is_sound(bytes.runs, bytes.bytes.size(), kPackedRunRows + 1));
  bytes.runs[0].width = 60;
  EXPECT_FALSE(is_sound(bytes.runs, 1000, values.size()));
}

}  // namespace
}  // namespace qiuhao
