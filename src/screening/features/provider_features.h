// A table of providers for models and outliers: how much they see, of whom, when, at what cost, made of what.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/day.h"
#include "base/files.h"

namespace qiuhao::screening {

struct ProviderFeature {
  std::string_view name;   // column
  std::string_view label;  // Chinese
  std::string_view sql;    // over visits v, days d, diagnoses g and lines l of one provider
  std::string_view unit;
};
// The columns behind provider, name, kind and level, in their order. docs/reference/provider-features.md lists them.
std::span<const ProviderFeature> provider_features();

// Makes the table of findings of an audit that provider_features_sql joins, of its findings.parquet.
std::string findings_table_sql(const Path& findings);

// One statement over the views of claims/views/tape_views.h (English names): a row for each provider that has a visit
// in the period, by code. Days are of the visit's start (of a line and a finding its own day), both included; kNoDay:
// open. With codes of rules there is a table of findings: columns `findings` and `findings_net` (yuan), and CODE and
// CODE_net for each rule, follow, all divided by the provider's visits.
std::string provider_features_sql(Day from, Day to, std::span<const std::string> rules = {});

}  // namespace qiuhao::screening
