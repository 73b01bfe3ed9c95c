// The knowledge and rules that benchmarks of the audit share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bench.h"
#include "rules/plan.h"

namespace qiuhao::bench {

Result<std::shared_ptr<const claims::Schema>> schema_of(const Setting& setting);
// The shipped rules (of these codes; empty = all) over a library of at least so many points: the starter points, and
// above 0 the official publication where it lies beside the repository, then points that name items no claim has.
Result<std::shared_ptr<const rules::Plan>> plan_of(const Setting& setting, std::shared_ptr<const claims::Schema> schema,
                                                   std::size_t least, const std::vector<std::string>& codes);

}  // namespace qiuhao::bench
