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

struct PeerFigure {
  std::string_view name;
  std::string_view label;  // Chinese
  std::string_view unit;
  PeerMeasure measure;
  std::string_view sql;  // of a stay s; NULL for a stay that does not count
};
std::span<const PeerFigure> peer_figures();

struct PeerCodes {
  std::vector<std::string> batch_test_words;
  std::vector<std::string> complication_codes;  // beginnings; dots are as in ICD-10
  std::vector<std::string> infection_codes;
};

// One statement over the views of claims/views/tape_views.h (English names): for each figure, provider and main
// diagnosis (three characters) the number of stays, the sum and the sum of squares of the figure, with what the
// provider is. Stays that begin from `from` to `to`, both included; kNoDay: open.
std::string peer_sums_sql(const PeerCodes& codes, Day from, Day to);

}  // namespace qiuhao::screening
