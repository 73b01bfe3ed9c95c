// A bureau's table of DRG codes and weights beside the stays: which groups a stay may lead to, which added diagnoses
// make it a costlier one, and what it then weighs. Domain M34 (DRG/DIP 高套).
#pragma once

#include <string>

#include "base/files.h"

namespace qiuhao::screening {

struct DrgFiles {
  Path codes;    // columns code, adrg, is_cc, is_mcc, exclusion_table; a code has a row for each ADRG it can lead to
  Path weights;  // columns drg, weight; empty: none
};

// Statements that make the tables drg_code and drg_weight of these files. Errors: those of text::read_csv, and
// "bad_drg_table" for a column that lacks or a weight that is no number above zero, with file and line.
Result<std::string> drg_tables_sql(const DrgFiles& files);

// Common table expressions of a statement over the views of a tape: `drg` with a row for each stay that has a main
// diagnosis: visit_id, is_group_code, has_cc, has_mcc, weight. docs/reference/peers.md says how a stay is grouped.
std::string drg_stays_sql();

}  // namespace qiuhao::screening
