// Folds for cross-validation: all rows of a provider in one fold, each fold with its share of positive providers.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace qiuhao::screening {

inline constexpr int kFewestFolds = 3;
inline constexpr int kMostFolds = 10;
inline constexpr int kInnerFolds = 3;  // within what is left when a fold is held out

// A provider's part in the draw, from its id and the seed alone: rows may come in any order.
std::uint64_t provider_key(std::string_view id, std::uint64_t seed);

// The fold of each row. `providers` names each row's provider, 0 up to, without, keys.size(); a provider is positive
// when one of its rows is. Positive and other providers are each dealt out in the order of their keys, `round` mixed
// in.
std::vector<std::uint8_t> folds_of(std::span<const std::uint32_t> providers, std::span<const std::uint8_t> labels,
                                   std::span<const std::uint64_t> keys, int folds, std::uint64_t round);

// Providers of a class that there must be so that every inner fold, too, has one: with one of every `folds` held out,
// kInnerFolds are left.
std::size_t fewest_of_class(int folds);

}  // namespace qiuhao::screening
