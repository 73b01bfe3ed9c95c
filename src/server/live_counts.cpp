// A ring of seconds, each with its latencies in buckets that grow by a third.
#include "server/live_counts.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace qiuhao::server {
namespace {

constexpr double kLeastUs = 50;  // the first bucket ends here
constexpr double kGrowth = 4.0 / 3;
constexpr std::size_t kNameBytesMost = 64;

}  // namespace

LiveCounts::LiveCounts() { told_.since = clock_now(); }

Seconds LiveCounts::clock_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::size_t LiveCounts::bucket_of(double seconds) {
  const double us = seconds * 1e6;
  if (us <= kLeastUs) return 0;
  const auto bucket = static_cast<std::size_t>(std::ceil(std::log(us / kLeastUs) / std::log(kGrowth)));
  return std::min(bucket, kBuckets - 1);
}

std::int64_t LiveCounts::microseconds_of(std::size_t bucket) {
  return static_cast<std::int64_t>(std::ceil(kLeastUs * std::pow(kGrowth, static_cast<double>(bucket))));
}

void LiveCounts::count_at(const national::Exchanged& exchanged, double seconds, Seconds now) {
  const std::size_t bucket = bucket_of(seconds);
  const bool is_wrong = !exchanged.error.empty();
  const std::lock_guard lock(mutex_);
  Slot& slot = slots_[static_cast<std::size_t>(now) % slots_.size()];
  if (slot.second != now) slot = {now};
  ++slot.messages;
  ++slot.by_latency[bucket];
  ++told_.messages;
  told_.errors += is_wrong ? 1 : 0;
  told_.late += exchanged.told.is_late ? 1 : 0;
  for (const std::string& rule : exchanged.told.hits) {
    if (told_.rules.size() >= kLiveRulesMost && !told_.rules.contains(rule)) continue;
    ++told_.rules[rule];
  }
  // What strangers call themselves is no institution.
  const std::string& code = exchanged.institution;
  const bool is_counted = !code.empty() && code.size() <= kNameBytesMost &&
                          (told_.clients.size() < kLiveClientsMost || told_.clients.contains(code));
  if (!is_counted) return;
  OfClient& client = told_.clients[code];
  ++client.messages;
  client.last_seen = now;
  if (!is_wrong) return;
  ++client.errors;
  client.last_error = exchanged.error;
}

void LiveCounts::count_shadow(const std::vector<live::ShadowDifference>& found) {
  const std::lock_guard lock(mutex_);
  for (const live::ShadowDifference& difference : found) {
    if (told_.shadow.size() >= kLiveRulesMost && !told_.shadow.contains(difference.rule)) continue;
    OfCandidate& candidate = told_.shadow[difference.rule];
    switch (difference.kind) {
      case live::ShadowDifference::Kind::only_new: ++candidate.added; break;
      case live::ShadowDifference::Kind::gone: ++candidate.gone; break;
      case live::ShadowDifference::Kind::other_money: ++candidate.other_money; break;
    }
  }
}

LiveCounts::Told LiveCounts::look_at(Seconds now) const {
  const std::lock_guard lock(mutex_);
  Told told = told_;
  std::array<std::uint64_t, kBuckets> by_latency{};
  for (Seconds second = now - kLiveSeconds; second < now; ++second) {
    const Slot& slot = slots_[static_cast<std::size_t>(second) % slots_.size()];
    const bool is_it = slot.second == second;
    told.a_second.push_back(is_it ? slot.messages : 0);
    if (!is_it) continue;
    told.recent += slot.messages;
    for (std::size_t at = 0; at < kBuckets; ++at) by_latency[at] += slot.by_latency[at];
  }
  const auto at_most = [&](double share) -> std::int64_t {
    const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(told.recent)));
    std::uint64_t seen = 0;
    for (std::size_t at = 0; at < kBuckets; ++at) {
      seen += by_latency[at];
      if (seen >= wanted) return microseconds_of(at);
    }
    return microseconds_of(kBuckets - 1);
  };
  if (told.recent == 0) return told;
  told.p50_us = at_most(0.5);
  told.p99_us = at_most(0.99);
  return told;
}

}  // namespace qiuhao::server
