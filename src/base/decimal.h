// Decimal: an exact number, int64 units at a scale of 0 to 12 places, 128 bits in between; and Cents, money in 分.
// Addition, subtraction and multiplication are exact or an overflow; only division and rescaling round.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace qiuhao {

using Cents = std::int64_t;  // money in 分

inline constexpr int kMaxScale = 12;
inline constexpr int kDivisionScale = 6;  // places kept by Decimal division, half away from zero

inline constexpr std::int64_t kPowersOfTen[kMaxScale + 1] = {
    1,          10,          100,           1'000,          10'000,          100'000,          1'000'000,
    10'000'000, 100'000'000, 1'000'000'000, 10'000'000'000, 100'000'000'000, 1'000'000'000'000};

struct Decimal {
  std::int64_t units = 0;
  std::uint8_t scale = 0;

  static constexpr Decimal from_int(std::int64_t value) { return {value, 0}; }
  static constexpr Decimal from_cents(Cents cents) { return {cents, 2}; }
};

// Compares values, not representations: 1.50 equals 1.5.
std::strong_ordering compare(Decimal a, Decimal b);
inline bool operator==(Decimal a, Decimal b) { return compare(a, b) == 0; }
inline std::strong_ordering operator<=>(Decimal a, Decimal b) { return compare(a, b); }

// nullopt: the exact result does not fit 64 bits at any scale (overflow), or the divisor is zero.
std::optional<Decimal> add(Decimal a, Decimal b);
std::optional<Decimal> subtract(Decimal a, Decimal b);
std::optional<Decimal> multiply(Decimal a, Decimal b);
std::optional<Decimal> divide(Decimal a, Decimal b);  // kDivisionScale places, half away from zero
std::optional<Decimal> negate(Decimal a);

// The value at another scale, half away from zero; nullopt on overflow.
std::optional<Decimal> rescale(Decimal a, int scale);
// Money of an amount in 元: rounded to 分, half away from zero; nullopt on overflow.
std::optional<Cents> to_cents(Decimal yuan);

// "12", "-3.50", "+0.000001", "1.5e3"; refuses more than kMaxScale places, exponents beyond ±30, and what overflows,
// with code "bad_number" (e.g. 1e400).
Result<Decimal> parse_decimal(std::string_view text);
std::string format_decimal(Decimal value);  // as written: trailing zeros of the scale are kept, "12.50"
std::string format_cents(Cents cents);      // "-12.05"
double to_double(Decimal value);            // for statistics and charts only

}  // namespace qiuhao
