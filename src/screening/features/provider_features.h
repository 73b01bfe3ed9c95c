// A table of providers for models and outliers: how much they see, of whom, when, at what cost, made of what.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/day.h"

namespace qiuhao::screening {

struct ProviderFeature {
  std::string_view name;   // column
  std::string_view label;  // Chinese
  std::string_view sql;    // over visits v, days d, diagnoses g and lines l of one provider
  std::string_view unit;
};
// The columns behind provider, name, kind and level, in their order. docs/reference/provider-features.md lists them.
std::span<const ProviderFeature> provider_features();

// One statement over the views of claims/views/tape_views.h (English names): a row for each provider that has a visit
// in the period, by code. Days are of the visit's start (of a line its own day), both included; kNoDay: open.
std::string provider_features_sql(Day from, Day to);

}  // namespace qiuhao::screening
