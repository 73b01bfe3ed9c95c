// Hypergeometric sums by their terms, the largest first, so that small terms are not lost.
#include "screening/sampling/share.h"

#include <fmt/format.h>

#include <cmath>

namespace qiuhao::screening {
namespace {

struct Drawn {
  std::uint64_t units;
  std::uint64_t sample;
};

long double log_choose(std::uint64_t n, std::uint64_t k) {
  return std::lgamma(static_cast<long double>(n) + 1) - std::lgamma(static_cast<long double>(k) + 1) -
         std::lgamma(static_cast<long double>(n - k) + 1);
}

// Probabilities nearer to a tail than this are taken to equal it, and are then not more than it.
constexpr long double kSame = 1e-12L;

// P(X ≤ found) when `marked` of the units have it; sums the shorter way from the term at `found`.
long double at_most(const Drawn& drawn, std::uint64_t marked, std::uint64_t found) {
  const std::uint64_t clear = drawn.units - marked;
  const std::uint64_t least = drawn.sample > clear ? drawn.sample - clear : 0;
  const std::uint64_t most = std::min(drawn.sample, marked);
  if (found < least) return 0;
  if (found >= most) return 1;
  const auto term_at = [&](std::uint64_t k) {
    return std::exp(log_choose(marked, k) + log_choose(clear, drawn.sample - k) -
                    log_choose(drawn.units, drawn.sample));
  };
  // Ratio of the term k+1 to the term k.
  const auto step = [&](std::uint64_t k) {
    return static_cast<long double>(marked - k) * static_cast<long double>(drawn.sample - k) /
           (static_cast<long double>(k + 1) * static_cast<long double>(clear + k + 1 - drawn.sample));
  };
  const long double middle =
      static_cast<long double>(drawn.sample) * static_cast<long double>(marked) / static_cast<long double>(drawn.units);
  long double sum = 0;
  if (static_cast<long double>(found) < middle) {
    long double term = term_at(found);
    for (std::uint64_t k = found;; --k) {
      sum += term;
      if (k == least || term < sum * 1e-22L) return sum;
      term /= step(k - 1);
    }
  }
  long double term = term_at(found + 1);
  for (std::uint64_t k = found + 1;; ++k) {
    sum += term;
    if (k == most || term < sum * 1e-22L) return 1 - sum;
    term *= step(k);
  }
}

std::uint64_t upper_limit(const Drawn& drawn, std::uint64_t found, long double tail) {
  std::uint64_t good = found, bad = drawn.units - drawn.sample + found + 1;  // at_most falls as more are marked
  while (bad - good > 1) {
    const std::uint64_t middle = good + (bad - good) / 2;
    (at_most(drawn, middle, found) > tail + kSame ? good : bad) = middle;
  }
  return good;
}

std::uint64_t lower_limit(const Drawn& drawn, std::uint64_t found, long double tail) {
  if (found == 0) return 0;
  std::uint64_t bad = found - 1, good = drawn.units - drawn.sample + found;
  while (good - bad > 1) {
    const std::uint64_t middle = bad + (good - bad) / 2;
    (1 - at_most(drawn, middle, found - 1) > tail + kSame ? good : bad) = middle;
  }
  return good;
}

}  // namespace

Result<ShareAppraisal> appraise_share(std::uint64_t units, std::uint64_t sample, std::uint64_t found) {
  if (found > sample || sample > units || sample < 2 || units > kMaxShareUnits) {
    return input_error(
        "bad_counts",
        Sentence{
            fmt::format("{} found in {} of {} units: found is at most the sample, the sample from 2 up to the "
                        "units, and these at most {}",
                        found, sample, units, kMaxShareUnits),
            fmt::format("{} 个单元中抽 {} 个、发现 {} 个：发现数不超过样本量，样本量为 2 至单元数，单元数不超过 {}",
                        units, sample, found, kMaxShareUnits)});
  }
  ShareAppraisal appraisal;
  appraisal.units = units;
  appraisal.sample = sample;
  appraisal.found = found;
  const auto all = static_cast<double>(units), taken = static_cast<double>(sample);
  const double share = static_cast<double>(found) / taken;
  appraisal.point = all * share;
  appraisal.error_share = std::sqrt(share * (1 - share) / (taken - 1) * (all - taken) / all);
  appraisal.error_units = all * appraisal.error_share;
  const Drawn drawn{units, sample};
  for (std::size_t index = 0; index < kAppraisalLevels.size(); ++index) {
    const double level = kAppraisalLevels[index];
    const long double tail = 1 - static_cast<long double>(level);
    appraisal.two_sided[index] = {level, lower_limit(drawn, found, tail / 2), upper_limit(drawn, found, tail / 2)};
    appraisal.one_sided[index] = {level, lower_limit(drawn, found, tail), upper_limit(drawn, found, tail)};
  }
  return appraisal;
}

}  // namespace qiuhao::screening
