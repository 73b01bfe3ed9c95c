// Co-visits over 10 million visits that are made in memory: a city of homes, clinics, hospitals and rush hours, with
// gangs that go together and a vaccination day. Pairs of sampled people are worked out again event by event.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <thread>
#include <unordered_map>

#include "bench.h"
#include "screening/networks/companions.h"

namespace qiuhao::bench {
namespace {

using screening::CompanionPair;
using screening::Event;
using screening::InstitutionNumber;
using screening::PersonNumber;
using screening::Way;

constexpr std::uint32_t kStart = 1'735'660'800;  // 2025-01-01 00:00 in Shanghai
constexpr std::uint32_t kDay = 86'400;

struct Scale {
  std::uint32_t people = 1'000'000;
  std::size_t visits = 10'000'000;
  std::uint32_t clinics = 1'500;  // and pharmacies: everybody has two near home
  std::uint32_t hospitals = 40;
  std::uint32_t gangs = 200;
  std::uint32_t vaccinated = 100'000;
  std::uint32_t sampled = 300;

  std::uint32_t institutions() const { return clinics + hospitals + 1; }
};

Scale small_scale() { return {20'000, 200'000, 60, 6, 20, 5'000, 300}; }

class City {
 public:
  explicit City(const Scale& scale) : scale_(scale), random_(7) {
    add_gangs();
    add_vaccination();
    add_everybody();
  }
  std::vector<Event> events;
  std::vector<std::vector<PersonNumber>> gangs;

 private:
  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }

  // Weekdays more than weekends, mornings more than afternoons.
  std::uint32_t time_of_visit() {
    std::uint32_t day = below(365);
    if (day % 7 >= 5 && below(2) == 0) day = (day + 2) % 365;
    const bool is_morning = below(100) < 62;
    std::uint32_t second = 0;
    for (int die = 0; die < 3; ++die) second += below(is_morning ? 4'800 : 4'200);
    return kStart + day * kDay + (is_morning ? 8 * 3'600 : 13 * 3'600 + 1'800) + second;
  }

  // Few hospitals get most of the patients.
  InstitutionNumber some_hospital() {
    const std::uint32_t first = below(scale_.hospitals);
    return scale_.clinics + std::min({first, below(scale_.hospitals), below(scale_.hospitals)});
  }

  void add(InstitutionNumber institution, Way way, std::uint32_t at, PersonNumber person) {
    events.push_back({screening::place_of(institution, way), at, person, 0});
  }

  void add_gangs() {
    for (std::uint32_t number = 0; number < scale_.gangs; ++number) {
      std::set<PersonNumber> members;
      const std::uint32_t size = 3 + below(8);
      while (members.size() < size) members.insert(below(scale_.people));
      const InstitutionNumber places[3] = {some_hospital(), below(scale_.clinics), below(scale_.clinics)};
      const std::uint32_t days = 6 + below(7);
      const std::uint32_t first = below(200);
      for (std::uint32_t day = 0; day < days; ++day) {
        const std::uint32_t at = kStart + (first + day * 9) * kDay + 32'400 + below(20'000);
        for (const PersonNumber member : members) add(places[day % 3], Way::settlement, at + below(1'500), member);
      }
      gangs.emplace_back(members.begin(), members.end());
    }
  }

  void add_vaccination() {
    const std::uint32_t step = std::max(1U, scale_.people / scale_.vaccinated);
    for (std::uint32_t number = 0; number < scale_.vaccinated; ++number) {
      const std::uint32_t at = kStart + 100 * kDay + 28'800 + below(36'000);
      add(scale_.institutions() - 1, Way::settlement, at, number * step % scale_.people);
    }
  }

  void add_everybody() {
    while (events.size() < scale_.visits) {
      const PersonNumber person = below(scale_.people);
      // Neighbours go to the same two; every tenth is chronically ill and goes often.
      const InstitutionNumber home = person % scale_.clinics;
      const InstitutionNumber second = (home * 7 + person / scale_.clinics % 3) % scale_.clinics;
      const int often = person % 10 == 0 ? 12 : 1;
      for (int visit = 0; visit < often && events.size() < scale_.visits; ++visit) {
        const std::uint32_t die = below(100);
        if (die < 40)
          add(home, Way::settlement, time_of_visit(), person);
        else if (die < 70)
          add(second, Way::settlement, time_of_visit(), person);
        else
          add(some_hospital(), die < 94 ? Way::settlement : Way::admission, time_of_visit(), person);
      }
    }
  }

  Scale scale_;
  std::mt19937_64 random_;
};

using PairKey = std::pair<PersonNumber, PersonNumber>;

// The pairs of sampled people, event by event over all events that are in no crowd.
std::map<PairKey, std::pair<std::uint32_t, std::uint32_t>> pairs_of_sampled(const screening::Traffic& traffic,
                                                                            const std::set<PersonNumber>& sampled,
                                                                            const screening::CrowdRules& crowd) {
  std::unordered_map<screening::PlaceNumber, std::vector<std::pair<std::uint32_t, PersonNumber>>> of_place;
  const auto& [moments, people, visits] = traffic.events;
  for (std::size_t at = 0; at < moments.size(); ++at) {
    if (sampled.contains(people[at]))
      of_place[screening::place_of(moments[at])].emplace_back(screening::time_of(moments[at]), people[at]);
  }
  struct Met {
    std::set<std::uint32_t> own_days, others_days, institutions;
  };
  std::map<PairKey, Met> met;
  for (std::size_t at = 0; at < moments.size(); ++at) {
    const auto found = of_place.find(screening::place_of(moments[at]));
    if (found == of_place.end()) continue;
    const std::uint32_t time = screening::time_of(moments[at]);
    for (const auto& [own_time, own] : found->second) {
      const std::uint32_t apart = own_time > time ? own_time - time : time - own_time;
      if (own == people[at] || apart > crowd.window_of(moments[at])) continue;
      Met& of = met[{own, people[at]}];
      of.own_days.insert(screening::local_day(own_time));
      of.others_days.insert(screening::local_day(time));
      of.institutions.insert(screening::institution_of(found->first));
    }
  }
  std::map<PairKey, std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const auto& [key, of] : met) {
    pairs[{std::min(key.first, key.second), std::max(key.first, key.second)}] = {
        static_cast<std::uint32_t>(std::min(of.own_days.size(), of.others_days.size())),
        static_cast<std::uint32_t>(of.institutions.size())};
  }
  return pairs;
}

std::size_t differences(const std::vector<CompanionPair>& got, const screening::Traffic& traffic,
                        const std::set<PersonNumber>& sampled, const screening::CrowdRules& crowd,
                        const screening::PairRules& rules) {
  auto wanted = pairs_of_sampled(traffic, sampled, crowd);
  std::erase_if(wanted, [&](const auto& pair) {
    return pair.second.first < rules.days_least || pair.second.second < rules.institutions_least;
  });
  std::size_t wrong = 0;
  for (const CompanionPair& pair : got) {
    if (!sampled.contains(pair.a) && !sampled.contains(pair.b)) continue;
    const auto found = wanted.find({pair.a, pair.b});
    if (found == wanted.end() || found->second != std::pair(pair.days, pair.institutions))
      ++wrong;
    else
      wanted.erase(found);
  }
  return wrong + wanted.size();
}

double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

std::set<PairKey> pairs_within(const std::vector<std::vector<PersonNumber>>& gangs) {
  std::set<PairKey> pairs;
  for (const auto& gang : gangs) {
    for (std::size_t a = 0; a < gang.size(); ++a) {
      for (std::size_t b = a + 1; b < gang.size(); ++b) pairs.emplace(gang[a], gang[b]);
    }
  }
  return pairs;
}

struct Shares {
  double found = 0;  // of the pairs within gangs
  double first = 0;  // as many of the most surprising pairs as there are within gangs: those that are
};

Shares shares_of(const std::vector<std::vector<PersonNumber>>& gangs, std::vector<CompanionPair> pairs) {
  const std::set<PairKey> planted = pairs_within(gangs);
  std::ranges::stable_sort(pairs, std::greater<>(), &CompanionPair::surprise);
  std::size_t found = 0;
  std::size_t first = 0;
  for (std::size_t at = 0; at < pairs.size(); ++at) {
    const bool is_planted = planted.contains({pairs[at].a, pairs[at].b});
    found += is_planted ? 1U : 0U;
    first += is_planted && at < planted.size() ? 1U : 0U;
  }
  const auto all = static_cast<double>(planted.size());
  return {static_cast<double>(found) / all, static_cast<double>(first) / all};
}

}  // namespace

Result<std::vector<Measure>> screen_networks(const Setting& setting) {
  const Scale scale = setting.small ? small_scale() : Scale{};
  City city(scale);
  std::set<PersonNumber> sampled(city.gangs[0].begin(), city.gangs[0].end());
  std::mt19937_64 random(3);
  while (sampled.size() < scale.sampled) sampled.insert(static_cast<PersonNumber>(random() % scale.people));
  screening::CrowdRules crowd;
  if (setting.small) crowd.crowd_most = 250;  // so that the small day of vaccination is one too
  const screening::PairRules rules;
  screening::Work work;
  work.threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 2U));
  const double megabytes_before = peak_megabytes();
  const auto start = std::chrono::steady_clock::now();
  ASSIGN(const auto traffic,
         screening::make_traffic(std::move(city.events), scale.institutions() * screening::kWays, crowd, work));
  ASSIGN(const auto companions, screening::Companions::find(traffic, scale.people, crowd, rules, work));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double megabytes = peak_megabytes();
  const std::size_t wrong = differences(companions.pairs(), traffic, sampled, crowd, rules);
  const std::string told = fmt::format(
      "{} visits of {} people; {} pairs kept; {} people and {} visits could make one; {} visits in crowds "
      "left out on {} days; {} threads; {:.0f} MB held before",
      scale.visits, scale.people, companions.pairs().size(), companions.people_counted(), companions.events_counted(),
      traffic.events_left_out, traffic.crowded_days.size(), work.threads, megabytes_before);
  const Shares shares = shares_of(city.gangs, companions.pairs());
  return std::vector<Measure>{
      {"screen-networks-seconds", seconds, "s", told, 0},
      {"screen-networks-memory", megabytes, "MB", "peak of the whole process, the visits among it", 0},
      {"screen-networks-same", static_cast<double>(wrong), "pairs",
       fmt::format("of {} sampled people, worked out again event by event", sampled.size()), 0},
      {"screen-networks-gangs", shares.found, "share",
       fmt::format("of the pairs within {} planted gangs", city.gangs.size()), 0},
      {"screen-networks-first", shares.first, "share",
       fmt::format("of the most surprising pairs of {}, as many as were planted", companions.pairs().size()), 0}};
}

}  // namespace qiuhao::bench
