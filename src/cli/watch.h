// Ends what a DuckDB engine works on: on Ctrl-C, and when its time is over.
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "cli/stop_on_signal.h"
#include "tables/engine.h"

namespace qiuhao::cli {

// The engine must outlive it. One at a time, as StopOnSignal.
class Watch {
 public:
  explicit Watch(tables::Engine& engine, std::chrono::seconds most = std::chrono::hours(24 * 365));
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  bool is_late() const { return is_late_; }
  bool is_stopped() const { return stop_.flag(); }

 private:
  StopOnSignal stop_;
  std::chrono::steady_clock::time_point end_;
  std::atomic<bool> is_late_{false};
  std::jthread thread_;
};

}  // namespace qiuhao::cli
