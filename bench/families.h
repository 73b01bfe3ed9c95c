// Six families of rules, each alone and all together, against DuckDB's answers to the same rules in the same call.
#pragma once

#include "bench.h"
#include "tape_sql.h"

namespace qiuhao::bench {

// Sex, age, daily frequency, exclusive pairs, overlapping stays, provider outliers: the fastest of three audits by each
// family's rule, and by the six at once, over all points of the national size. `answers` are ask_rules' over the same
// tape.
Result<std::vector<Measure>> families(const Setting& setting, std::shared_ptr<const claims::Schema> schema,
                                      const claims::Tape& tape, const std::vector<RuleAnswer>& answers);

}  // namespace qiuhao::bench
