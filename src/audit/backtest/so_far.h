// How far a backtest is, and what it has found: told again and again while it runs.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <mutex>

#include "audit/backtest/tally.h"

namespace qiuhao::audit {

// A total estimated from the part of the people that is done: people stand on the tape by their pseudonyms, so those
// who come first are a random sample of them. `margin` is that of a 95 % interval, from how the runs of people differ.
struct Estimate {
  double value = 0;
  double margin = 0;
};

struct SoFar {
  std::size_t people_done = 0;
  std::size_t people = 0;
  std::size_t lines_done = 0;
  double seconds = 0;
  Tally found;
  Estimate added;
  Estimate gone;
  Estimate changed;
  Cents more = 0;  // estimated
  Cents less = 0;

  bool is_all() const { return people_done == people; }
};

// Adds up what threads report and tells it now and then. Given to all threads.
class Teller {
 public:
  using Tell = std::function<void(const SoFar&)>;
  Teller(std::size_t people, std::size_t runs, Tell tell);

  // One run of people is done.
  void add(std::size_t people, std::size_t lines, const Tally& found);
  SoFar so_far() const;
  double seconds_to_first() const { return seconds_to_first_; }  // 0 when nothing was told

 private:
  using Clock = std::chrono::steady_clock;
  Estimate estimate(std::size_t which) const;
  SoFar look() const;

  mutable std::mutex mutex_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point told_ = start_;
  double seconds_to_first_ = 0;
  std::size_t people_;
  std::size_t runs_;
  std::size_t runs_done_ = 0;
  std::size_t people_done_ = 0;
  std::size_t lines_done_ = 0;
  Tally found_;
  std::array<double, 3> sums_{};     // of counts of new, gone, changed by run
  std::array<double, 3> squares_{};  // of their squares
  Tell tell_;
};

}  // namespace qiuhao::audit
