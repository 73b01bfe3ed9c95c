// The end of a backtest: what threads found, put together.
#pragma once

#include <deque>

#include "audit/backtest/backtest_worker.h"

namespace qiuhao::audit {

// Judges providers' months unless the pass was stopped, and fills in rules, providers, items, sample, overlap,
// decisions and kept findings. Plans and `is_partial` are there.
void finish_backtest(BacktestShared& shared, std::deque<BacktestWorker>& workers, BacktestResult& result);

}  // namespace qiuhao::audit
