// What is put is taken off again, and bytes that end early say so.
#include "base/bytes.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace qiuhao {
namespace {

TEST(Bytes, NumbersComeBackInAsFewBytesAsTheyNeed) {
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  for (const std::uint64_t value : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{127}, std::uint64_t{128},
                                    std::uint64_t{16'383}, std::uint64_t{16'384}, most - 1, most}) {
    std::string bytes;
    put_varint(bytes, value);
    const std::size_t bits = value == 0 ? 1 : 64 - static_cast<std::size_t>(__builtin_clzll(value));
    EXPECT_EQ(bytes.size(), (bits + 6) / 7) << value;
    ByteReader reader(bytes);
    EXPECT_EQ(reader.varint(), value);
    EXPECT_TRUE(reader.is_at_end());
  }
}

TEST(Bytes, SignedNumbersNearZeroAreShort) {
  const std::int64_t least = std::numeric_limits<std::int64_t>::min();
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t value :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{63}, std::int64_t{-64}, least, most}) {
    std::string bytes;
    put_signed(bytes, value);
    EXPECT_EQ(bytes.size() == 1, value >= -64 && value < 64) << value;
    ByteReader reader(bytes);
    EXPECT_EQ(reader.signed_number(), value);
  }
}

TEST(Bytes, TextsHoldAnything) {
  std::string bytes;
  const std::string text("a\0\xff", 3);
  put_text(bytes, text);
  put_text(bytes, "");
  put_text(bytes, std::string(300, 'x'));
  ByteReader reader(bytes);
  EXPECT_EQ(reader.text(), text);
  EXPECT_EQ(reader.text(), "");
  EXPECT_EQ(reader.text(), std::string(300, 'x'));
  EXPECT_EQ(reader.left(), 0U);
  EXPECT_EQ(reader.text(), std::nullopt);
}

TEST(Bytes, WhatEndsEarlyIsNothing) {
  EXPECT_EQ(ByteReader("").varint(), std::nullopt);
  EXPECT_EQ(ByteReader("\x80").varint(), std::nullopt);
  EXPECT_EQ(ByteReader(std::string(20, '\xff')).varint(), std::nullopt);  // more than 64 bits
  EXPECT_EQ(ByteReader("\x05"
                       "abcd")
                .text(),
            std::nullopt);
  std::string huge;
  put_varint(huge, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(ByteReader(huge).text(), std::nullopt);
}

// A tenth byte has room for one bit of a number; others would be lost.
TEST(Bytes, ATenthByteHoldsOneBit) {
  EXPECT_EQ(ByteReader(std::string(9, '\xff') + "\x01").varint(), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(ByteReader(std::string(9, '\xff') + "\x02").varint(), std::nullopt);
}

TEST(Bytes, RandomBytesAreReadToTheirEnd) {
  std::mt19937_64 random(7);
  for (int trial = 0; trial < 20'000; ++trial) {
    std::string bytes(random() % 40, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    ByteReader reader(bytes);
    for (std::size_t left = reader.left() + 1; reader.left() < left && !reader.is_at_end();) {
      left = reader.left();
      const bool is_read = random() % 2 == 0 ? reader.text().has_value() : reader.signed_number().has_value();
      if (!is_read) break;
    }
    EXPECT_LE(reader.left(), bytes.size());
  }
}

}  // namespace
}  // namespace qiuhao
