// Ctrl-C and termination as a flag that long work looks at, so that it can leave a workspace whole.
#pragma once

#include <atomic>

namespace qiuhao::cli {

// While it lives, SIGINT and SIGTERM set the flag; afterwards they do what they did before. One at a time.
class StopOnSignal {
 public:
  StopOnSignal();
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;
  ~StopOnSignal();

  const std::atomic<bool>& flag() const;

 private:
  void (*before_interrupt_)(int);
  void (*before_terminate_)(int);
};

}  // namespace qiuhao::cli
