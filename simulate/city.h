// The simulated city: national settlement tables of people who do not exist, with planted violations whose truth is
// written beside them, look-alikes that are no violations, and the dirt of real extracts.
#pragma once

#include <array>
#include <cstdint>
#include <functional>

#include "base/day.h"
#include "base/files.h"
#include "base/result.h"
#include "simulate/plants.h"

namespace qiuhao::simulate {

inline constexpr std::int64_t kMostPeople = 100'000'000;
inline constexpr int kMostMonths = 240;
inline constexpr int kMostProviderTimes = 1'000;

// How many schemes are played: groups for each scheme and 100,000 people, and at least so many.
enum class SchemeLevel : std::uint8_t { none, calm, usual, bad };

struct CityOptions {
  Path directory;  // made when it does not exist; tables of an earlier run in it are replaced
  std::int64_t people = 20'000;
  int months = 12;
  std::uint64_t seed = 1;
  Day first_day = 20'089;  // 2025-01-01; not before 2024-01-01, when the starter knowledge comes into force
  bool is_honest = false;  // no violations, only what looks like them
  // People beside the city's who play schemes, and others whose honest lives look like these; not in slices.
  SchemeLevel schemes = SchemeLevel::none;
  // A city too large for one folder is made in slices, of the same providers: people of slice i of n, from 0.
  std::int64_t slice = 0;
  std::int64_t slices = 1;
  int least_secondary = 0;  // secondary hospitals at least, to have peers among few people
  int provider_times = 1;   // so many times the providers that these people need, to have many to compare
};

// Whether the lists and registers are written that some schemes need: of the levels usual and bad.
inline bool has_registers(const CityOptions& options) {
  return options.schemes == SchemeLevel::usual || options.schemes == SchemeLevel::bad;
}

// Rows that clean-up has to deal with, as written.
struct DirtCount {
  std::int64_t refund_rows = 0;
  std::int64_t voided_rows = 0;     // vali_flag 0
  std::int64_t repeated_rows = 0;   // the same row once more
  std::int64_t corrected_rows = 0;  // older versions of a row, same key and earlier updt_time
  std::int64_t waiting_lines = 0;   // fee lines of visits that are absent
};

struct CitySummary {
  std::int64_t people = 0;
  std::int64_t households = 0;
  std::int64_t providers = 0;
  std::int64_t visits = 0;  // distinct, without the absent ones
  std::int64_t line_rows = 0;
  std::int64_t bytes = 0;
  std::array<std::int64_t, kKinds + 1> truth{};  // rows of truth.csv by kind, 1 … kKinds
  std::int64_t stock_rows = 0;
  std::int64_t players = 0;                           // people who play schemes or look like it, beside `people`
  std::int64_t scheme_visits = 0;                     // rows of truth_schemes.csv that are claimed
  std::int64_t truth_months = 0;                      // rows of truth_months.csv
  std::array<std::int64_t, kFollowUps> follow_ups{};  // rows of truth_visits.csv by FollowUp
  DirtCount dirt;

  std::int64_t truth_rows() const;
};

struct CityProgress {
  std::int64_t people_done = 0;
  std::int64_t people = 0;
  std::int64_t bytes = 0;
};

// Called now and then; false stops the work and leaves no table behind.
using CityProgressCallback = std::function<bool(const CityProgress&)>;

// Writes mdtrt_d.csv, setl_d.csv, fee_list_d.csv, setl_list_diag_d.csv, setl_list_oprn_d.csv, licence.csv, and what was
// planted:
// truth.csv and truth_subjects.csv (violations of the kinds), truth_months.csv (providers' months) and truth_visits.csv
// (stays that follow too soon on one of the same hospital, or overlap one elsewhere; others of the city may follow as
// soon by chance, none overlap).
// truth_schemes.csv has every visit of the people who play schemes or look like it, and whether it is claimed as fraud.
// stock.csv has the stock records of a share of the providers and items. Of the levels usual and bad alone, trace.csv
// has the tracing codes of the boxes of some groups of drugs, and death.csv, custody.csv, assistance.csv and
// work_injury.csv have the players whom other offices list, institution.csv the beds of hospitals, and
// truth_providers.csv the schemes of whole providers. The same options give the same bytes; memory does not grow with
// the number of people. Refuses numbers outside the maxima and a first day before 2024 ("bad_option", Fault::usage);
// "interrupted" when the callback says so; "cannot_create" and "cannot_write" from the disk.
Result<CitySummary> simulate_city(const CityOptions& options, const CityProgressCallback& progress = {});

}  // namespace qiuhao::simulate
