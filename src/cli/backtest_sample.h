// The sampled findings of a backtest, to be read: message, what made it so, and what the other version says of the same
// subject.
#pragma once

#include <span>
#include <string>

#include "audit/backtest/backtest.h"

namespace qiuhao::cli {

// `is_whole`: each explained as `qiuhao explain` does; else in a few lines.
std::string text_of_sample(std::span<const claims::Part> parts, const audit::BacktestResult& result, Language language,
                           bool is_whole);
std::string json_of_sample(std::span<const claims::Part> parts, const audit::BacktestResult& result, Language language);

}  // namespace qiuhao::cli
