// Arrivals and departures by hospital and day, added up.
#include "screening/beds/bed_census.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "screening/parameter_reader.h"

namespace qiuhao::screening {

using claims::Entity;

namespace {

struct Stay {
  Day first = kNoDay;
  Day last = kNoDay;  // kNoDay: still there
};

struct Stays {
  std::map<std::string, std::vector<Stay>, std::less<>> of_provider;
  Day first = kNoDay, last = kNoDay;  // of all visits of the tape
};

void widen(Stays& stays, Day day) {
  stays.first = stays.first == kNoDay ? day : std::min(stays.first, day);
  stays.last = std::max(stays.last, day);
}

void read_stays(const claims::Part& part, const claims::Schema& schema, Stays& stays) {
  const auto field = [&](std::string_view name) {
    return part.column(Entity::visit, schema.of(Entity::visit).find(name));
  };
  const Column *kinds = field("kind"), *starts = field("start"), *ends = field("end"), *providers = field("provider");
  if (kinds == nullptr || starts == nullptr || providers == nullptr) return;
  for (RowIndex visit = 0; visit < part.rows(Entity::visit); ++visit) {
    if (part.is_gone(part.link(claims::Link::visit_person, visit)) || !starts->has(visit)) continue;
    const Day first = day_of(starts->number(visit));
    const bool has_end = ends != nullptr && ends->has(visit);
    const Day end = has_end ? day_of(ends->number(visit)) : kNoDay;
    widen(stays, has_end ? std::max(first, end) : first);
    widen(stays, first);
    if (!kinds->has(visit) || kinds->text(visit) != "inpatient" || !providers->has(visit)) continue;
    std::vector<Stay>& of = stays.of_provider[std::string(providers->text(visit))];
    of.push_back({first, has_end ? std::max(first, end - 1) : kNoDay});
  }
}

// The beds of each hospital by period, in order of the first day.
class Beds {
 public:
  explicit Beds(const claims::RegisterRows& rows) : rows_(rows) {
    const auto column = [&](std::string_view name) { return rows.column(rows.schema().find(name)); };
    from_ = column("from");
    to_ = column("to");
    beds_ = column("beds");
    const Column providers = column("provider");
    for (RowIndex row = 0; row < rows.rows(); ++row) {
      const auto known = ranges_.try_emplace(std::string(providers.text(row)), std::pair{row, row}).first;
      known->second.second = row + 1;
    }
  }
  // Of what is in force on the day that which began last, as rules read registers.
  std::optional<std::int64_t> on(const std::string& provider, Day day) const {
    const auto range = ranges_.find(provider);
    if (range == ranges_.end()) return std::nullopt;
    for (RowIndex row = range->second.second; row > range->second.first; --row) {
      if (from_.day(row - 1) > day || (to_.has(row - 1) && to_.day(row - 1) < day)) continue;
      return beds_.has(row - 1) ? std::optional(beds_.number(row - 1)) : std::nullopt;
    }
    return std::nullopt;
  }

 private:
  const claims::RegisterRows& rows_;
  Column from_, to_, beds_;
  std::map<std::string, std::pair<RowIndex, RowIndex>> ranges_;
};

class Census {
 public:
  Census(const Beds& beds, Day first, Day last, BedReport& report)
      : beds_(beds), first_(first), last_(last), report_(report) {}

  void judge(const std::string& provider, const std::vector<Stay>& stays) {
    const std::vector<std::int64_t> people = people_of(stays);
    bool has_beds = false;
    CrowdedHospital run;
    for (Day day = first_; day <= last_; ++day) {
      const std::int64_t there = people[static_cast<std::size_t>(day - first_)];
      const auto beds = beds_.on(provider, day);
      has_beds |= beds.has_value();
      const bool is_over = beds && static_cast<double>(there) > report_.rules.ratio_most * static_cast<double>(*beds);
      if (!is_over) {
        end(run);
        continue;
      }
      if (run.days == 0) run = {provider, day, 0, 0, 0, kNoDay};
      ++run.days;
      // The larger share of its beds; without a bed whoever lies there.
      if (run.fullest == kNoDay || there * run.beds > std::int64_t{run.people} * *beds) {
        run.beds = static_cast<std::uint32_t>(*beds);
        run.people = static_cast<std::uint32_t>(there);
        run.fullest = day;
      }
    }
    end(run);
    if (!has_beds) report_.without_beds.push_back(provider);
  }

 private:
  std::vector<std::int64_t> people_of(const std::vector<Stay>& stays) {
    std::vector<std::int64_t> people(static_cast<std::size_t>(last_ - first_ + 2));
    for (const Stay& stay : stays) {
      const Day last = stay.last == kNoDay ? last_ : std::min(stay.last, last_);
      const Day first = std::max(stay.first, first_);
      if (first > last) continue;
      ++people[static_cast<std::size_t>(first - first_)];
      --people[static_cast<std::size_t>(last + 1 - first_)];
    }
    for (std::size_t day = 1; day < people.size(); ++day) people[day] += people[day - 1];
    return people;
  }

  void end(CrowdedHospital& run) {
    if (run.days >= report_.rules.days_least) report_.crowded.push_back(run);
    run.days = 0;
  }

  const Beds& beds_;
  const Day first_;
  const Day last_;
  BedReport& report_;
};

}  // namespace

Result<BedRules> read_bed_rules(const rules::Parameters& parameters, Day day) {
  const ParameterReader reader(parameters, day);
  BedRules rules;
  ASSIGN(rules.ratio_most, reader.fraction("bed_ratio_most", {0.5, 100}));
  ASSIGN(rules.days_least, reader.whole("bed_days_least", {1, 366}));
  return rules;
}

BedReport screen_beds(const claims::Tape& tape, const claims::Schema& schema, const claims::RegisterRows& institutions,
                      const BedRules& rules, const BedOptions& options) {
  BedReport report;
  report.rules = rules;
  Stays stays;
  for (const claims::Part& part : tape.parts()) read_stays(part, schema, stays);
  if (stays.of_provider.empty()) return report;
  const Day first = options.from == kNoDay ? stays.first : std::max(stays.first, options.from);
  const Day last = options.to == kNoDay ? stays.last : std::min(stays.last, options.to);
  const Beds beds(institutions);
  if (first <= last) {
    Census census(beds, first, last, report);
    for (const auto& [provider, of] : stays.of_provider) census.judge(provider, of);
  }
  report.hospitals = stays.of_provider.size();
  for (const auto& [provider, of] : stays.of_provider) report.stays += of.size();
  std::ranges::sort(report.crowded, [](const CrowdedHospital& a, const CrowdedHospital& b) {
    const auto left = std::uint64_t{a.people} * b.beds, right = std::uint64_t{b.people} * a.beds;
    return std::tie(right, a.provider, a.first) < std::tie(left, b.provider, b.first);
  });
  return report;
}

}  // namespace qiuhao::screening
