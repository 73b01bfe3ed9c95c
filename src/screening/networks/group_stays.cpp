// Groups of stays.
#include "screening/networks/group_stays.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <queue>
#include <set>
#include <tuple>

#include "base/check.h"
#include "screening/networks/blocks.h"
#include "screening/networks/surprise.h"

namespace qiuhao::screening {
namespace {

constexpr double kHuge = 1e9;
constexpr double kNearly = 1 + 1e-6;
constexpr double kTiny = 1e-4;          // of a variation that sums say too large by rounding
constexpr std::size_t kMostTried = 64;  // stays of one window of which every run is tried

using StayNumber = std::uint32_t;

// What is to be alike of a stay.
double cost_of(const Stay& stay) { return static_cast<double>(stay.total); }
double length_of(const Stay& stay) { return static_cast<double>(stay.discharged - stay.admitted); }
using Figure = double (*)(const Stay&);

// Variations of runs of numbers in a few instructions, near enough to rule most of them out.
class RunningSums {
 public:
  explicit RunningSums(std::span<const double> numbers) : middle_(numbers.empty() ? 0 : numbers[numbers.size() / 2]) {
    for (const double number : numbers) {
      const double from_middle = number - middle_;
      sums_.push_back(sums_.back() + from_middle);
      squares_.push_back(squares_.back() + from_middle * from_middle);
    }
  }
  double variation_of(std::size_t first, std::size_t size) const {
    const auto count = static_cast<double>(size);
    const double mean = (sums_[first + size] - sums_[first]) / count;
    const double spread = std::max(0.0, (squares_[first + size] - squares_[first]) / count - mean * mean);
    return mean + middle_ > 0 ? std::sqrt(spread) / (mean + middle_) : 0;
  }

 private:
  double middle_;
  std::vector<double> sums_{0};
  std::vector<double> squares_{0};
};

// One institution and diagnosis.
class Finder {
 public:
  // `stays` in order of admission; `period_seconds` from the first admission of the tape to the last.
  Finder(const TapeVisits& visits, const GroupStayRules& rules, std::vector<StayNumber> stays, double period_seconds)
      : visits_(visits),
        rules_(rules),
        stays_(std::move(stays)),
        is_taken_(stays_.size(), false),
        period_seconds_(std::max(period_seconds, rules.admission_hours * 3'600.0)) {}

  // The largest first; of equal ones the one that begins first. What is taken away makes groups smaller and never
  // larger, so a group is worked out again only when it is its turn.
  void find(GroupStays& found) {
    std::priority_queue<Turn> turns;
    for (std::size_t first = 0; first < stays_.size(); ++first) {
      const std::vector<StayNumber> group = best_from(first, found.too_crowded);
      if (!group.empty()) turns.push({group.size(), first});
    }
    std::size_t said_before = 0;  // crowded windows are counted once
    while (!turns.empty()) {
      const Turn turn = turns.top();
      turns.pop();
      std::vector<StayNumber> group = best_from(turn.first, said_before);
      if (group.empty()) continue;
      if (group.size() < turn.size) {
        turns.push({group.size(), turn.first});
        continue;
      }
      for (const StayNumber number : group) is_taken_[place_of_stay(number)] = true;
      add(std::move(group), found);
    }
  }

 private:
  struct Turn {
    std::size_t size = 0;
    std::size_t first = 0;
    bool operator<(const Turn& other) const { return std::tuple(size, other.first) < std::tuple(other.size, first); }
  };

  const Stay& stay(StayNumber number) const { return visits_.stays[number]; }

  std::size_t place_of_stay(StayNumber number) const {
    const auto found = std::ranges::lower_bound(stays_, std::pair(stay(number).admitted, number), {},
                                                [&](StayNumber at) { return std::pair(stay(at).admitted, at); });
    CHECK(found != stays_.end() && *found == number);
    return static_cast<std::size_t>(found - stays_.begin());
  }

  // The largest group of which the first admitted stands at this place, of stays that are not taken, sorted by number.
  std::vector<StayNumber> best_from(std::size_t first, std::size_t& too_crowded) const {
    std::vector<StayNumber> window;
    const std::uint32_t last = stay(stays_[first]).admitted + rules_.admission_hours * 3'600;
    for (std::size_t at = first; at < stays_.size() && stay(stays_[at]).admitted <= last; ++at) {
      if (is_taken_[at]) continue;
      if (window.size() == kMostInWindow) {
        ++too_crowded;
        break;
      }
      window.push_back(stays_[at]);
    }
    std::vector<StayNumber> best;
    if (!is_taken_[first] && window.size() >= rules_.people_least) look_at(std::move(window), best);
    return best;
  }

  // Those admitted in one window: every window of discharge.
  void look_at(std::vector<StayNumber> window, std::vector<StayNumber>& best) const {
    std::sort(window.begin(), window.end(), [&](StayNumber a, StayNumber b) {
      return std::tuple(stay(a).discharged, a) < std::tuple(stay(b).discharged, b);
    });
    std::size_t end = 0;
    for (std::size_t first = 0; first < window.size(); ++first) {
      const std::uint32_t last = stay(window[first]).discharged + rules_.discharge_hours * 3'600;
      const std::size_t before = end;
      while (end < window.size() && stay(window[end]).discharged <= last) ++end;
      // A window that only lost its first holds nothing new.
      if (end == before || end - first < rules_.people_least || end - first <= best.size()) continue;
      std::vector<StayNumber> group(window.begin() + static_cast<std::ptrdiff_t>(first),
                                    window.begin() + static_cast<std::ptrdiff_t>(end));
      make_alike(group);
      if (group.size() > best.size()) {
        std::sort(group.begin(), group.end());
        best = std::move(group);
      }
    }
  }

  std::size_t people_of(const std::vector<StayNumber>& group) const {
    std::set<PersonNumber> people;
    for (const StayNumber number : group) people.insert(stay(number).person);
    return people.size();
  }

  // Leaves the most stays found of which cost and length both vary little enough: of the runs by cost and those by
  // length each is cut down until both hold. Of many stays only the longest runs are tried.
  void make_alike(std::vector<StayNumber>& group) const {
    if (is_alike(group)) {
      if (people_of(group) < rules_.people_least) group.clear();
      return;
    }
    std::vector<StayNumber> best;
    for (const Figure figure : {cost_of, length_of}) {
      const bool tries_all = group.size() <= kMostTried;
      for (std::vector<StayNumber>& run : runs_of(group, figure, tries_all)) {
        if (run.size() <= best.size()) continue;
        cut_down(run);
        if (run.size() > best.size() && people_of(run) >= rules_.people_least) best = std::move(run);
      }
    }
    group = std::move(best);
  }

  bool is_alike(const std::vector<StayNumber>& group) const {
    return std::ranges::all_of(std::array{cost_of, length_of}, [&](Figure figure) {
      std::vector<double> figures;
      for (const StayNumber number : group) figures.push_back(figure(stay(number)));
      return variation(figures) <= rules_.variation_most;
    });
  }

  void cut_down(std::vector<StayNumber>& run) const {
    for (std::size_t before = 0; before != run.size();) {
      before = run.size();
      for (const Figure figure : {cost_of, length_of}) {
        auto runs = runs_of(run, figure, false);
        run = runs.empty() ? std::vector<StayNumber>() : std::move(runs[0]);
      }
    }
  }

  // Runs in the order of a figure that varies little enough, each as long as it can be from its first on and in no
  // other: all of them, the longest first, or the longest alone.
  std::vector<std::vector<StayNumber>> runs_of(std::vector<StayNumber>& group, Figure figure, bool all) const {
    std::sort(group.begin(), group.end(), [&](StayNumber a, StayNumber b) {
      return std::tuple(figure(stay(a)), a) < std::tuple(figure(stay(b)), b);
    });
    std::vector<double> figures;
    for (const StayNumber number : group) figures.push_back(figure(stay(number)));
    const RunningSums sums(figures);
    std::vector<std::vector<StayNumber>> runs;
    std::vector<bool> is_begun(group.size(), false);
    for (std::size_t size = group.size(); size >= rules_.people_least; --size) {
      for (std::size_t first = 0; first + size <= group.size(); ++first) {
        if (is_begun[first] || sums.variation_of(first, size) > rules_.variation_most * kNearly + kTiny) continue;
        if (variation(std::span(figures).subspan(first, size)) > rules_.variation_most) continue;
        is_begun[first] = true;
        runs.emplace_back(group.begin() + static_cast<std::ptrdiff_t>(first),
                          group.begin() + static_cast<std::ptrdiff_t>(first + size));
        if (!all) return runs;
      }
    }
    return runs;
  }

  void add(std::vector<StayNumber> stays, GroupStays& found) const {
    GroupStay group;
    group.institution = stay(stays[0]).institution;
    group.diagnosis = stay(stays[0]).diagnosis;
    std::vector<double> costs;
    std::vector<double> lengths;
    for (const StayNumber number : stays) {
      costs.push_back(cost_of(stay(number)));
      lengths.push_back(length_of(stay(number)));
      group.total += stay(number).total;
      group.fund += stay(number).fund;
    }
    group.cost_variation = variation(costs);
    judge(group, stays);
    group.length_variation = variation(lengths);
    std::sort(stays.begin(), stays.end(), [&](StayNumber a, StayNumber b) {
      return std::tuple(stay(a).admitted, a) < std::tuple(stay(b).admitted, b);
    });
    group.stays = std::move(stays);
    found.groups.push_back(std::move(group));
  }

  // How many stays as these there are at other times, and so how many chance would put into one window.
  void judge(GroupStay& group, const std::vector<StayNumber>& stays) const {
    const auto [least_cost, most_cost] =
        std::ranges::minmax(stays, {}, [&](StayNumber at) { return cost_of(stay(at)); });
    const auto [short_stay, long_stay] =
        std::ranges::minmax(stays, {}, [&](StayNumber at) { return length_of(stay(at)); });
    std::uint32_t begin = kNobody;
    for (const StayNumber number : stays) begin = std::min(begin, stay(number).admitted);
    const std::uint32_t end = begin + rules_.admission_hours * 3'600;
    std::size_t alike = 1;
    for (const StayNumber number : stays_) {
      const Stay& other = stay(number);
      const bool is_in_window = other.admitted >= begin && other.admitted <= end;
      group.among += is_in_window ? 1 : 0;
      if (is_in_window || other.total < stay(least_cost).total || other.total > stay(most_cost).total) continue;
      alike +=
          length_of(other) >= length_of(stay(short_stay)) && length_of(other) <= length_of(stay(long_stay)) ? 1 : 0;
    }
    group.expected = static_cast<double>(alike) * rules_.admission_hours * 3'600 / period_seconds_;
    group.surprise = poisson_surprise(static_cast<std::uint32_t>(stays.size()), group.expected);
  }

  const TapeVisits& visits_;
  const GroupStayRules& rules_;
  const std::vector<StayNumber> stays_;
  std::vector<bool> is_taken_;
  double period_seconds_;
};

}  // namespace

double variation(std::span<const double> numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  const double mean = sum / static_cast<double>(std::max<std::size_t>(numbers.size(), 1));
  double squares = 0;
  for (const double number : numbers) squares += (number - mean) * (number - mean);
  if (squares == 0) return 0;
  return mean > 0 ? std::sqrt(squares / static_cast<double>(numbers.size())) / mean : kHuge;
}

namespace {

double period_of(const TapeVisits& visits) {
  if (visits.stays.empty()) return 0;
  const auto [first, last] = std::ranges::minmax(visits.stays, {}, &Stay::admitted);
  return static_cast<double>(last.admitted - first.admitted);
}

std::vector<bool> exempt_diagnoses(const TapeVisits& visits, const GroupStayRules& rules) {
  std::vector<bool> exempt;
  for (const std::string& diagnosis : visits.diagnoses) {
    exempt.push_back(std::ranges::any_of(
        rules.exempt_diagnoses, [&](const std::string& code) { return diagnosis.starts_with(code.substr(0, 3)); }));
  }
  return exempt;
}

}  // namespace

Result<GroupStays> find_group_stays(const TapeVisits& visits, const GroupStayRules& rules, const Work& work) {
  GroupStays all;
  const std::vector<bool> exempt = exempt_diagnoses(visits, rules);
  std::vector<StayNumber> order;
  for (StayNumber number = 0; number < visits.stays.size(); ++number) {
    const Stay& stay = visits.stays[number];
    if (stay.discharged == 0 || stay.diagnosis == 0) continue;
    if (exempt[stay.diagnosis])
      ++all.exempt;
    else
      order.push_back(number);
  }
  const auto place = [&](StayNumber number) {
    return std::pair(visits.stays[number].institution, visits.stays[number].diagnosis);
  };
  std::sort(order.begin(), order.end(), [&](StayNumber a, StayNumber b) {
    return std::tuple(place(a), visits.stays[a].admitted, a) < std::tuple(place(b), visits.stays[b].admitted, b);
  });
  std::vector<std::size_t> begins;
  for (std::size_t at = 0; at < order.size(); ++at) {
    if (at == 0 || place(order[at]) != place(order[at - 1])) begins.push_back(at);
  }
  begins.push_back(order.size());
  const double period = period_of(visits);
  std::vector<GroupStays> results(begins.size() - 1);
  TRY(run_blocks(work, results.size(), 1, "group stays", "diagnoses of institutions", [&](const Block& block) {
    Finder(visits, rules,
           {order.begin() + static_cast<std::ptrdiff_t>(begins[block.number]),
            order.begin() + static_cast<std::ptrdiff_t>(begins[block.number + 1])},
           period)
        .find(results[block.number]);
  }));
  for (GroupStays& result : results) {
    all.too_crowded += result.too_crowded;
    std::move(result.groups.begin(), result.groups.end(), std::back_inserter(all.groups));
  }
  all.chance_surprise = order.empty() ? 0 : std::log10(static_cast<double>(order.size()));
  std::ranges::stable_sort(all.groups, [&](const GroupStay& a, const GroupStay& b) {
    const auto rank = [&](const GroupStay& group) {
      return std::tuple(-group.surprise, -group.fund, group.institution, visits.stays[group.stays[0]].admitted);
    };
    return rank(a) < rank(b);
  });
  return all;
}

}  // namespace qiuhao::screening
