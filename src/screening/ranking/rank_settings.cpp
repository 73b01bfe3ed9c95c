// Each setting has a name and a range.
#include "screening/ranking/rank_settings.h"

#include <fmt/format.h>

#include <charconv>

namespace qiuhao::screening {
namespace {

struct Setting {
  std::string_view name;
  double* value;
  double least;
  double most;
};

Result<double> number_of(const rules::Parameter& row, const Setting& setting) {
  double number = 0;
  const char* end = row.value.data() + row.value.size();
  const auto read = std::from_chars(row.value.data(), end, number);
  if (read.ec == std::errc() && read.ptr == end && number >= setting.least && number <= setting.most) return number;
  return input_error(
      "bad_parameter",
      Sentence{fmt::format("{}: '{}' is no number from {} to {}", row.name, row.value, setting.least, setting.most),
               fmt::format("{}：“{}”不是 {} 到 {} 之间的数", row.name, row.value, setting.least, setting.most)},
      row.place);
}

}  // namespace

Result<RankSettings> rank_settings(const rules::Parameters& parameters, Day day) {
  RankSettings settings;
  constexpr double kLeastWeight = 0.01, kMostWeight = 1'000;
  const Setting all[] = {
      {"risk_half_life_days", &settings.half_life_days, 1, 36'600},
      {"risk_severity_sure", &settings.severity_sure, 0, 100},
      {"risk_severity_suspect", &settings.severity_suspect, 0, 100},
      {"risk_nominal_yuan", &settings.nominal_yuan, 0, 1e9},
      {"risk_prior_sure_confirmed", &settings.priors.sure.confirmed, kLeastWeight, kMostWeight},
      {"risk_prior_sure_refused", &settings.priors.sure.refused, kLeastWeight, kMostWeight},
      {"risk_prior_suspect_confirmed", &settings.priors.suspect.confirmed, kLeastWeight, kMostWeight},
      {"risk_prior_suspect_refused", &settings.priors.suspect.refused, kLeastWeight, kMostWeight},
  };
  for (const Setting& setting : all) {
    const rules::Parameter* row = parameters.find(setting.name, parameters.own_region(), day);
    if (row == nullptr) {
      return input_error("no_parameter",
                         Sentence{fmt::format("no table of parameters gives {} for the region '{}' on {}; add a row",
                                              setting.name, parameters.own_region(), format_day(day)),
                                  fmt::format("参数表没有给出 {}（地区“{}”，{}）；请加一行", setting.name,
                                              parameters.own_region(), format_day(day))});
    }
    ASSIGN(*setting.value, number_of(*row, setting));
  }
  return settings;
}

}  // namespace qiuhao::screening
