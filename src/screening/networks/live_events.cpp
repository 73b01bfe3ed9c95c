// Pruning in rounds.
#include "screening/networks/live_events.h"

#include <algorithm>

#include "base/check.h"
#include "screening/networks/blocks.h"

namespace qiuhao::screening {
namespace {

constexpr int kMostRounds = 8;
constexpr std::size_t kPeopleOfBlock = 4'096;
// Another round is worth its time while one takes away more than one event in so many.
constexpr std::size_t kWorthwhile = 50;

void group_by_person(LiveEvents& live) {
  live.first_event.assign(live.people() + 1, 0);
  for (const PersonNumber person : live.table.people) ++live.first_event[person + 1];
  for (std::size_t person = 0; person < live.people(); ++person)
    live.first_event[person + 1] += live.first_event[person];
  live.events_of_people.resize(live.table.size());
  std::vector<std::uint32_t> next(live.first_event.begin(), live.first_event.end() - 1);
  for (std::uint32_t event = 0; event < live.table.size(); ++event)
    live.events_of_people[next[live.table.people[event]]++] = event;
}

// Whether somebody else's event lies in the window of each.
std::vector<char> find_company(const EventTable& table, const CrowdRules& crowd) {
  std::vector<char> has_company(table.size(), 0);
  std::size_t other = table.size();  // the last event before that is of another person; size(): none
  for (std::size_t at = 1; at < table.size(); ++at) {
    if (table.people[at] != table.people[at - 1]) other = at - 1;
    if (other != table.size() && table.moments[other] + crowd.window_of(table.moments[at]) >= table.moments[at])
      has_company[at] = 1;
  }
  other = table.size();
  for (std::size_t at = table.size(); at-- > 1;) {
    if (table.people[at] != table.people[at - 1]) other = at;
    if (other != table.size() && table.moments[at - 1] + crowd.window_of(table.moments[at - 1]) >= table.moments[other])
      has_company[at - 1] = 1;
  }
  return has_company;
}

struct Distinct {
  std::vector<std::uint32_t> days;
  std::vector<std::uint32_t> institutions;
};

std::size_t distinct(std::vector<std::uint32_t>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  return static_cast<std::size_t>(std::unique(numbers.begin(), numbers.end()) - numbers.begin());
}

bool is_worthy(const LiveEvents& live, PersonNumber person, std::span<const char> has_company, const PairRules& rules,
               Distinct& seen) {
  const auto events = live.events_of(person);
  if (events.size() < std::max(rules.days_least, rules.institutions_least)) return false;
  seen.days.clear();
  seen.institutions.clear();
  for (const std::uint32_t event : events) {
    if (has_company[event] == 0) continue;
    seen.days.push_back(local_day(time_of(live.table.moments[event])));
    seen.institutions.push_back(institution_of(place_of(live.table.moments[event])));
  }
  return distinct(seen.days) >= rules.days_least && distinct(seen.institutions) >= rules.institutions_least;
}

// Leaves the worthy only, with new numbers.
LiveEvents keep(const LiveEvents& live, std::span<const char> worthy) {
  LiveEvents kept;
  std::vector<PersonNumber> number(live.people(), kNobody);
  for (PersonNumber person = 0; person < live.people(); ++person) {
    if (worthy[person] == 0) continue;
    number[person] = static_cast<PersonNumber>(kept.original.size());
    kept.original.push_back(live.original[person]);
  }
  for (std::size_t event = 0; event < live.table.size(); ++event) {
    const PersonNumber person = number[live.table.people[event]];
    if (person == kNobody) continue;
    kept.table.moments.push_back(live.table.moments[event]);
    kept.table.people.push_back(person);
    kept.table.visits.push_back(live.table.visits[event]);
    kept.around.push_back(live.around[event]);
  }
  group_by_person(kept);
  return kept;
}

}  // namespace

Result<LiveEvents> find_live(const Traffic& traffic, PersonNumber people, const CrowdRules& crowd,
                             const PairRules& rules, const Work& work) {
  CHECK(traffic.events.size() < kNobody);
  LiveEvents live;
  live.table = traffic.events;
  live.around = traffic.around;
  live.original.resize(people);
  for (PersonNumber person = 0; person < people; ++person) live.original[person] = person;
  group_by_person(live);
  for (int round = 0; round < kMostRounds; ++round) {
    const std::vector<char> has_company = find_company(live.table, crowd);
    std::vector<char> worthy(live.people(), 0);
    std::vector<Distinct> seen(static_cast<std::size_t>(std::max(1, work.threads)));
    TRY(run_blocks(work, live.people(), kPeopleOfBlock, "pruning", "people", [&](const Block& block) {
      for (std::size_t person = block.begin; person < block.end; ++person)
        worthy[person] =
            is_worthy(live, static_cast<PersonNumber>(person), has_company, rules, seen[block.thread]) ? 1 : 0;
    }));
    const std::size_t before = live.table.size();
    live = keep(live, worthy);
    if (before - live.table.size() <= before / kWorthwhile) break;
  }
  live.windows = find_windows(live.table.moments, crowd);
  return live;
}

}  // namespace qiuhao::screening
