// Counts and buckets of clients.
#include "http/client_limits.h"

#include <algorithm>
#include <utility>

namespace qiuhao::http {

bool ConnectionLimit::enter(const ClientKey& client, bool exempt) {
  const std::lock_guard lock(mutex_);
  if (open_ >= of_all_) return false;
  if (!exempt) {
    int& of_client = open_of_[client];
    if (of_client >= of_client_) {
      if (of_client == 0) open_of_.erase(client);
      return false;
    }
    ++of_client;
  }
  ++open_;
  return true;
}

void ConnectionLimit::leave(const ClientKey& client, bool exempt) {
  const std::lock_guard lock(mutex_);
  --open_;
  if (exempt) return;
  const auto entry = open_of_.find(client);
  if (--entry->second == 0) open_of_.erase(entry);
}

RateLimit::RateLimit(double per_second, std::size_t clients_most)
    : per_second_(per_second), burst_(std::max(1.0, per_second)), clients_most_(clients_most) {}

double RateLimit::take(const ClientKey& client, Clock::time_point now) {
  if (per_second_ <= 0) return 0;
  const std::lock_guard lock(mutex_);
  Bucket& bucket = bucket_of(client, now);
  const double passed_seconds = std::chrono::duration<double>(now - bucket.filled).count();
  bucket.tokens = std::min(burst_, bucket.tokens + std::max(0.0, passed_seconds) * per_second_);
  bucket.filled = std::max(bucket.filled, now);
  if (bucket.tokens < 1) return (1 - bucket.tokens) / per_second_;
  bucket.tokens -= 1;
  return 0;
}

std::size_t RateLimit::clients() const {
  const std::lock_guard lock(mutex_);
  return recent_.size() + older_.size();
}

RateLimit::Bucket& RateLimit::bucket_of(const ClientKey& client, Clock::time_point now) {
  const bool is_full_again = std::chrono::duration<double>(now - turned_).count() >= burst_ / per_second_;
  if (is_full_again || recent_.size() >= clients_most_) {
    older_ = std::exchange(recent_, {});
    turned_ = now;
  }
  const auto [entry, is_new] = recent_.try_emplace(client, Bucket{burst_, now});
  if (is_new) {
    if (const auto before = older_.find(client); before != older_.end()) {
      entry->second = before->second;
      older_.erase(before);
    }
  }
  return entry->second;
}

}  // namespace qiuhao::http
