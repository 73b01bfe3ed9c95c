// Sums over runs of people, and what they let expect.
#include "audit/backtest/so_far.h"

#include <algorithm>
#include <cmath>

namespace qiuhao::audit {
namespace {

constexpr std::chrono::milliseconds kBetweenTold{200};  // and before the first

Cents scaled(Cents cents, std::size_t done, std::size_t all) {
  if (done == 0) return 0;
  return static_cast<Cents>(static_cast<__int128>(cents) * static_cast<__int128>(all) / static_cast<__int128>(done));
}

}  // namespace

Teller::Teller(std::size_t people, std::size_t runs, Tell tell)
    : people_(people), runs_(runs), tell_(std::move(tell)) {}

void Teller::add(std::size_t people, std::size_t lines, const Tally& found) {
  const std::lock_guard lock(mutex_);
  ++runs_done_;
  people_done_ += people;
  lines_done_ += lines;
  found_.add(found);
  const std::array<std::size_t, 3> counts = {found.added, found.gone, found.changed};
  for (std::size_t which = 0; which < counts.size(); ++which) {
    const auto count = static_cast<double>(counts[which]);
    sums_[which] += count;
    squares_[which] += count * count;
  }
  const auto now = Clock::now();
  if (!tell_ || now - told_ < kBetweenTold || runs_done_ == runs_) return;
  told_ = now;
  if (seconds_to_first_ == 0) seconds_to_first_ = std::chrono::duration<double>(now - start_).count();
  tell_(look());
}

// A sample of runs without replacement; its margin shrinks to nothing as the last run is done.
Estimate Teller::estimate(std::size_t which) const {
  const auto done = static_cast<double>(runs_done_);
  const auto all = static_cast<double>(runs_);
  if (runs_done_ == 0) return {};
  const double mean = sums_[which] / done;
  if (runs_done_ < 2) return {mean * all, mean * all};
  const double variance = std::max(0.0, (squares_[which] - done * mean * mean) / (done - 1));
  return {mean * all, 1.96 * all * std::sqrt((1 - done / all) * variance / done)};
}

SoFar Teller::look() const {
  SoFar so_far;
  so_far.people_done = people_done_;
  so_far.people = people_;
  so_far.lines_done = lines_done_;
  so_far.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  so_far.found = found_;
  so_far.added = estimate(0);
  so_far.gone = estimate(1);
  so_far.changed = estimate(2);
  so_far.more = scaled(found_.more, people_done_, people_);
  so_far.less = scaled(found_.less, people_done_, people_);
  return so_far;
}

SoFar Teller::so_far() const {
  const std::lock_guard lock(mutex_);
  return look();
}

}  // namespace qiuhao::audit
