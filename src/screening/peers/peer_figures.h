// Figures of stays by which providers are compared with their peers, and the statement that adds them up.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"

namespace qiuhao::screening {

enum class PeerMeasure : std::uint8_t {
  share,       // of stays for which something holds: binomial
  count,       // of things in a stay: Poisson
  mean,        // of a stay's number, among stays with the same main diagnosis: normal
  ratio_mean,  // the same of logarithms: a geometric mean
};

enum class PeerNeeds : std::uint8_t { stays, drg_codes, drg_weights };

struct PeerFigure {
  std::string_view name;
  std::string_view label;  // Chinese
  std::string_view unit;
  PeerMeasure measure;
  std::string_view sql;  // of a stay s; NULL for a stay that does not count
  PeerNeeds needs = PeerNeeds::stays;
};
std::span<const PeerFigure> peer_figures();

struct PeerCodes {
  std::vector<std::string> batch_test_words;
  std::vector<std::string> complication_codes;  // beginnings; dots are as in ICD-10
  std::vector<std::string> infection_codes;
  double cost_ratio_low = 0.5;  // of a stay's cost to what its weight is worth
};

// One statement over the views of claims/views/tape_views.h (English names): for each figure, provider and main
// diagnosis (three characters) the number of stays, the sum and the sum of squares of the figure, with what the
// provider is. Stays that begin from `from` to `to`, both included; kNoDay: open. `has`: figures up to these needs;
// those of DRG ask the tables of drg_tables_sql.
std::string peer_sums_sql(const PeerCodes& codes, PeerNeeds has, Day from, Day to);

}  // namespace qiuhao::screening
