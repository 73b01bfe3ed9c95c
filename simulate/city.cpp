// The city household by household: each from a seed of its own, written as soon as it is made.
#include "simulate/city.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/hash.h"
#include "simulate/catalogue.h"
#include "simulate/city_files.h"
#include "simulate/household.h"
#include "simulate/institutions.h"
#include "simulate/licences.h"
#include "simulate/providers.h"
#include "simulate/schemes/schemes.h"
#include "simulate/stock_book.h"
#include "simulate/timeline.h"
#include "simulate/trace_book.h"

namespace qiuhao::simulate {
namespace {

constexpr std::int64_t kPeopleBetweenReports = 500;

Status check_options(const CityOptions& options) {
  if (options.people < 1 || options.people > kMostPeople) {
    return usage_error("bad_option", fmt::format("--people {} is outside 1 to {}", options.people, kMostPeople));
  }
  if (options.months < 1 || options.months > kMostMonths) {
    return usage_error("bad_option", fmt::format("--months {} is outside 1 to {}", options.months, kMostMonths));
  }
  if (options.provider_times < 1 || options.provider_times > kMostProviderTimes) {
    return usage_error("bad_option", fmt::format("--provider-times {} is outside 1 to {}", options.provider_times,
                                                 kMostProviderTimes));
  }
  if (options.slices < 1 || options.slice < 0 || options.slice >= options.slices || options.slices > options.people) {
    return usage_error("bad_option", fmt::format("slice {} of {} is none; write 1/N to N/N, N at most the people",
                                                 options.slice + 1, options.slices));
  }
  const Day earliest = day_from_civil({2024, 1, 1});
  const Day latest = day_from_civil({2100, 1, 1});
  if (options.first_day < earliest || options.first_day > latest) {
    return usage_error("bad_option", fmt::format("the first day {} is outside 2024-01-01 to 2100-01-01; the starter "
                                                 "knowledge comes into force on 2024-01-01",
                                                 format_day(options.first_day)));
  }
  return {};
}

void write_person(const Person& person, std::int64_t number, const CityOptions& options, const Providers& providers,
                  const Outliers& outliers, const Catalogue& catalogue, CityFiles& files, StockBook& stock,
                  TraceBook& traces, Institutions& institutions) {
  Random random(mix(mix(options.seed, hash64("person")), static_cast<std::uint64_t>(number)));
  Random dirt(random.next());
  Past past;
  Scene scene{catalogue, random, past};
  const Period period{options.first_day, options.months, options.is_honest};
  make_visits(person, period, providers, outliers, scene, [&](Visit& visit) {
    files.write(visit, dirt);
    stock.add(visit);
    traces.add(visit);
    institutions.add(visit);
  });
}

// A pharmacy that keeps stock records, and sells without codes from the middle of the first year on.
void plant_unscanned(const CityOptions& options, const Providers& providers, TraceBook& traces,
                     Institutions& institutions) {
  const Provider& pharmacy = providers.of(ProviderKind::kPharmacy).front();
  const Day from = options.first_day + 181;
  traces.stop_scanning(pharmacy, from);
  institutions.add_scheme({"M33", "无码销售", &pharmacy, from});
}

}  // namespace

std::int64_t CitySummary::truth_rows() const { return std::accumulate(truth.begin(), truth.end(), std::int64_t{0}); }

Result<CitySummary> simulate_city(const CityOptions& options, const CityProgressCallback& progress) {
  TRY(check_options(options));
  TRY(make_folder(options.directory));
  ASSIGN(CityFiles files, CityFiles::create(options.directory));
  ASSIGN(TraceBook traces, TraceBook::create(options));
  ASSIGN(PersonLists lists, PersonLists::create(options));
  const Catalogue catalogue;
  const Providers providers(options.people * options.provider_times, options.seed, options.least_secondary);
  const Outliers outliers(options, providers);
  Institutions institutions(options);
  plant_unscanned(options, providers, traces, institutions);
  StockBook stock(options, providers, catalogue);
  CitySummary summary;
  summary.providers = providers.count();
  std::int64_t reported = 0;
  // Households of slices are numbered from the number of their first person, of which there are never fewer.
  const std::int64_t first = options.people * options.slice / options.slices;
  const std::int64_t people = options.people * (options.slice + 1) / options.slices - first;
  while (summary.people < people) {
    std::vector<Person> household = make_household(options.seed, first + summary.households, first + summary.people,
                                                   options.first_day, options.months);
    const auto room = static_cast<std::size_t>(people - summary.people);
    if (household.size() > room) household.resize(room);
    for (const Person& person : household) {
      write_person(person, first + summary.people, options, providers, outliers, catalogue, files, stock, traces,
                   institutions);
      ++summary.people;
    }
    ++summary.households;
    if (summary.people - reported < kPeopleBetweenReports) continue;
    reported = summary.people;
    TRY(files.status());
    if (progress && !progress({summary.people, people, files.bytes()})) {
      return fail({Fault::usage, "interrupted", "stopped before the city was whole; no table was left", {}});
    }
  }
  Random dirt(mix(options.seed, hash64("players' dirt")));
  summary.players =
      play_schemes(options, providers, catalogue, options.people, lists, [&](Visit& visit, const PlayedVisit& played) {
        files.write(visit, dirt);
        stock.add(visit);
        traces.add(visit);
        institutions.add(visit);
        files.write_scheme(visit, played);
      });
  files.write(stock, outliers, traces);
  TRY(files.finish(summary));
  ASSIGN(const std::int64_t trace_bytes, traces.finish());
  ASSIGN(const std::int64_t list_bytes, lists.finish());
  ASSIGN(const std::int64_t institution_bytes, institutions.write());
  summary.bytes += trace_bytes + list_bytes + institution_bytes;
  ASSIGN(const std::int64_t bytes, write_licences(options, providers));
  summary.bytes += bytes;
  if (progress) progress({summary.people, people, summary.bytes});
  return summary;
}

}  // namespace qiuhao::simulate
