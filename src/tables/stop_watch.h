// Carries a stop flag into DuckDB while it lives: the running statement ends with "interrupted".
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "tables/engine.h"

namespace qiuhao::tables {

class StopWatch {
 public:
  // Both must outlive it; a null flag is never set.
  StopWatch(Engine& engine, const std::atomic<bool>* stop)
      : thread_([&engine, stop](const std::stop_token& done) {
          while (!done.stop_requested()) {
            if (stop != nullptr && stop->load()) engine.interrupt();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
          }
        }) {}

 private:
  std::jthread thread_;
};

}  // namespace qiuhao::tables
