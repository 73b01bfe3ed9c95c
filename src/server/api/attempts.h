// How often somebody who is not signed in did something within an hour, by address: tip-offs given, codes guessed.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "database/value.h"

namespace qiuhao::server {

inline constexpr std::size_t kAttemptKeysMost = 100'000;  // addresses remembered; then the oldest are forgotten

// Of several threads at once.
class Attempts {
 public:
  explicit Attempts(int most) : most_(most) {}
  // Counts one; false when the key had its most within the hour, which is then not counted.
  bool take(const std::string& key, database::Micros now);
  // Whether the key has some left; counts nothing.
  bool has_left(const std::string& key, database::Micros now);

 private:
  struct Window {
    database::Micros begun = 0;
    int count = 0;
  };
  Window& window_of(const std::string& key, database::Micros now);

  const int most_;
  std::mutex mutex_;
  std::map<std::string, Window> windows_;
};

}  // namespace qiuhao::server
