// Exact decimal arithmetic over 128-bit intermediates.
#include "base/decimal.h"

#include <fmt/format.h>

#include <limits>

#include "base/check.h"

namespace qiuhao {
namespace {

using Wide = __int128;

bool fits(Wide value) {
  return value >= std::numeric_limits<std::int64_t>::min() && value <= std::numeric_limits<std::int64_t>::max();
}

// Drops trailing zeros until the value fits and the scale is allowed; nullopt when that would lose a digit.
std::optional<Decimal> narrow(Wide value, int scale) {
  while ((scale > kMaxScale || !fits(value)) && scale > 0 && value % 10 == 0) {
    value /= 10;
    --scale;
  }
  if (scale > kMaxScale || !fits(value)) return std::nullopt;
  return Decimal{static_cast<std::int64_t>(value), static_cast<std::uint8_t>(scale)};
}

Wide scaled_up(Decimal value, int scale) { return static_cast<Wide>(value.units) * kPowersOfTen[scale - value.scale]; }

int common_scale(Decimal a, Decimal b) { return a.scale > b.scale ? a.scale : b.scale; }

// value / divisor, half away from zero.
Wide divide_rounded(Wide value, Wide divisor) {
  if (divisor < 0) {
    value = -value;
    divisor = -divisor;
  }
  const Wide half = divisor / 2;
  const bool odd = divisor % 2 != 0;
  const Wide quotient = value / divisor;
  const Wide rest = value % divisor;
  const Wide magnitude = rest < 0 ? -rest : rest;
  const bool up = odd ? magnitude > half : magnitude >= half;
  if (!up) return quotient;
  return value < 0 ? quotient - 1 : quotient + 1;
}

}  // namespace

std::strong_ordering compare(Decimal a, Decimal b) {
  if (a.scale == b.scale) return a.units <=> b.units;
  const int scale = common_scale(a, b);
  const Wide left = scaled_up(a, scale);
  const Wide right = scaled_up(b, scale);
  return left < right   ? std::strong_ordering::less
         : left > right ? std::strong_ordering::greater
                        : std::strong_ordering::equal;
}

std::optional<Decimal> add(Decimal a, Decimal b) {
  const int scale = common_scale(a, b);
  return narrow(scaled_up(a, scale) + scaled_up(b, scale), scale);
}

std::optional<Decimal> subtract(Decimal a, Decimal b) {
  const int scale = common_scale(a, b);
  return narrow(scaled_up(a, scale) - scaled_up(b, scale), scale);
}

std::optional<Decimal> multiply(Decimal a, Decimal b) {
  return narrow(static_cast<Wide>(a.units) * b.units, a.scale + b.scale);
}

std::optional<Decimal> divide(Decimal a, Decimal b) {
  if (b.units == 0) return std::nullopt;
  // a/b at kDivisionScale places: (a.units * 10^(kDivisionScale + b.scale)) / (b.units * 10^a.scale).
  const Wide numerator = static_cast<Wide>(a.units) * kPowersOfTen[kDivisionScale];
  Wide scaled = 0;
  if (__builtin_mul_overflow(numerator, static_cast<Wide>(kPowersOfTen[b.scale]), &scaled)) return std::nullopt;
  return narrow(divide_rounded(scaled, static_cast<Wide>(b.units) * kPowersOfTen[a.scale]), kDivisionScale);
}

std::optional<Decimal> negate(Decimal a) { return narrow(-static_cast<Wide>(a.units), a.scale); }

std::optional<Decimal> rescale(Decimal a, int scale) {
  CHECK(scale >= 0 && scale <= kMaxScale);
  const Wide value = scale >= a.scale ? scaled_up(a, scale)
                                      : divide_rounded(static_cast<Wide>(a.units), kPowersOfTen[a.scale - scale]);
  if (!fits(value)) return std::nullopt;
  return Decimal{static_cast<std::int64_t>(value), static_cast<std::uint8_t>(scale)};
}

std::optional<Cents> to_cents(Decimal yuan) {
  const auto cents = rescale(yuan, 2);
  if (!cents) return std::nullopt;
  return cents->units;
}

Result<Decimal> parse_decimal(std::string_view text) {
  // A number is read for each value of each message, so nothing is allocated where nothing is wrong.
  struct Why {
    const char* english;
    const char* chinese;
  };
  const auto refuse = [&](const Why& why) {
    return input_error("bad_number", Sentence{fmt::format("'{}' {}", text.substr(0, 40), why.english),
                                              fmt::format("“{}”{}", text.substr(0, 40), why.chinese)});
  };
  constexpr Why no_number{"is not a number; write digits with at most one point", "不是数字；请写数字，最多一个小数点"};
  constexpr Why too_large{"is too large for an exact number", "太大，不能精确表示"};
  std::string_view rest = text;
  bool negative = false;
  if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
    negative = rest.front() == '-';
    rest.remove_prefix(1);
  }
  Wide value = 0;
  int scale = 0;
  bool digits = false;
  bool point = false;
  while (!rest.empty() && rest.front() != 'e' && rest.front() != 'E') {
    const char c = rest.front();
    rest.remove_prefix(1);
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return refuse(no_number);
    digits = true;
    if (value > static_cast<Wide>(std::numeric_limits<std::int64_t>::max()) * 1'000'000) {
      return refuse(too_large);
    }
    value = value * 10 + (c - '0');
    if (point) ++scale;
  }
  if (!digits) return refuse(no_number);
  if (!rest.empty()) {
    rest.remove_prefix(1);
    bool negative_exponent = false;
    if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
      negative_exponent = rest.front() == '-';
      rest.remove_prefix(1);
    }
    if (rest.empty() || rest.size() > 4) return refuse(too_large);
    int exponent = 0;
    for (const char c : rest) {
      if (c < '0' || c > '9') return refuse(no_number);
      exponent = exponent * 10 + (c - '0');
    }
    if (exponent > 30) return refuse(too_large);
    scale += negative_exponent ? exponent : -exponent;
    while (scale < 0) {
      if (value > static_cast<Wide>(std::numeric_limits<std::int64_t>::max())) {
        return refuse(too_large);
      }
      value *= 10;
      ++scale;
    }
  }
  const auto result = narrow(negative ? -value : value, scale);
  if (!result) return refuse({"has too many digits for an exact number", "位数太多，不能精确表示"});
  return *result;
}

std::string format_decimal(Decimal value) {
  const bool negative = value.units < 0;
  const Wide magnitude = negative ? -static_cast<Wide>(value.units) : static_cast<Wide>(value.units);
  const auto whole = static_cast<std::uint64_t>(magnitude / kPowersOfTen[value.scale]);
  const auto fraction = static_cast<std::uint64_t>(magnitude % kPowersOfTen[value.scale]);
  const std::string sign = negative ? "-" : "";
  if (value.scale == 0) return fmt::format("{}{}", sign, whole);
  return fmt::format("{}{}.{:0{}}", sign, whole, fraction, value.scale);
}

std::string format_cents(Cents cents) { return format_decimal(Decimal::from_cents(cents)); }

double to_double(Decimal value) {
  return static_cast<double>(value.units) / static_cast<double>(kPowersOfTen[value.scale]);
}

}  // namespace qiuhao
