// What an examined sample says of the whole: extrapolated totals with their intervals, by the formulas of RAT-STATS
// (HHS OIG, Office of Audit Services: Unrestricted and Stratified Variable Appraisal).
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/result.h"
#include "screening/sampling/quantiles.h"

namespace qiuhao::screening {

// An interval around the point estimate, in 元 (rounded to 分 only where it is shown).
struct Limits {
  double level = 0;
  double quantile = 0;           // t of n-1 degrees, or z for the whole of several strata
  long double precision = 0;     // half the width
  double precision_percent = 0;  // of the point estimate; 0 when that is not above 0
  long double lower = 0;
  long double upper = 0;
};

struct Appraisal {
  std::string stratum;  // "" for the whole
  std::uint64_t units = 0;
  std::uint64_t sample = 0;
  std::uint64_t nonzero = 0;
  long double mean = 0;
  long double deviation = 0;  // of the sample, with n - 1
  double skewness = 0;        // m3 / m2^1.5 of the sample; 0 without spread
  double kurtosis = 0;        // m4 / m2^2, 3 for a normal distribution
  long double error_mean = 0;
  long double error_total = 0;
  long double point = 0;
  std::array<Limits, kAppraisalLevels.size()> limits;
};

struct StratumValues {
  std::string name;
  std::uint64_t units = 0;  // of the frame, N
  std::vector<Cents> values;
};

struct Appraised {
  std::vector<Appraisal> strata;
  Appraisal whole;
};

// One stratum: mean ȳ, point N ȳ, error N (s/√n) √((N-n)/N), limits by t of n-1. Several: points add up, errors by
// √Σ N_h (N_h-n_h) s_h²/n_h, limits of the whole by z (Cochran 1977, 5.3 to 5.5), as RAT-STATS does; `whole` has no
// mean of a sample, deviation, skewness and kurtosis then. A stratum examined wholly has no error. Errors:
// "no_strata", "sample_too_large", "sample_too_small" (one unit of more than one has no spread).
Result<Appraised> appraise(std::span<const StratumValues> strata);

// What is asked back: the lower limit at a level of kAppraisalLevels, down to whole 分, never below 0.
Cents asked_back(const Limits& limits);

struct RatioAppraisal {
  double ratio = 0;  // Σ value / Σ book
  Appraisal whole;   // deviation is of the residuals value - ratio · book
};

// The ratio estimator with a book total known for the whole frame: total R X, error (X/x̄) s_e/√n √((N-n)/N), t of n-1
// (Cochran 1977, 6.2 to 6.4). Errors: as appraise(), "no_book" when the books add up to nothing.
Result<RatioAppraisal> appraise_ratio(const StratumValues& values, std::span<const Cents> books, Cents book_total);

struct PpsValue {
  Cents value = 0;
  long double chance = 1;  // of having been drawn, above 0; 1 for units taken for certain
};

// A sample proportional to size: Horvitz and Thompson's total Σ y/π, with Hájek's variance
// n/(n-1) Σ (1-π)(y/π - B)², B = Σ(1-π)(y/π) / Σ(1-π) over the units not taken for certain (Hájek 1964; Berger 2004),
// t of n-1 of those. `units` is of the whole frame. Errors: "bad_chance", "sample_too_small".
Result<Appraisal> appraise_pps(std::uint64_t units, std::span<const PpsValue> values);

}  // namespace qiuhao::screening
