// Beds follow from the fullest days, so that every hospital but the planted one has enough.
#include "simulate/institutions.h"

#include <algorithm>
#include <filesystem>

#include "simulate/columns.h"
#include "simulate/table_writer.h"

namespace qiuhao::simulate {
namespace {

constexpr int kOverfullDays = 10;  // at least so many on end, by the planted hospital
constexpr int kOverfullPercent = 130;
constexpr int kBusyDays = 5;  // at most so many on end above kBusyPercent, by an honest one in a bad week
constexpr int kBusyPercent = 120;
constexpr Day kMostDays = 420 * 20;

// The longest run of days with more than `percent` of the beds, and where it begins.
std::pair<int, std::size_t> longest_run(const std::vector<int>& people, std::int64_t beds, int percent) {
  std::pair<int, std::size_t> longest{0, 0};
  int run = 0;
  for (std::size_t day = 0; day < people.size(); ++day) {
    run = std::int64_t{people[day]} * 100 > beds * percent ? run + 1 : 0;
    if (run > longest.first) longest = {run, day + 1 - static_cast<std::size_t>(run)};
  }
  return longest;
}

}  // namespace

void Institutions::add(const Visit& visit) {
  if (!has_registers(options_) || !visit.inpatient() || visit.waiting) return;
  std::vector<int>& people = people_[visit.provider];
  const Day first = visit.first_day();
  const Day last = std::max(first, day_of(visit.end) - 1);
  for (Day day = std::max(first, options_.first_day); day <= last; ++day) {
    const Day place = day - options_.first_day;
    if (place >= kMostDays) return;
    if (people.size() <= static_cast<std::size_t>(place)) people.resize(static_cast<std::size_t>(place) + 1);
    ++people[static_cast<std::size_t>(place)];
  }
}

// The first hospital is planted, the second had a bad week, the others are never full.
std::int64_t Institutions::beds_of(const Provider& provider, std::size_t place) {
  const std::vector<int>& people = people_[&provider];
  const std::int64_t enough = people.empty() ? 20 : *std::ranges::max_element(people) * 11 / 10 + 3;
  if (place > 1) return enough;
  const int days = place == 0 ? kOverfullDays : kBusyDays;
  const int percent = place == 0 ? kOverfullPercent : kBusyPercent;
  std::int64_t beds = enough;
  if (place == 0) {
    while (beds > 1 && longest_run(people, beds, percent).first < days) --beds;
    const auto [run, first] = longest_run(people, beds, percent);
    if (run < days) return enough;
    schemes_.push_back({"M05", "床位超量", &provider, options_.first_day + static_cast<Day>(first)});
    return beds;
  }
  while (beds > 1 && longest_run(people, beds - 1, percent).first <= days) --beds;
  return beds;
}

Result<std::int64_t> Institutions::write() {
  if (!has_registers(options_)) {
    std::error_code none;
    for (const char* name : {"institution.csv", "truth_providers.csv"})
      std::filesystem::remove(options_.directory / name, none);  // of an earlier city
    return std::int64_t{0};
  }
  ASSIGN(TableWriter table, TableWriter::create(options_.directory, "institution", kInstitutionColumns));
  std::vector<const Provider*> hospitals;
  for (const auto& [provider, people] : people_) hospitals.push_back(provider);
  // The planted one is the busiest of the smaller hospitals.
  const auto busy = [&](const Provider* provider) {
    const std::vector<int>& people = people_[provider];
    return std::pair(provider->level == 2 ? -*std::ranges::max_element(people) : 0, provider->code);
  };
  std::ranges::sort(hospitals, {}, busy);
  for (std::size_t place = 0; place < hospitals.size(); ++place) {
    table.begin_row();
    table.text(institution_column("fixmedins_code"), hospitals[place]->code);
    table.day(institution_column("begndate"), day_from_civil({2020, 1, 1}));
    table.number(institution_column("aprv_bed_cnt"), beds_of(*hospitals[place], place));
    table.text(institution_column("biz_natu"), "公立");
    table.end_row();
  }
  TRY(table.finish());
  ASSIGN(TableWriter truth, TableWriter::create(options_.directory, "truth_providers", kProviderTruthColumns));
  for (const ProviderScheme& scheme : schemes_) {
    truth.begin_row();
    truth.text(provider_truth_column("model"), scheme.model);
    truth.text(provider_truth_column("name"), scheme.name);
    truth.text(provider_truth_column("provider"), scheme.provider->code);
    truth.day(provider_truth_column("from"), scheme.from);
    truth.end_row();
  }
  TRY(truth.finish());
  return table.bytes() + truth.bytes();
}

}  // namespace qiuhao::simulate
