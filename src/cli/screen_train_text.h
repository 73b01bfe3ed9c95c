// What `qiuhao screen train` says: columns, how good the model is, and what to doubt.
#pragma once

#include <span>
#include <string>

#include "screening/learning/provider_model.h"

namespace qiuhao::cli {

inline constexpr std::size_t kShownColumns = 30;  // of each sort; the model file has all

std::string text_of_training(const screening::ProviderModel& model, Language language);

// id, label, fold and the probability by the model that had not seen the provider, a row a line.
std::string csv_of_held_out(std::span<const screening::HeldOutRow> rows);

}  // namespace qiuhao::cli
