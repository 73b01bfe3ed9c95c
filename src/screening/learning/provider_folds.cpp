// Dealing providers out like cards, class by class.
#include "screening/learning/provider_folds.h"

#include <algorithm>

#include "base/check.h"
#include "base/hash.h"

namespace qiuhao::screening {

std::uint64_t provider_key(std::string_view id, std::uint64_t seed) { return mix(seed, hash64(id)); }

std::vector<std::uint8_t> folds_of(std::span<const std::uint32_t> providers, std::span<const std::uint8_t> labels,
                                   std::span<const std::uint64_t> keys, int folds, std::uint64_t round) {
  CHECK(providers.size() == labels.size() && folds > 0);
  enum class Seen : std::uint8_t { no, negative, positive };
  std::vector<Seen> seen(keys.size(), Seen::no);
  for (std::size_t row = 0; row < providers.size(); ++row) {
    Seen& provider = seen[providers[row]];
    if (labels[row] != 0 || provider == Seen::no) provider = labels[row] != 0 ? Seen::positive : Seen::negative;
  }
  std::vector<std::uint8_t> of_provider(keys.size(), 0);
  std::size_t dealt = 0;
  for (const Seen kind : {Seen::positive, Seen::negative}) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
    for (std::uint32_t provider = 0; provider < keys.size(); ++provider) {
      if (seen[provider] == kind) order.emplace_back(mix(round, keys[provider]), provider);
    }
    std::ranges::sort(order);
    for (const auto& [key, provider] : order)
      of_provider[provider] = static_cast<std::uint8_t>(dealt++ % static_cast<std::size_t>(folds));
  }
  std::vector<std::uint8_t> fold(providers.size());
  for (std::size_t row = 0; row < providers.size(); ++row) fold[row] = of_provider[providers[row]];
  return fold;
}

std::size_t fewest_of_class(int folds) {
  const auto parts = static_cast<std::size_t>(folds);
  std::size_t fewest = parts;
  while (fewest - (fewest + parts - 1) / parts < static_cast<std::size_t>(kInnerFolds)) ++fewest;
  return fewest;
}

}  // namespace qiuhao::screening
