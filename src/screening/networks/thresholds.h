// The thresholds of network models, as the region's parameters set them (policy/parameters/screening.csv).
#pragma once

#include <string>
#include <vector>

#include "rules/parameters.h"
#include "screening/networks/live_events.h"

namespace qiuhao::screening {

struct GroupStayRules {  // M04
  std::uint32_t people_least = 5;
  std::uint32_t admission_hours = 24;
  std::uint32_t discharge_hours = 24;
  double variation_most = 0.1;                  // standard deviation over mean, of cost and of length of stay
  std::vector<std::string> exempt_diagnoses{};  // planned stays, of which the first three characters count
};

struct StayChainRules {  // M06
  std::uint32_t stays_least = 6;
  std::uint32_t institutions_least = 3;
  std::uint32_t gap_days = 3;
  std::uint32_t days_least = 100;
  std::uint32_t exchanged_people_least = 3;
};

struct SharedContactRules {  // M21
  std::uint32_t people_above = 2;
  double top_share = 0.05;
};

struct Thresholds {
  CrowdRules crowd;
  PairRules pairs;
  std::uint32_t people_least = 3;             // of a component that is a network; smaller ones are shown apart
  std::uint32_t community_above = 30;         // components with more people are parted into communities
  std::vector<std::string> exempt_diagnoses;  // beginnings of codes
  std::vector<std::string> exempt_items;
  GroupStayRules group_stays;
  StayChainRules stay_chains;
  SharedContactRules contacts;
};

// What holds in the parameters' own region on a day. "no_parameter" for a name without a value, "bad_parameter" with
// the place of a value that is no such number or out of its range.
Result<Thresholds> read_thresholds(const rules::Parameters& parameters, Day day);

}  // namespace qiuhao::screening
