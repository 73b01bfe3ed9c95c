// Made-up claims that show what points find: for each thing that a point limits, claims on either side of the limit.
#pragma once

#include <string>
#include <vector>

#include "rules/library/allowed.h"
#include "rules/library/claim.h"

namespace qiuhao::rules {

enum class Thing { none, sex, age, level, mode, insurance, diagnosis, department, disease, number };

struct ThingClaim {
  Thing thing = Thing::none;  // which one the claim tries; the others are as both points allow, if they do
  ClaimWish wish;
};

// Claims for an item on a day that try everything that either point limits; the first tries nothing.
std::vector<ThingClaim> claims_for(const Allowed& a, const Allowed& b, const std::string& item, Day day);

// Claims with the two items of a pair: in one visit, and in two visits of one day.
std::vector<ThingClaim> pair_claims(const std::string& first, const std::string& second, Day day);

// The last day on which a point is in force; the last day there is where none is said.
Day last_of(const knowledge::Point& point);

// A day of a period that is good to show: early in 2026 where the period has it, and no 29 February. kNoDay is open.
Day day_within(Day from, Day to);

}  // namespace qiuhao::rules
