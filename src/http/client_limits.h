// How much one client may ask for: connections at a time, and requests a second as a bucket of tokens.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string_view>
#include <unordered_map>

namespace qiuhao::http {

// An IPv6 address' first 64 bits (a network is one client, as whoever has one address of it has them all), or an IPv4
// address mapped into IPv6.
using ClientKey = std::array<std::uint8_t, 16>;

struct ClientKeyHash {
  std::size_t operator()(const ClientKey& key) const {
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(key.data()), key.size()});
  }
};

// Connections that are open, in all and of each client. Safe for several threads.
class ConnectionLimit {
 public:
  ConnectionLimit(int of_all, int of_client) : of_all_(of_all), of_client_(of_client) {}
  // Counts one in, unless a limit is reached. A client that is `exempt` (a proxy) only counts for all.
  bool enter(const ClientKey& client, bool exempt);
  void leave(const ClientKey& client, bool exempt);  // one that had entered

 private:
  const int of_all_;
  const int of_client_;
  std::mutex mutex_;
  int open_ = 0;
  std::unordered_map<ClientKey, int, ClientKeyHash> open_of_;
};

// Requests a second of each client, with a burst of as many (at least 1). Holds at most 2 x kClientsMost clients: one
// not seen for as long as a bucket takes to fill is as good as new and forgotten; when more come within that time,
// those that were seen longest ago are forgotten early, and begin with a full bucket again. Safe for several threads.
class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kClientsMost = 65'536;

  explicit RateLimit(double per_second, std::size_t clients_most = kClientsMost);
  // Takes a token: 0 when there was one, otherwise seconds until there will be.
  double take(const ClientKey& client, Clock::time_point now);
  std::size_t clients() const;  // in memory

 private:
  struct Bucket {
    double tokens;
    Clock::time_point filled;
  };
  using Table = std::unordered_map<ClientKey, Bucket, ClientKeyHash>;
  Bucket& bucket_of(const ClientKey& client, Clock::time_point now);

  const double per_second_;  // 0: any number
  const double burst_;
  const std::size_t clients_most_;
  mutable std::mutex mutex_;
  Table recent_;  // seen since `turned_`
  Table older_;   // seen in the time before
  Clock::time_point turned_{};
};

}  // namespace qiuhao::http
