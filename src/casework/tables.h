// The tables of matters in the records database (docs/reference/records-tables.md).
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "database/migrations.h"
#include "database/value.h"

namespace qiuhao::casework {

inline constexpr std::string_view kComponent = "casework";
// Stands for "never" where a day is sorted by.
inline constexpr std::int64_t kNever = 9'999'999;

std::span<const database::Migration> casework_migrations();

// Of casework_findings. Each begins with what lists filter by, goes on with what they sort by, and ends with what else
// they filter by: rows that a page or a count passes over are told by the index alone.
inline constexpr std::array<std::string_view, 8> kFindingIndexes = {
    "create index casework_findings_net on casework_findings (net, id, rule, provider, region, state, day, is_certain)",
    "create index casework_findings_day on casework_findings (day, id, rule, provider, region, state, is_certain)",
    "create index casework_findings_state_net on casework_findings (state, net, id, rule, provider, region, day, "
    "is_certain)",
    "create index casework_findings_rule_net on casework_findings (rule, net, id, provider, region, state, day, "
    "is_certain)",
    "create index casework_findings_provider_net on casework_findings (provider, net, id, rule, region, state, day, "
    "is_certain)",
    "create index casework_findings_provider_day on casework_findings (provider, day, id, rule, region, state, "
    "is_certain)",
    "create index casework_findings_region_net on casework_findings (region, net, id, rule, provider, state, day, "
    "is_certain)",
    "create index casework_findings_person on casework_findings (person, day, id)"};

// That the matter `m` of a statement is of a region whose code begins so; the values of its marks are added.
std::string region_condition(const std::string& prefix, std::vector<database::Parameter>& values);

}  // namespace qiuhao::casework
