// Counting pairs: a row of the product of people and windows at a time (Gustavson's order), then exactly.
#include "screening/networks/companions.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <memory>

#include "base/check.h"
#include "screening/networks/blocks.h"
#include "screening/networks/pair_facts.h"

namespace qiuhao::screening {
namespace {

constexpr std::size_t kPeopleOfBlock = 256;

// How often somebody stood in the windows of the person at hand; 4 bytes, so that those of a million people stay in
// the cache.
struct Cell {
  std::uint16_t last_day = 0;  // number of the person's day, from 1; 32 bits of seconds hold 49,711 days
  std::uint16_t days = 0;
};
constexpr std::size_t kAhead = 16;

// One of a person's events: its day and the events of its window.
struct Span {
  std::uint32_t day = 0;
  Window window;
};

// One thread's.
class RowCounter {
 public:
  RowCounter(const LiveEvents& live, const CrowdRules& crowd, const PairRules& rules)
      : live_(live), rules_(rules), cells_(live.people()), seen_(live.people() + 1), facts_(live, crowd) {}

  void count(PersonNumber person, const Traffic& traffic, std::vector<CompanionPair>& pairs) {
    list_spans(person);
    std::size_t seen = 0;
    std::uint32_t day = kNobody;
    std::uint16_t number = 0;
    for (const Span& span : spans_) {
      if (span.day != day) ++number;
      day = span.day;
      seen = look_at(person, span, number, seen);
    }
    for (std::size_t at = 0; at < seen; ++at) {
      Cell& cell = cells_[seen_[at]];
      if (cell.days >= rules_.days_least) candidates_.push_back(seen_[at]);
      cell = {};
    }
    std::sort(candidates_.begin(), candidates_.end());
    for (const PersonNumber other : candidates_) {
      const PairFacts facts = facts_.of(person, other);
      if (facts.days < rules_.days_least || facts.institutions < rules_.institutions_least) continue;
      const CompanionPair pair = facts_.pair_of(person, other, facts, traffic);
      if (pair.surprise >= rules_.surprise_least)
        pairs.push_back(pair);
      else
        ++unsurprising_;
    }
    candidates_.clear();
  }

  std::size_t unsurprising() const { return unsurprising_; }

 private:
  void list_spans(PersonNumber person) {
    spans_.clear();
    for (const std::uint32_t event : live_.events_of(person))
      spans_.push_back({local_day(time_of(live_.table.moments[event])), live_.windows[event]});
    std::sort(spans_.begin(), spans_.end(), [](const Span& a, const Span& b) { return a.day < b.day; });
  }

  // People with larger numbers only: a pair is counted once. They are picked without a branch, and their cells are
  // asked for before they are needed: in a crowd most of the time would go into waiting for memory.
  std::size_t look_at(PersonNumber person, const Span& span, std::uint16_t number, std::size_t seen) {
    const PersonNumber* people = live_.table.people.data();
    if (picked_.size() < span.window.size() + kAhead) picked_.resize(span.window.size() + kAhead, 0);
    std::size_t picked = 0;
    for (std::uint32_t at = span.window.begin; at < span.window.end; ++at) {
      picked_[picked] = people[at];
      picked += people[at] > person ? 1 : 0;
    }
    for (std::size_t at = 0; at < picked; ++at) {
      __builtin_prefetch(&cells_[picked_[at + kAhead]], 1);
      Cell& cell = cells_[picked_[at]];
      if (cell.last_day == number) continue;
      seen_[seen] = picked_[at];
      seen += cell.days == 0 ? 1 : 0;
      cell = {number, static_cast<std::uint16_t>(cell.days + 1)};
    }
    return seen;
  }

  const LiveEvents& live_;
  const PairRules& rules_;
  std::vector<Cell> cells_;
  std::vector<PersonNumber> picked_;
  std::vector<PersonNumber> seen_;
  std::vector<PersonNumber> candidates_;
  std::vector<Span> spans_;
  PairFactsMaker facts_;
  std::size_t unsurprising_ = 0;
};

Error too_many_pairs() {
  return {
      Fault::input,
      "too_many_pairs",
      fmt::format("more than {} pairs of people met often enough; raise covisit_days_least or "
                  "covisit_institutions_least, or look at a shorter period",
                  kMaxPairs),
      {},
      fmt::format("符合条件的同行对超过 {} 对；请提高参数 covisit_days_least 或 covisit_institutions_least，或缩短期间",
                  kMaxPairs)};
}

}  // namespace

Result<Companions> Companions::find(const Traffic& traffic, PersonNumber people, const CrowdRules& crowd,
                                    const PairRules& rules, const Work& work) {
  CHECK(rules.days_least > 0);
  Companions companions;
  companions.crowd_ = crowd;
  ASSIGN(companions.live_, find_live(traffic, people, crowd, rules, work));
  const LiveEvents& live = companions.live_;
  std::vector<std::unique_ptr<RowCounter>> counters(static_cast<std::size_t>(std::max(1, work.threads)));
  std::vector<std::vector<CompanionPair>> of_blocks(blocks_of(live.people(), kPeopleOfBlock));
  std::atomic<std::size_t> found{0};
  TRY(run_blocks(work, live.people(), kPeopleOfBlock, "counting", "people", [&](const Block& block) {
    if (found > kMaxPairs) return;
    auto& counter = counters[block.thread];
    if (counter == nullptr) counter = std::make_unique<RowCounter>(live, crowd, rules);
    std::vector<CompanionPair>& pairs = of_blocks[block.number];
    for (std::size_t person = block.begin; person < block.end; ++person)
      counter->count(static_cast<PersonNumber>(person), traffic, pairs);
    found += pairs.size();
  }));
  if (found > kMaxPairs) return fail(too_many_pairs());
  for (const auto& counter : counters) companions.unsurprising_ += counter == nullptr ? 0 : counter->unsurprising();
  for (const auto& pairs : of_blocks) companions.pairs_.insert(companions.pairs_.end(), pairs.begin(), pairs.end());
  return companions;
}

std::vector<Meeting> Companions::meetings_of(const CompanionPair& pair) const {
  const auto number = [&](PersonNumber person) {
    const auto found = std::lower_bound(live_.original.begin(), live_.original.end(), person);
    CHECK(found != live_.original.end() && *found == person);
    return static_cast<PersonNumber>(found - live_.original.begin());
  };
  std::vector<Meeting> meetings;
  for_each_meeting(live_, crowd_, number(pair.a), number(pair.b), [&](std::uint32_t a, std::uint32_t b) {
    const Moment moment = live_.table.moments[a];
    meetings.push_back({institution_of(place_of(moment)), way_of(place_of(moment)), time_of(moment),
                        time_of(live_.table.moments[b]), live_.table.visits[a], live_.table.visits[b]});
  });
  std::sort(meetings.begin(), meetings.end(), [](const Meeting& a, const Meeting& b) {
    return std::tie(a.at_a, a.at_b, a.institution, a.way) < std::tie(b.at_a, b.at_b, b.institution, b.way);
  });
  return meetings;
}

}  // namespace qiuhao::screening
