// Groups of stays.
#include "screening/networks/group_stays.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "screening/networks/blocks.h"

namespace qiuhao::screening {
namespace {

constexpr double kHuge = 1e9;
constexpr std::size_t kMostTried = 64;  // stays of one window of which every run is tried

using StayNumber = std::uint32_t;

// What is to be alike of a stay.
double cost_of(const Stay& stay) { return static_cast<double>(stay.total); }
double length_of(const Stay& stay) { return static_cast<double>(stay.discharged - stay.admitted); }
using Figure = double (*)(const Stay&);

// One institution and diagnosis.
class Finder {
 public:
  Finder(const TapeVisits& visits, const GroupStayRules& rules) : visits_(visits), rules_(rules) {}

  // `stays` in order of admission.
  void find(std::vector<StayNumber> stays, GroupStays& found) {
    while (stays.size() >= rules_.people_least) {
      std::vector<StayNumber> best = largest(stays, found.too_crowded);
      if (best.empty()) return;
      std::erase_if(stays, [&](StayNumber stay) { return std::ranges::binary_search(best, stay); });
      add(std::move(best), found);
    }
  }

 private:
  const Stay& stay(StayNumber number) const { return visits_.stays[number]; }

  // The largest group, sorted by number; of equal ones the first found.
  std::vector<StayNumber> largest(const std::vector<StayNumber>& stays, std::size_t& too_crowded) {
    std::vector<StayNumber> best;
    std::size_t end = 0;
    for (std::size_t first = 0; first < stays.size(); ++first) {
      end = std::max(end, first);
      const std::uint32_t last = stay(stays[first]).admitted + rules_.admission_hours * 3'600;
      while (end < stays.size() && stay(stays[end]).admitted <= last) ++end;
      std::size_t count = end - first;
      if (count > kMostInWindow) {
        ++too_crowded;
        count = kMostInWindow;
      }
      if (count < rules_.people_least || count <= best.size()) continue;
      look_at({stays.begin() + static_cast<std::ptrdiff_t>(first),
               stays.begin() + static_cast<std::ptrdiff_t>(first + count)},
              best);
    }
    return best;
  }

  // Those admitted in one window: every window of discharge.
  void look_at(std::vector<StayNumber> window, std::vector<StayNumber>& best) {
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
    std::vector<StayNumber> best;
    for (const Figure figure : {cost_of, length_of}) {
      const bool tries_all = group.size() <= kMostTried;
      for (std::vector<StayNumber>& run : runs_of(group, figure, tries_all)) {
        cut_down(run);
        if (run.size() > best.size() && people_of(run) >= rules_.people_least) best = std::move(run);
      }
    }
    group = std::move(best);
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

  // Runs in the order of a figure that varies little enough, each as long as it can be from its first on: all of them,
  // or the longest alone.
  std::vector<std::vector<StayNumber>> runs_of(std::vector<StayNumber>& group, Figure figure, bool all) const {
    std::sort(group.begin(), group.end(), [&](StayNumber a, StayNumber b) {
      return std::tuple(figure(stay(a)), a) < std::tuple(figure(stay(b)), b);
    });
    std::vector<double> figures;
    for (const StayNumber number : group) figures.push_back(figure(stay(number)));
    std::vector<std::vector<StayNumber>> runs;
    std::vector<bool> is_begun(group.size(), false);
    for (std::size_t size = group.size(); size >= rules_.people_least; --size) {
      for (std::size_t first = 0; first + size <= group.size(); ++first) {
        if (is_begun[first] || variation(std::span(figures).subspan(first, size)) > rules_.variation_most) continue;
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
    group.length_variation = variation(lengths);
    std::sort(stays.begin(), stays.end(), [&](StayNumber a, StayNumber b) {
      return std::tuple(stay(a).admitted, a) < std::tuple(stay(b).admitted, b);
    });
    group.stays = std::move(stays);
    found.groups.push_back(std::move(group));
  }

  const TapeVisits& visits_;
  const GroupStayRules& rules_;
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

Result<GroupStays> find_group_stays(const TapeVisits& visits, const GroupStayRules& rules, const Work& work) {
  std::vector<StayNumber> order;
  for (StayNumber number = 0; number < visits.stays.size(); ++number) {
    if (visits.stays[number].discharged != 0 && visits.stays[number].diagnosis != 0) order.push_back(number);
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
  std::vector<GroupStays> results(begins.size() - 1);
  TRY(run_blocks(work, results.size(), 1, "group stays", "diagnoses of institutions", [&](const Block& block) {
    Finder(visits, rules)
        .find({order.begin() + static_cast<std::ptrdiff_t>(begins[block.number]),
               order.begin() + static_cast<std::ptrdiff_t>(begins[block.number + 1])},
              results[block.number]);
  }));
  GroupStays all;
  for (GroupStays& result : results) {
    all.too_crowded += result.too_crowded;
    std::move(result.groups.begin(), result.groups.end(), std::back_inserter(all.groups));
  }
  std::stable_sort(all.groups.begin(), all.groups.end(), [&](const GroupStay& a, const GroupStay& b) {
    return std::tuple(-a.fund, a.institution, visits.stays[a.stays[0]].admitted) <
           std::tuple(-b.fund, b.institution, visits.stays[b.stays[0]].admitted);
  });
  return all;
}

}  // namespace qiuhao::screening
