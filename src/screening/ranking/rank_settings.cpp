// Each setting has a name and a range.
#include "screening/ranking/rank_settings.h"

#include "screening/parameter_reader.h"

namespace qiuhao::screening {
namespace {

struct Setting {
  std::string_view name;
  double* value;
  Range range;
};

}  // namespace

Result<RankSettings> rank_settings(const rules::Parameters& parameters, Day day) {
  RankSettings settings;
  constexpr double kLeastWeight = 0.01, kMostWeight = 1'000;
  const Setting all[] = {
      {"risk_half_life_days", &settings.half_life_days, {1, 36'600}},
      {"risk_severity_sure", &settings.severity_sure, {0, 100}},
      {"risk_severity_suspect", &settings.severity_suspect, {0, 100}},
      {"risk_nominal_yuan", &settings.nominal_yuan, {0, 1e9}},
      {"risk_prior_sure_confirmed", &settings.priors.sure.confirmed, {kLeastWeight, kMostWeight}},
      {"risk_prior_sure_refused", &settings.priors.sure.refused, {kLeastWeight, kMostWeight}},
      {"risk_prior_suspect_confirmed", &settings.priors.suspect.confirmed, {kLeastWeight, kMostWeight}},
      {"risk_prior_suspect_refused", &settings.priors.suspect.refused, {kLeastWeight, kMostWeight}},
  };
  const ParameterReader reader(parameters, day);
  for (const Setting& setting : all) {
    ASSIGN(*setting.value, reader.fraction(setting.name, setting.range));
  }
  return settings;
}

}  // namespace qiuhao::screening
