// What the screenings over registers find in a city: tracing codes, and hospitals beyond their beds.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/day.h"
#include "bench.h"
#include "claims/tape.h"

namespace qiuhao::bench {

// A sale that a screening of tracing codes names.
struct TraceLead {
  std::string visit;   // of the simulated city
  std::string person;  // pseudonym
  Day day = kNoDay;
  double weight = 0;
};

inline constexpr std::string_view kResold = "traces: resold";
inline constexpr std::string_view kSwapped = "traces: swapped";
inline constexpr std::string_view kNeverBought = "traces: never bought";

// By one of the names above.
Result<std::map<std::string_view, std::vector<TraceLead>>> trace_leads(const Setting& setting, const Path& workspace);

// Of whole providers, over some cities.
struct ProviderTally {
  double planted = 0, found_planted = 0;
  double found = 0, true_found = 0;
};

// Adds what is found in the workspace of a city, by name of the scheme, against the city's truth_providers.csv.
Status count_providers(const Setting& setting, const Path& city, const Path& workspace, const claims::Tape& tape,
                       std::map<std::string, ProviderTally>& tallies);

}  // namespace qiuhao::bench
