// One multiplier for all strata that the bounds leave free, then largest remainders.
#include "screening/sampling/allocation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.h"

namespace qiuhao::screening {
namespace {

struct Share {
  long double weight = 0;
  std::uint32_t least = 0;
  std::uint32_t most = 0;

  long double at(long double multiplier) const {
    return std::clamp(multiplier * weight, static_cast<long double>(least), static_cast<long double>(most));
  }
};

// The shares min(most, max(least, m · weight)) that add up to `sample`: their sum grows with m, so m is halved for.
std::vector<long double> share_out(std::span<const Share> shares, std::uint32_t sample) {
  const auto sum_at = [&](long double multiplier) {
    long double sum = 0;
    for (const Share& share : shares) sum += share.at(multiplier);
    return sum;
  };
  long double low = 0, high = 1;
  while (sum_at(high) < sample && high < 1e30L) high *= 2;
  for (int round = 0; round < 200; ++round) {
    const long double middle = (low + high) / 2;
    (sum_at(middle) < sample ? low : high) = middle;
  }
  std::vector<long double> exact;
  for (const Share& share : shares) exact.push_back(share.at(high));
  return exact;
}

std::vector<std::uint32_t> round_shares(std::span<const Share> shares, std::span<const long double> exact,
                                        std::uint32_t sample) {
  constexpr long double kSame = 1e-9L;  // remainders nearer than this count as equal
  std::vector<std::uint32_t> counts(shares.size());
  std::vector<long double> remainders(shares.size());
  std::uint32_t left = sample;
  for (std::size_t index = 0; index < shares.size(); ++index) {
    counts[index] = static_cast<std::uint32_t>(exact[index] + kSame);
    remainders[index] = std::round((exact[index] - counts[index]) / kSame) * kSame;
    left -= counts[index];
  }
  std::vector<std::size_t> order(shares.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return remainders[a] > remainders[b]; });
  for (std::size_t at = 0; left > 0; ++at) {
    CHECK(at < 4 * order.size());
    const std::size_t index = order[at % order.size()];
    if (counts[index] == shares[index].most) continue;
    ++counts[index];
    --left;
  }
  return counts;
}

}  // namespace

Result<std::vector<std::uint32_t>> allocate(std::span<const AllocationStratum> strata, std::uint32_t sample,
                                            Allocation allocation, std::uint32_t least) {
  std::vector<Share> shares;
  std::uint64_t all = 0, needed = 0;
  long double weights = 0;
  for (const AllocationStratum& stratum : strata) {
    Share share{1, std::min(least, stratum.units), stratum.units};
    if (allocation == Allocation::proportional) share.weight = stratum.units;
    if (allocation == Allocation::neyman) share.weight = stratum.units * stratum.deviation;
    all += stratum.units;
    needed += share.least;
    weights += share.weight;
    shares.push_back(share);
  }
  if (sample > all) {
    return input_error("sample_too_large",
                       Sentence{fmt::format("a sample of {} from {} units; take at most all of them", sample, all),
                                fmt::format("从 {} 个单元中抽 {} 个；样本量不能超过总数", all, sample)});
  }
  if (sample < needed) {
    return input_error("sample_too_small",
                       Sentence{fmt::format("a sample of {} over {} strata with at least {} each; take at least {}",
                                            sample, strata.size(), least, needed),
                                fmt::format("{} 层每层至少 {} 个，样本量 {} 不够；至少需要 {}", strata.size(), least,
                                            sample, needed)});
  }
  if (!(weights > 0)) {
    return input_error("no_spread", Sentence{"no stratum has a spread of amounts, so Neyman's allocation has nothing "
                                             "to go by; use proportional",
                                             "各层金额均无差异，无法按内曼分配；请改用按比例分配 proportional"});
  }
  // A stratum without spread still has units: once the others are full it takes what is left.
  for (Share& share : shares) share.weight = std::max(share.weight, weights * 1e-15L);
  const auto exact = share_out(shares, sample);
  return round_shares(shares, exact, sample);
}

}  // namespace qiuhao::screening
