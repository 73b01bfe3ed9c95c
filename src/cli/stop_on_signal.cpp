// The flag and its handler.
#include "cli/stop_on_signal.h"

#include <csignal>

namespace qiuhao::cli {
namespace {

std::atomic<bool> stop_asked = false;
static_assert(std::atomic<bool>::is_always_lock_free);  // a signal handler may set it

void ask_to_stop(int) { stop_asked = true; }

}  // namespace

StopOnSignal::StopOnSignal() {
  stop_asked = false;
  before_interrupt_ = std::signal(SIGINT, ask_to_stop);
  before_terminate_ = std::signal(SIGTERM, ask_to_stop);
}

StopOnSignal::~StopOnSignal() {
  std::signal(SIGINT, before_interrupt_);
  std::signal(SIGTERM, before_terminate_);
}

const std::atomic<bool>& StopOnSignal::flag() const { return stop_asked; }

}  // namespace qiuhao::cli
