// What the live service did in its last minute, and since it started by rule and by institution: what a page of the
// console shows. Metrics are for those who keep them over time (service_metrics.h).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/day.h"
#include "live/shadow.h"
#include "national/exchange.h"

namespace qiuhao::server {

inline constexpr int kLiveSeconds = 60;                  // that are looked back
inline constexpr std::size_t kLiveClientsMost = 10'000;  // institutions counted one by one
inline constexpr std::size_t kLiveRulesMost = 10'000;

class LiveCounts {
 public:
  struct OfClient {
    std::uint64_t messages = 0;
    std::uint64_t errors = 0;
    Seconds last_seen = 0;
    std::string last_error;  // code of the newest message that was refused; "" for none
  };
  struct OfCandidate {  // by rule
    std::uint64_t added = 0;
    std::uint64_t gone = 0;
    std::uint64_t other_money = 0;
  };
  struct Told {
    Seconds since = 0;  // when counting began
    std::uint64_t messages = 0;
    std::uint64_t errors = 0;
    std::uint64_t late = 0;
    // Of the last whole minute, or of as much of it as there was.
    std::vector<std::uint32_t> a_second{};  // messages of each second, oldest first
    std::uint64_t recent = 0;
    std::int64_t p50_us = 0;  // at most this, of half of them; 0 without messages
    std::int64_t p99_us = 0;
    std::map<std::string, std::uint64_t> rules{};  // hits that were told
    std::map<std::string, OfClient> clients{};
    std::map<std::string, OfCandidate> shadow{};
  };

  LiveCounts();
  void count(const national::Exchanged& exchanged, double seconds) { count_at(exchanged, seconds, clock_now()); }
  void count_shadow(const std::vector<live::ShadowDifference>& found);
  Told look() const { return look_at(clock_now()); }

  // With the clock told, for tests.
  void count_at(const national::Exchanged& exchanged, double seconds, Seconds now);
  Told look_at(Seconds now) const;

 private:
  static constexpr std::size_t kBuckets = 40;
  struct Slot {
    Seconds second = 0;
    std::uint32_t messages = 0;
    std::array<std::uint32_t, kBuckets> by_latency{};
  };
  static Seconds clock_now();
  static std::size_t bucket_of(double seconds);
  static std::int64_t microseconds_of(std::size_t bucket);

  mutable std::mutex mutex_;
  Told told_;  // all but what is of the last minute
  std::array<Slot, kLiveSeconds + 1> slots_{};
};

}  // namespace qiuhao::server
