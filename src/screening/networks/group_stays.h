// Groups of people who are admitted to one institution within hours of each other and discharged within hours of each
// other, with one main diagnosis (three characters), for nearly the same time and cost. Domain M04 (虚假住院).
//
// Of one institution and diagnosis: for each two stays, one as the first admitted and one as the first discharged, the
// stays in both windows are taken; of these each run by cost, and each by length of stay, that varies little enough is
// cut down until both do, and the largest remains. Of all windows the largest group is kept and its stays taken away,
// and so on, so that no stay is in two groups. What is told fulfils every condition; where stays of a window differ in
// both cost and length, a group somewhat larger than the one told may exist.
#pragma once

#include <span>
#include <vector>

#include "screening/networks/thresholds.h"
#include "screening/networks/visits.h"

namespace qiuhao::screening {

struct GroupStay {
  InstitutionNumber institution = 0;
  std::uint32_t diagnosis = 0;       // of TapeVisits::diagnoses
  std::vector<std::uint32_t> stays;  // of TapeVisits::stays, in order of admission
  double cost_variation = 0;         // standard deviation over mean
  double length_variation = 0;
  Cents total = 0;
  Cents fund = 0;
  std::size_t among = 0;  // stays of the institution and diagnosis that began in the same hours
  double expected = 0;    // how many stays as these chance would put there
  double surprise = 0;
};

// Standard deviation (of the whole, not a sample) over mean; 0 of equal numbers, huge when the mean is not above 0.
double variation(std::span<const double> numbers);

// The most surprising first, then by the funds' money.
//
// Surprise: stays of the institution and diagnosis that cost and last as these do, within the group's least and most,
// are counted at all other times (and one more); spread evenly over the tape's period, so many would begin in one
// window. It is -log10 of the Poisson probability of as many as there are, or more. A hospital that has such stays
// every day is not surprising. What chance reaches among so many stays is log10 of their number.
struct GroupStays {
  std::vector<GroupStay> groups;
  std::size_t exempt = 0;       // stays left out by diagnosis: planned ones
  std::size_t too_crowded = 0;  // windows with more stays of one diagnosis, of which the first so many are looked at
  double chance_surprise = 0;
};
inline constexpr std::size_t kMostInWindow = 400;

Result<GroupStays> find_group_stays(const TapeVisits& visits, const GroupStayRules& rules, const Work& work);

}  // namespace qiuhao::screening
