// Providers whose stays are unlike those of their peers beyond chance: a robust distance and a funnel limit both.
// Domain M35, M36 and M41: a provider of few cases is no outlier because its share jumps about.
#pragma once

#include <string>
#include <vector>

#include "rules/parameters.h"
#include "screening/peers/peer_figures.h"

namespace qiuhao::screening {

struct PeerRules {
  std::uint32_t peers_least = 8;        // providers of a group with stays enough
  std::uint32_t stays_least = 10;       // to be one of these
  std::uint32_t mean_stays_least = 30;  // for a mean to be tested: money is too skewed for the normal law of fewer
  double mad_multiple = 3;              // spreads (1.4826 times the median absolute deviation) above the median
  double false_share = 0.05;            // of the list, by Benjamini and Hochberg
  double limit_tail = 0.001;            // of the limit that is shown
  double winsor_share = 0.1;            // at either end, for the over-dispersion
  PeerCodes codes;
};

// "no_parameter" and "bad_parameter" as ParameterReader.
Result<PeerRules> read_peer_rules(const rules::Parameters& parameters, Day day);

// Of one figure, provider and main diagnosis: a row of peer_sums_sql.
struct PeerSum {
  std::size_t figure = 0;
  std::string provider, name, kind, level, diagnosis;
  std::int64_t stays = 0;
  double total = 0;
  double squares = 0;
};

// One provider against its peers by one figure. Targets are what the peers without it have: of their stays, for means
// of their stays with the same main diagnoses.
struct PeerTest {
  std::size_t figure = 0;
  std::string provider, name, kind, level;
  std::int64_t stays = 0;
  double value = 0;
  double target = 0;
  double limit = 0;        // that value passes by chance with limit_tail, as widely as peers differ
  double distance = 0;     // from the peers' median, in spreads
  double z = 0;            // of the exact chance, divided by the root of the over-dispersion
  double dispersion = 1;   // of the group and figure
  double chance = 1;       // of the value or more
  double false_share = 1;  // of the list down to here
  std::size_t peers = 0;
  bool is_outlier = false;
};

struct PeerReport {
  std::size_t providers = 0;
  std::size_t without_peers = 0;  // providers whose group is too small to compare by any figure
  std::vector<PeerTest> tests;    // outliers first; then the least chance, the figure and the code
};

PeerReport test_peers(std::vector<PeerSum> sums, const PeerRules& rules);

}  // namespace qiuhao::screening
