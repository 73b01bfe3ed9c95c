// A trained model as one JSON text, sealed: everything that scoring and judging it takes, and nothing of the day or the
// machine, so that the same training gives the same bytes.
#pragma once

#include <string>

#include "screening/learning/provider_model.h"

namespace qiuhao::screening {

inline constexpr std::size_t kMaxModelBytes = std::size_t{64} << 20;
inline constexpr int kModelFormat = 1;

Result<std::string> text_of_model(const ProviderModel& model);

// What text_of_model gave. Errors: those of read_file; bad_model (changed, damaged, or no model), other_format.
Result<ProviderModel> read_model(const Path& file);

}  // namespace qiuhao::screening
