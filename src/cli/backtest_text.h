// A backtest as aligned text for people.
#pragma once

#include <string>

#include "audit/backtest/backtest_files.h"

namespace qiuhao::cli {

// One line: how far it is, what was found, what is to be expected of all people.
std::string text_of_so_far(const audit::SoFar& so_far);

// All but the sample and the times.
std::string text_of_backtest(const audit::BacktestResult& result, const audit::BacktestFacts& facts, Language language);
std::string text_of_times(const audit::BacktestResult& result);

}  // namespace qiuhao::cli
