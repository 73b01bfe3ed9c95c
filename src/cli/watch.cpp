// A thread that looks at the clock and at the flag of signals.
#include "cli/watch.h"

namespace qiuhao::cli {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{20};

}  // namespace

// It asks again and again: a request that comes between two statements is lost on DuckDB.
Watch::Watch(tables::Engine& engine, std::chrono::seconds most)
    : end_(std::chrono::steady_clock::now() + most), thread_([this, &engine](const std::stop_token& done) {
        while (!done.stop_requested()) {
          if (std::chrono::steady_clock::now() > end_) is_late_ = true;
          if (is_late_ || stop_.flag()) engine.interrupt();
          std::this_thread::sleep_for(kBetweenLooks);
        }
      }) {}

}  // namespace qiuhao::cli
