// Stays that follow each other from hospital to hospital, and hospitals that pass the same people on. Domain M06
// (轮流住院、医院间倒床).
#pragma once

#include <vector>

#include "screening/networks/thresholds.h"
#include "screening/networks/visits.h"

namespace qiuhao::screening {

// Stays of one person, each beginning at most so many days after the one before has ended (or before it has), within
// 365 days of the first admission: of all such runs of a chain the one with the most days.
struct StayChain {
  PersonNumber person = 0;
  std::vector<std::uint32_t> stays;  // of TapeVisits::stays, in order
  std::size_t institutions = 0;
  std::uint32_t days = 0;  // distinct days in some hospital, first and last day counted
  Cents total = 0;
  Cents fund = 0;
};

// Two institutions between which people went from stay to stay.
struct StayExchange {
  InstitutionNumber a = 0;  // the smaller number
  InstitutionNumber b = 0;
  std::size_t a_to_b = 0;  // moves: the next stay begins there within the gap
  std::size_t b_to_a = 0;
  std::size_t transfers = 0;  // of the moves those by a doctor's order (离院方式 2)
  std::size_t people = 0;     // who moved either way
  std::size_t both_ways = 0;  // of them those who moved both ways
};

struct StayMoves {
  std::vector<StayChain> chains;        // most days first
  std::vector<StayExchange> exchanges;  // most people both ways first
};

// Stays without an end last as long as nothing else is known: only their first day is counted.
StayMoves find_stay_chains(const TapeVisits& visits, const StayChainRules& rules);

}  // namespace qiuhao::screening
