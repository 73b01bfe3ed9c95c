// An hour begins with its first attempt.
#include "server/api/attempts.h"

#include <algorithm>

namespace qiuhao::server {
namespace {

constexpr database::Micros kHour = 3'600 * database::kMicrosASecond;

}  // namespace

Attempts::Window& Attempts::window_of(const std::string& key, database::Micros now) {
  if (windows_.size() >= kAttemptKeysMost && !windows_.contains(key)) {
    std::erase_if(windows_, [&](const auto& one) { return now - one.second.begun >= kHour; });
    if (windows_.size() >= kAttemptKeysMost)
      windows_.erase(std::ranges::min_element(windows_, {}, [](const auto& one) { return one.second.begun; }));
  }
  Window& window = windows_[key];
  if (now - window.begun >= kHour) window = {now, 0};
  return window;
}

bool Attempts::take(const std::string& key, database::Micros now) {
  const std::lock_guard lock(mutex_);
  Window& window = window_of(key, now);
  if (window.count >= most_) return false;
  ++window.count;
  return true;
}

bool Attempts::has_left(const std::string& key, database::Micros now) {
  const std::lock_guard lock(mutex_);
  return window_of(key, now).count < most_;
}

}  // namespace qiuhao::server
