// What is so of one pair of people: their meetings one by one, days, institutions, and how many days chance would give.
#pragma once

#include <tuple>
#include <vector>

#include "screening/networks/companions.h"

namespace qiuhao::screening {

// Calls take(event of a, event of b) for each two within the window; a's events in order of place and time.
template <typename Take>
void for_each_meeting(const LiveEvents& live, const CrowdRules& crowd, PersonNumber a, PersonNumber b,
                      const Take& take) {
  const auto of_a = live.events_of(a);
  const auto of_b = live.events_of(b);
  const std::vector<Moment>& moments = live.table.moments;
  std::size_t first = 0;
  for (const std::uint32_t event : of_a) {
    const Moment moment = moments[event];
    const Moment window = crowd.window_of(moment);
    while (first < of_b.size() && moments[of_b[first]] + window < moment) ++first;
    for (std::size_t at = first; at < of_b.size() && moments[of_b[at]] <= moment + window; ++at) take(event, of_b[at]);
  }
}

struct PairFacts {
  std::uint32_t days = 0;
  std::uint32_t institutions = 0;
};

// One thread's.
class PairFactsMaker {
 public:
  PairFactsMaker(const LiveEvents& live, const CrowdRules& crowd) : live_(live), crowd_(crowd) {}

  PairFacts of(PersonNumber a, PersonNumber b);
  // With the old numbers of the people, and the surprise.
  CompanionPair pair_of(PersonNumber a, PersonNumber b, const PairFacts& facts, const Traffic& traffic);

 private:
  // Days on which chance lets `b` meet `a`, by a's windows.
  double expected_days(PersonNumber a, PersonNumber b, const Traffic& traffic);

  // A share of a day of a's at a place.
  struct Chance {
    std::uint32_t day = 0;
    PlaceNumber place = 0;
    double meetings = 0;
    auto operator<=>(const Chance&) const = default;
  };

  const LiveEvents& live_;
  const CrowdRules& crowd_;
  std::vector<std::uint32_t> days_a_;
  std::vector<std::uint32_t> days_b_;
  std::vector<InstitutionNumber> institutions_;
  std::vector<Chance> chances_;
};

}  // namespace qiuhao::screening
