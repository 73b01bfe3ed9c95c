// Means, moments and intervals, all in long double: money is exact until it is a statistic.
#include "screening/sampling/appraisal.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "base/check.h"

namespace qiuhao::screening {
namespace {

constexpr long double kCentsOfYuan = 100;

long double yuan(Cents cents) { return static_cast<long double>(cents) / kCentsOfYuan; }

std::string name_of(const std::string& stratum) { return stratum.empty() ? "the frame" : "stratum " + stratum; }
std::string chinese_name_of(const std::string& stratum) { return stratum.empty() ? "抽样框" : "层" + stratum; }

Status check_sample(const std::string& stratum, std::uint64_t units, std::uint64_t sample) {
  if (sample > units) {
    return input_error("sample_too_large",
                       Sentence{fmt::format("{} has {} units, but {} were examined; state its size as the frame had it",
                                            name_of(stratum), units, sample),
                                fmt::format("{}只有 {} 个单元，却审核了 {} 个；请按抽样框写明单元数",
                                            chinese_name_of(stratum), units, sample)});
  }
  if (sample == 0 || (sample == 1 && units > 1)) {
    return input_error("sample_too_small",
                       Sentence{fmt::format("{}: {} of {} units examined; without two nothing is known of its spread",
                                            name_of(stratum), sample, units),
                                fmt::format("{}：{} 个单元只审核了 {} 个；少于两个无法估计差异",
                                            chinese_name_of(stratum), units, sample)});
  }
  return {};
}

// Sets precision and limits from point, error and the quantiles.
template <typename Quantile>
void set_limits(Appraisal& appraisal, const Quantile& quantile) {
  for (std::size_t index = 0; index < kAppraisalLevels.size(); ++index) {
    Limits& limits = appraisal.limits[index];
    limits.level = kAppraisalLevels[index];
    limits.quantile = quantile(limits.level);
    limits.precision = limits.quantile * appraisal.error_total;
    limits.lower = appraisal.point - limits.precision;
    limits.upper = appraisal.point + limits.precision;
    if (appraisal.point > 0) limits.precision_percent = static_cast<double>(100 * limits.precision / appraisal.point);
  }
}

void set_t_limits(Appraisal& appraisal, std::uint64_t sample) {
  set_limits(appraisal, [&](double level) { return sample > 1 ? t_value(level, sample - 1) : 0.0; });
}

long double without_replacement(std::uint64_t units, std::uint64_t sample) {
  return std::sqrt(static_cast<long double>(units - sample) / static_cast<long double>(units));
}

void set_moments(std::span<const Cents> values, Appraisal& appraisal) {
  __int128 sum = 0;
  for (const Cents value : values) {
    sum += value;
    if (value != 0) ++appraisal.nonzero;
  }
  const auto number = static_cast<long double>(values.size());
  appraisal.mean = static_cast<long double>(sum) / kCentsOfYuan / number;
  long double second = 0, third = 0, fourth = 0;
  for (const Cents value : values) {
    const long double apart = yuan(value) - appraisal.mean;
    second += apart * apart;
    third += apart * apart * apart;
    fourth += apart * apart * apart * apart;
  }
  if (values.size() > 1) appraisal.deviation = std::sqrt(second / (number - 1));
  second /= number;
  if (second <= 0) return;
  appraisal.skewness = static_cast<double>(third / number / std::pow(second, 1.5L));
  appraisal.kurtosis = static_cast<double>(fourth / number / (second * second));
}

Appraisal appraise_one(const StratumValues& stratum) {
  Appraisal appraisal;
  appraisal.stratum = stratum.name;
  appraisal.units = stratum.units;
  appraisal.sample = stratum.values.size();
  set_moments(stratum.values, appraisal);
  const auto units = static_cast<long double>(stratum.units);
  appraisal.error_mean = appraisal.deviation / std::sqrt(static_cast<long double>(appraisal.sample)) *
                         without_replacement(stratum.units, appraisal.sample);
  appraisal.error_total = units * appraisal.error_mean;
  appraisal.point = units * appraisal.mean;
  set_t_limits(appraisal, appraisal.sample);
  return appraisal;
}

}  // namespace

Result<Appraised> appraise(std::span<const StratumValues> strata) {
  if (strata.empty())
    return input_error("no_strata", Sentence{"nothing was examined; give the sample that people looked at",
                                             "没有审核结果；请提供已审核的样本"});
  Appraised appraised;
  Appraisal& whole = appraised.whole;
  long double variance = 0;
  for (const StratumValues& stratum : strata) {
    TRY(check_sample(stratum.name, stratum.units, stratum.values.size()));
    const Appraisal one = appraise_one(stratum);
    whole.units += one.units;
    whole.sample += one.sample;
    whole.nonzero += one.nonzero;
    whole.point += one.point;
    variance += one.error_total * one.error_total;
    appraised.strata.push_back(one);
  }
  if (appraised.strata.size() == 1) {
    whole = appraised.strata.front();
    whole.stratum.clear();
    return appraised;
  }
  whole.mean = whole.point / static_cast<long double>(whole.units);
  whole.error_total = std::sqrt(variance);
  whole.error_mean = whole.error_total / static_cast<long double>(whole.units);
  set_limits(whole, z_value);
  return appraised;
}

Cents asked_back(const Limits& limits) {
  const long double cents = std::floor(limits.lower * kCentsOfYuan);
  if (!(cents > 0)) return 0;
  constexpr auto kMost = static_cast<long double>(std::numeric_limits<Cents>::max() / 2);
  return static_cast<Cents>(std::min(cents, kMost));
}

Result<RatioAppraisal> appraise_ratio(const StratumValues& values, std::span<const Cents> books, Cents book_total) {
  CHECK(values.values.size() == books.size());
  TRY(check_sample(values.name, values.units, values.values.size()));
  __int128 sum = 0, book_sum = 0;
  for (std::size_t row = 0; row < books.size(); ++row) {
    sum += values.values[row];
    book_sum += books[row];
  }
  if (book_sum <= 0 || book_total <= 0) {
    return input_error("no_book",
                       Sentence{"the books of the sample, or the book total, add up to nothing; a ratio needs both",
                                "样本账面金额或账面总额合计不大于零；比率估计需要两者"});
  }
  RatioAppraisal ratio;
  const long double share = static_cast<long double>(sum) / static_cast<long double>(book_sum);
  ratio.ratio = static_cast<double>(share);
  Appraisal& whole = ratio.whole;
  set_moments(values.values, whole);
  whole.units = values.units;
  whole.sample = books.size();
  const auto number = static_cast<long double>(books.size());
  long double squares = 0;
  for (std::size_t row = 0; row < books.size(); ++row) {
    const long double residual = yuan(values.values[row]) - share * yuan(books[row]);
    squares += residual * residual;
  }
  whole.deviation = number > 1 ? std::sqrt(squares / (number - 1)) : 0;
  const long double mean_book = static_cast<long double>(book_sum) / kCentsOfYuan / number;
  whole.error_total = yuan(book_total) / mean_book * whole.deviation / std::sqrt(number) *
                      without_replacement(values.units, books.size());
  whole.error_mean = whole.error_total / static_cast<long double>(values.units);
  whole.point = share * yuan(book_total);
  set_t_limits(whole, books.size());
  return ratio;
}

Result<Appraisal> appraise_pps(std::uint64_t units, std::span<const PpsValue> values) {
  Appraisal whole;
  whole.units = units;
  whole.sample = values.size();
  std::uint64_t uncertain = 0;
  long double weights = 0, weighted = 0;
  for (const PpsValue& value : values) {
    if (!(value.chance > 0 && value.chance <= 1)) {
      return input_error("bad_chance",
                         Sentence{"a chance is not above 0 and at most 1; take the column as the list has "
                                  "it",
                                  "入样概率应大于 0 且不超过 1；请使用名单中的原列"});
    }
    const long double expanded = yuan(value.value) / value.chance;
    whole.point += expanded;
    if (value.value != 0) ++whole.nonzero;
    if (value.chance >= 1) continue;
    ++uncertain;
    weights += 1 - value.chance;
    weighted += (1 - value.chance) * expanded;
  }
  TRY(check_sample("", units, values.size()));
  if (uncertain == 1) TRY(check_sample("", units, 1));
  if (uncertain > 1) {
    long double squares = 0;
    for (const PpsValue& value : values) {
      const long double apart = yuan(value.value) / value.chance - weighted / weights;
      squares += (1 - value.chance) * apart * apart;
    }
    const auto number = static_cast<long double>(uncertain);
    whole.error_total = std::sqrt(number / (number - 1) * squares);
  }
  const auto all = static_cast<long double>(units);
  whole.mean = whole.point / all;
  whole.error_mean = whole.error_total / all;
  set_t_limits(whole, uncertain);
  return whole;
}

}  // namespace qiuhao::screening
