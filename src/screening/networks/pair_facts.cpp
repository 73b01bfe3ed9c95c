// Days, institutions and chance of a pair.
#include "screening/networks/pair_facts.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "screening/networks/surprise.h"

namespace qiuhao::screening {
namespace {

std::uint32_t distinct(std::vector<std::uint32_t>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  return static_cast<std::uint32_t>(std::unique(numbers.begin(), numbers.end()) - numbers.begin());
}

}  // namespace

PairFacts PairFactsMaker::of(PersonNumber a, PersonNumber b) {
  days_a_.clear();
  days_b_.clear();
  institutions_.clear();
  const std::vector<Moment>& moments = live_.table.moments;
  for_each_meeting(live_, crowd_, a, b, [&](std::uint32_t event_a, std::uint32_t event_b) {
    days_a_.push_back(local_day(time_of(moments[event_a])));
    days_b_.push_back(local_day(time_of(moments[event_b])));
    institutions_.push_back(institution_of(place_of(moments[event_a])));
  });
  return {std::min(distinct(days_a_), distinct(days_b_)), distinct(institutions_)};
}

double PairFactsMaker::expected_days(PersonNumber a, PersonNumber b, const Traffic& traffic) {
  const std::vector<Moment>& moments = live_.table.moments;
  const auto of_a = live_.events_of(a);
  const auto of_b = live_.events_of(b);
  chances_.clear();
  std::size_t begin_b = 0;
  for (std::size_t begin = 0; begin < of_a.size();) {
    const PlaceNumber place = place_of(moments[of_a[begin]]);
    std::size_t end = begin;
    while (end < of_a.size() && place_of(moments[of_a[end]]) == place) ++end;
    while (begin_b < of_b.size() && place_of(moments[of_b[begin_b]]) < place) ++begin_b;
    std::size_t end_b = begin_b;
    while (end_b < of_b.size() && place_of(moments[of_b[end_b]]) == place) ++end_b;
    const auto visits_b = static_cast<double>(end_b - begin_b);
    const auto of_others = static_cast<double>(traffic.place_sizes[place] - (end - begin));
    const Moment window = crowd_.window_of(moments[of_a[begin]]);
    std::size_t near_begin = begin;
    std::size_t near_end = begin;
    for (std::size_t at = begin; at < end && visits_b > 0; ++at) {
      const Moment moment = moments[of_a[at]];
      while (moments[of_a[near_begin]] + window < moment) ++near_begin;
      while (near_end < end && moments[of_a[near_end]] <= moment + window) ++near_end;
      const auto own = static_cast<double>(near_end - near_begin);
      const double others = static_cast<double>(live_.around[of_a[at]]) - own;
      chances_.push_back({local_day(time_of(moment)), place, visits_b * others / of_others});
    }
    begin = end;
  }
  std::sort(chances_.begin(), chances_.end());
  double days = 0;
  for (std::size_t begin = 0; begin < chances_.size();) {
    const std::uint32_t day = chances_[begin].day;
    double meetings = 0;
    for (; begin < chances_.size() && chances_[begin].day == day; ++begin) {
      const bool is_busiest = begin + 1 == chances_.size() || chances_[begin + 1].day != day ||
                              chances_[begin + 1].place != chances_[begin].place;
      if (is_busiest) meetings += chances_[begin].meetings;
    }
    days += -std::expm1(-meetings);
  }
  return days;
}

CompanionPair PairFactsMaker::pair_of(PersonNumber a, PersonNumber b, const PairFacts& facts, const Traffic& traffic) {
  const double expected = std::max(expected_days(a, b, traffic), expected_days(b, a, traffic));
  return {live_.original[a],  live_.original[b], facts.days,
          facts.institutions, expected,          poisson_surprise(facts.days, expected)};
}

}  // namespace qiuhao::screening
