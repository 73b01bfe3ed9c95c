// Whether a booster's JSON is one that cannot lead XGBoost astray, which follows its numbers without looking.
#pragma once

#include <string>

#include "base/result.h"

namespace qiuhao::screening {

inline constexpr std::size_t kMaxTrees = 1'000;
inline constexpr std::size_t kMaxTreeNodes = 4'096;

// The text, byte for byte, as XGBoost 1.7 writes gbtree models of binary:logistic, with trees of kMaxTreeNodes nodes at
// most that are trees: children behind their parents and nobody else's, columns among those there are, finite numbers.
// Errors: bad_model, with the file as place.
Status check_booster(const std::string& json, std::size_t columns, const std::string& file);

}  // namespace qiuhao::screening
