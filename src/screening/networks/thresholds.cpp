// Which parameter sets which threshold, and its range.
#include "screening/networks/thresholds.h"

#include "screening/parameter_reader.h"

namespace qiuhao::screening {
namespace {

Status read_pairs(const ParameterReader& reader, Thresholds& thresholds) {
  ASSIGN(const std::uint32_t minutes, reader.whole("covisit_minutes", {1, 1'440}));
  ASSIGN(const std::uint32_t days, reader.whole("covisit_admission_days", {1, 7}));
  thresholds.crowd.window_seconds[static_cast<std::size_t>(Way::settlement)] = minutes * 60;
  thresholds.crowd.window_seconds[static_cast<std::size_t>(Way::admission)] = days * 86'400;
  ASSIGN(thresholds.crowd.crowd_most, reader.whole("covisit_crowd_most", {1, 10'000}));
  ASSIGN(thresholds.pairs.days_least, reader.whole("covisit_days_least", {2, 366}));
  ASSIGN(thresholds.pairs.institutions_least, reader.whole("covisit_institutions_least", {1, 100}));
  ASSIGN(thresholds.pairs.surprise_least, reader.fraction("covisit_surprise_least", {0, 300}));
  ASSIGN(thresholds.people_least, reader.whole("covisit_people_least", {3, 1'000}));
  ASSIGN(thresholds.community_above, reader.whole("covisit_community_above", {3, 1'000'000}));
  ASSIGN(thresholds.exempt_diagnoses, reader.texts("covisit_exempt_diagnoses"));
  ASSIGN(thresholds.exempt_items, reader.texts("covisit_exempt_items"));
  return {};
}

}  // namespace

Result<Thresholds> read_thresholds(const rules::Parameters& parameters, Day day) {
  const ParameterReader reader(parameters, day);
  Thresholds thresholds;
  TRY(read_pairs(reader, thresholds));
  ASSIGN(thresholds.group_stays.people_least, reader.whole("group_stay_people_least", {2, 1'000}));
  ASSIGN(thresholds.group_stays.admission_hours, reader.whole("group_stay_admission_hours", {1, 720}));
  ASSIGN(thresholds.group_stays.discharge_hours, reader.whole("group_stay_discharge_hours", {1, 720}));
  ASSIGN(thresholds.group_stays.variation_most, reader.fraction("group_stay_variation_most", {0, 10}));
  ASSIGN(thresholds.group_stays.exempt_diagnoses, reader.texts("planned_stay_codes"));
  ASSIGN(thresholds.stay_chains.stays_least, reader.whole("stay_chain_stays_least", {2, 366}));
  ASSIGN(thresholds.stay_chains.institutions_least, reader.whole("stay_chain_institutions_least", {2, 100}));
  ASSIGN(thresholds.stay_chains.gap_days, reader.whole("stay_chain_gap_days", {0, 365}));
  ASSIGN(thresholds.stay_chains.days_least, reader.whole("stay_chain_days_least", {0, 366}));
  ASSIGN(thresholds.stay_chains.exchanged_people_least, reader.whole("stay_exchange_people_least", {1, 1'000'000}));
  ASSIGN(thresholds.contacts.people_above, reader.whole("shared_contact_people_above", {1, 10'000}));
  ASSIGN(thresholds.contacts.top_share, reader.fraction("shared_contact_top_share", {0, 1}));
  return thresholds;
}

}  // namespace qiuhao::screening
