// The settings of a ranking from the tables of parameters.
#pragma once

#include "base/result.h"
#include "rules/parameters.h"
#include "screening/ranking/rank.h"

namespace qiuhao::screening {

// What holds in the workspace's region on the day. Errors, with the row's place: "no_parameter" where no row gives one,
// "bad_parameter" for a value that is no number or out of its range.
Result<RankSettings> rank_settings(const rules::Parameters& parameters, Day day);

}  // namespace qiuhao::screening
