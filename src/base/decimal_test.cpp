// Exactness, rounding and refusal of decimals, against 128-bit arithmetic and worked figures.
#include "base/decimal.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace qiuhao {
namespace {

Decimal dec(const char* text) { return *parse_decimal(text); }

TEST(Decimal, ReadsAndWrites) {
  EXPECT_EQ(format_decimal(dec("12.50")), "12.50");
  EXPECT_EQ(format_decimal(dec("-0.000001")), "-0.000001");
  EXPECT_EQ(format_decimal(dec("1.5e3")), "1500");
  EXPECT_EQ(dec("1.50"), dec("1.5"));
  EXPECT_EQ(format_cents(-5), "-0.05");
}

TEST(Decimal, RefusesWhatItCannotHold) {
  for (const char* text :
       {"1e400", "", "-", ".", "1.2.3", "abc", "12元", "99999999999999999999", "1e-40", "0x10", "1e"}) {
    const auto result = parse_decimal(text);
    ASSERT_FALSE(result.has_value()) << text;
    EXPECT_EQ(result.error().code, "bad_number");
  }
}

TEST(Decimal, Arithmetic) {
  EXPECT_EQ(*multiply(dec("2.000000"), dec("3.0000")), dec("6"));
  EXPECT_EQ(format_decimal(*divide(dec("10"), dec("3"))), "3.333333");
  EXPECT_EQ(format_decimal(*divide(dec("-2"), dec("3"))), "-0.666667");
  EXPECT_FALSE(divide(dec("1"), dec("0")).has_value());
  EXPECT_EQ(*to_cents(dec("1.005")), 101);
  EXPECT_EQ(*to_cents(dec("-1.005")), -101);
  EXPECT_EQ(*to_cents(dec("1.0049")), 100);
  const Decimal most{std::numeric_limits<std::int64_t>::max(), 0};
  EXPECT_FALSE(add(most, Decimal::from_int(1)).has_value());
  EXPECT_FALSE(multiply(most, Decimal::from_int(2)).has_value());
}

TEST(Decimal, AgreesWithWideIntegersOnRandomValues) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 100'000; ++round) {
    const Decimal a{static_cast<std::int64_t>(random() % 200'000) - 100'000, static_cast<std::uint8_t>(random() % 3)};
    const Decimal b{static_cast<std::int64_t>(random() % 200'000) - 100'000, static_cast<std::uint8_t>(random() % 3)};
    const auto at_six = [](Decimal x) { return rescale(x, 6)->units; };
    ASSERT_EQ(at_six(*add(a, b)), at_six(a) + at_six(b));
    ASSERT_EQ(at_six(*subtract(a, b)), at_six(a) - at_six(b));
    ASSERT_EQ(at_six(*multiply(a, b)) * 1'000'000, at_six(a) * at_six(b));
    ASSERT_EQ(a < b, at_six(a) < at_six(b));
  }
}

}  // namespace
}  // namespace qiuhao
