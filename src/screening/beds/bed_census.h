// Hospitals with more people in beds than beds, day after day, against the beds that their licence allows. Domain M05
// (床位超量).
#pragma once

#include <string>
#include <vector>

#include "claims/registers.h"
#include "claims/tape.h"
#include "rules/parameters.h"

namespace qiuhao::screening {

struct BedRules {
  double ratio_most = 1.2;       // people in beds to licensed beds
  std::uint32_t days_least = 7;  // so many days on end above it
};

// "no_parameter" and "bad_parameter" as read_thresholds.
Result<BedRules> read_bed_rules(const rules::Parameters& parameters, Day day);

struct BedOptions {
  Day from = kNoDay;  // of the days that are counted, both included; kNoDay: the tape's first and last
  Day to = kNoDay;
};

// Days on end on which a hospital was too full.
struct CrowdedHospital {
  std::string provider;
  Day first = kNoDay;
  std::uint32_t days = 0;
  std::uint32_t beds = 0;  // on the fullest day
  std::uint32_t people = 0;
  Day fullest = kNoDay;
};

struct BedReport {
  BedRules rules;
  std::size_t stays = 0;
  std::size_t hospitals = 0;              // with stays
  std::vector<std::string> without_beds;  // of them those whose beds the register never says
  std::vector<CrowdedHospital> crowded;   // the fullest first
};

// Counts stays at midnight: from admission to the day before discharge, a stay within one day on that day, one without
// an end up to the last day that the tape knows. Where a day's beds are not registered, the run of days ends.
BedReport screen_beds(const claims::Tape& tape, const claims::Schema& schema, const claims::RegisterRows& institutions,
                      const BedRules& rules, const BedOptions& options);

}  // namespace qiuhao::screening
