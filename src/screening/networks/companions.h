// Who meets whom: pairs of people who settle (or are admitted) at one institution within the window, on so many
// distinct days, over so many institutions. Domain M20 (同行就医).
//
// Person by person: whoever stands in the windows of a person's events is counted in one array, a cell a person, so
// memory does not grow with the number of pairs that meet, and nothing is sorted. A pair that met on enough of the
// one's days is then looked at exactly. docs/decisions/032-co-visits-person-by-person.md says why.
#pragma once

#include <vector>

#include "screening/networks/live_events.h"

namespace qiuhao::screening {

inline constexpr std::size_t kMaxPairs = 5'000'000;

struct CompanionPair {
  PersonNumber a = 0;  // the smaller number
  PersonNumber b = 0;
  std::uint32_t days = 0;  // distinct days on which they met: by a's visits or by b's, whichever are fewer
  std::uint32_t institutions = 0;
  double expected = 0;  // days expected by chance
  double surprise = 0;  // surprise.h
};

// Two events of a pair within the window.
struct Meeting {
  InstitutionNumber institution = 0;
  Way way = Way::settlement;
  std::uint32_t at_a = 0;
  std::uint32_t at_b = 0;
  std::uint32_t visit_a = 0;
  std::uint32_t visit_b = 0;
  auto operator<=>(const Meeting&) const = default;
};

class Companions {
 public:
  // "too_many_pairs" beyond kMaxPairs.
  static Result<Companions> find(const Traffic& traffic, PersonNumber people, const CrowdRules& crowd,
                                 const PairRules& rules, const Work& work);

  // By a, then b.
  const std::vector<CompanionPair>& pairs() const { return pairs_; }
  // Every meeting of a pair, in order of a's time.
  std::vector<Meeting> meetings_of(const CompanionPair& pair) const;
  // Pairs that met often enough and are not surprising enough.
  std::size_t unsurprising() const { return unsurprising_; }
  std::size_t people_counted() const { return live_.people(); }
  std::size_t events_counted() const { return live_.table.size(); }

 private:
  LiveEvents live_;
  CrowdRules crowd_;
  std::vector<CompanionPair> pairs_;
  std::size_t unsurprising_ = 0;
};

}  // namespace qiuhao::screening
