// The smallest change that would make a claim right: found by search over what the rule reads, and proven by judging
// the changed claim. A change that does not clear the hit is never given.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/change_trials.h"

namespace qiuhao::rules {

inline constexpr std::size_t kMaxTrials = 3'000;     // judgements of a changed claim, of one search
inline constexpr std::size_t kMaxChangedRows = 100;  // rows that a search looks at

struct SmallestChange {
  // In the order in which they are tried and given: what leaves most of the claim as it was comes first.
  enum class Kind : std::uint8_t {
    fewer_units,  // a line's quantity, down to the first amount that is right
    fewer_days,   // days of supply of a line, or days of a stay
    line_less,    // a line not charged; lines that windows hold before the lines that are blamed
    own_payment,  // a line that the person pays: nothing of it is in scope
    diagnosis,    // the main diagnosis is another one that the visit's record has
  } kind = Kind::fewer_units;
  PersonChange change;  // rows of the part judged
  Sentence sentence;    // "with 1 instead of 3 of line L2 (静脉输液, 2025-03-01)"
};

// At most one change of each kind, of a subject that is a hit; none of a provider's month, whose rows are many
// people's. A change must also bring no other hit of the rule to the person.
std::vector<SmallestChange> smallest_changes(const PartPlan& plan, const SubjectRef& subject);
// The first of them alone, while somebody waits: found with at most so many judgements of the subject, by changes of
// what is asked about; nullopt when these did not find one. A change must bring no other hit of the rule to what is
// asked about.
std::optional<SmallestChange> smallest_change(const RequestHit& hit, std::size_t trials_most);

// Whether the claim with the change is right: the subject is clear or gone, and the person has no new hit of the rule.
bool is_cleared_by(const PartPlan& plan, const SubjectRef& subject, const PersonChange& change);

}  // namespace qiuhao::rules
