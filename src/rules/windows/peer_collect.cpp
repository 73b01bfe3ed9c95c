// Collecting the figures of providers from people's visits.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/hash.h"
#include "rules/windows/peer.h"

namespace qiuhao::rules {

using claims::Entity;
using claims::Link;

namespace {

bool reads_parameters(const Window& window) {
  const auto names = window.value->variables();
  return std::ranges::find(names, "param") != names.end();
}

}  // namespace

void PeerSum::add(std::int64_t units, std::int64_t of) {
  total += units;
  whole += of;
  largest = n == 0 ? units : std::max(largest, units);
  ++n;
}

void PeerSum::add(const PeerSum& other) {
  if (other.n == 0) return;
  total += other.total;
  whole += other.whole;
  largest = n == 0 ? other.largest : std::max(largest, other.largest);
  n += other.n;
}

void PeerSums::merge(PeerSums&& other) {
  if (rules.size() < other.rules.size()) rules.resize(other.rules.size());
  // Parts have mostly the same cells, and both stand in order: one walk beside each other.
  for (std::size_t rule = 0; rule < other.rules.size(); ++rule) {
    auto& mine = rules[rule];
    auto& theirs = other.rules[rule];
    auto at = mine.begin();
    while (!theirs.empty()) {
      const auto& [key, cell] = *theirs.begin();
      while (at != mine.end() && at->first < key) ++at;
      if (at == mine.end() || key < at->first) {
        at = mine.insert(at, theirs.extract(theirs.begin()));
        continue;
      }
      PeerCell& same = at->second;
      for (std::size_t window = 0; window < cell.windows.size(); ++window)
        same.windows[window].add(cell.windows[window]);
      same.stands_at(cell.part, cell.provider_row, cell.line_row);
      theirs.erase(theirs.begin());
    }
  }
  other.rules.clear();
}

std::size_t PeerCells::Hash::operator()(const PeerKey& key) const {
  std::uint64_t hash = mix(hash64(key.provider), static_cast<std::uint64_t>(key.month));
  for (const std::string& value : key.group) hash = mix(hash, hash64(value));
  return hash;
}

PeerCell& PeerCells::of(std::size_t number, PeerKey&& key) {
  if (rules_.size() <= number) rules_.resize(number + 1);
  return rules_[number][std::move(key)];
}

PeerSums PeerCells::take() {
  PeerSums sums;
  sums.rules.resize(rules_.size());
  for (std::size_t number = 0; number < rules_.size(); ++number) {
    while (!rules_[number].empty()) {
      auto cell = rules_[number].extract(rules_[number].begin());
      sums.rules[number].emplace(std::move(cell.key()), std::move(cell.mapped()));
    }
  }
  return sums;
}

PeerCollector::PeerCollector(const PartPlan& plan, std::uint16_t part, PeerCells& into)
    : plan_(&plan),
      rows_(plan),
      scope_(plan, rows_),
      parts_(plan),
      lines_(plan, part, into),
      cells_(plan, part, into),
      values_(plan),
      slots_(kRowSlot + 1) {
  const auto numbers = plan.plan().rules_of(Grain::provider_period);
  std::vector<const cel::Program*> conditions;
  for (std::size_t number = 0; number < numbers.size(); ++number) {
    const RuleIndex rule = numbers[number];
    const auto& windows = plan.plan().rules()[rule].windows;
    if (is_of_lines(plan.plan().rules()[rule])) continue;
    for (std::size_t window = 0; window < windows.size(); ++window) {
      const std::uint32_t condition = plan.plan().sharing().use(rule, window).condition;
      auto alike = std::ranges::find(alike_, condition, &Alike::condition);
      if (alike == alike_.end()) alike = alike_.insert(alike_.end(), {condition, {}});
      alike->windows.push_back({number, rule, window, reads_parameters(windows[window])});
      if (windows[window].where) conditions.push_back(&*windows[window].where);
    }
  }
  can_tell_ = std::ranges::none_of(alike_, [](const Alike& alike) { return alike.condition == kNotShared; });
  if (!can_tell_ || alike_.empty()) return;
  conditions_ = std::make_unique<const cel::VectorProgram>(conditions);
  run_ = std::make_unique<cel::VectorRun>(*conditions_, cel::Rest::unsure);
}
PeerCollector::~PeerCollector() = default;

void PeerCollector::stand_on_person(RowIndex person) {
  if (rows_.person() != person) rows_.set_person(person);
}

const cel::Activation& PeerCollector::stand_on(std::size_t row, std::size_t) {
  stand_on_person(people_[row]);
  scope_.stand(Entity::visit, visits_[row]);
  return scope_;
}

void PeerCollector::add_people(std::span<const RowIndex> people) {
  for (const RowIndex person : people) lines_.add_person(person);
  if (alike_.empty()) return;
  for (const RowIndex person : people) {
    const claims::Range visits = plan_->part().range(Link::person_visits, person);
    for (RowIndex visit = visits.begin; visit < visits.end; ++visit) {
      visits_.push_back(visit);
      people_.push_back(person);
      if (visits_.size() == cel::kBatchRows) add_batch();
    }
  }
  if (!visits_.empty()) add_batch();
}

void PeerCollector::add_run(const PeopleRun& run, RowConditions& told, VisitLists& lists) {
  const auto is_told = [&](const Alike& alike) { return told.can_tell(alike.condition); };
  if (!can_tell_ || !std::ranges::all_of(alike_, is_told)) {
    std::vector<RowIndex> people(run.people.end - run.people.begin);
    std::iota(people.begin(), people.end(), run.people.begin);
    return add_people(people);
  }
  values_.begin(run, lists, told.columns());
  lines_.add_run(run, values_);
  for (const Alike& alike : alike_) {
    visits_.clear();
    told.each_met(alike.condition, [&](RowIndex visit) { visits_.push_back(visit); });
    for (std::size_t begin = 0; begin < visits_.size(); begin += cel::kBatchRows) {
      const std::size_t count = std::min(cel::kBatchRows, visits_.size() - begin);
      add_alike(alike, run, std::span(visits_).subspan(begin, count), lists);
    }
  }
  visits_.clear();
}

// Shares of lines go visit by visit, for windows share what they read of a visit's lines; all else window by window.
void PeerCollector::add_alike(const Alike& alike, const PeopleRun& run, std::span<const RowIndex> visits,
                              VisitLists& lists) {
  days_.resize(visits.size());
  providers_.resize(visits.size());
  for (std::size_t at = 0; at < visits.size(); ++at) {
    days_[at] = run.day_of_visit(visits[at]);
    providers_[at] = run.provider_of(visits[at]);
  }
  cells_.begin({visits, days_, providers_});
  values_.begin_batch(Entity::visit, visits);
  bool has_parts = false;
  for (const OfWindow& of : alike.windows) {
    if (window_of(of).aggregate == Aggregate::part) {
      has_parts = true;
      continue;
    }
    const auto& told = values_.tell(of.rule, of.window);
    for (std::size_t at = 0; at < visits.size(); ++at) {
      if (told[at]) add_units(of, at, {*told[at], 0});
    }
  }
  for (std::size_t at = 0; has_parts && at < visits.size(); ++at) {
    stand_on_person(run.person_of(visits[at]));
    parts_.begin(lists.of(Entity::line, visits[at]));
    for (const OfWindow& of : alike.windows) {
      if (window_of(of).aggregate != Aggregate::part) continue;
      if (const auto units = part_of(window_of(of))) add_units(of, at, *units);
    }
  }
}

void PeerCollector::add_units(const OfWindow& of, std::size_t at, const Units& units) {
  if (PeerCell* cell = cells_.find(of.number, at)) cell->windows[of.window].add(units.value, units.whole);
}

// Most visits are of no window, which the vector program can tell.
void PeerCollector::add_batch() {
  const cel::Bits all = cel::Bits::first(visits_.size());
  cel::Bits maybe = all;
  if (run_ != nullptr) {
    slots_[kRowSlot].rows = visits_.data();
    slots_[kPersonSlot].rows = people_.data();
    run_->begin({visits_.size(), plan_->columns().structs(), slots_}, *this);
    maybe = {};
    for (std::size_t program = 0; program < conditions_->programs(); ++program) {
      const cel::Decided decided = run_->decide(program, all);
      maybe = maybe | decided.yes | decided.unsure;
    }
  }
  maybe.each([&](std::size_t row) {
    stand_on_person(people_[row]);
    add_visit(visits_[row]);
  });
  visits_.clear();
  people_.clear();
}

// Sums of a visit's lines at kPeerScale places.
std::optional<PeerCollector::Units> PeerCollector::part_of(const Window& window) {
  const auto sums = parts_.sums(window, scope_, value_scratch_);
  if (!sums) return std::nullopt;
  const int scale = plan_->plan().schema().field(Entity::line, window.summed).scale;
  const __int128 factor = kPowersOfTen[kPeerScale - scale];
  const auto fits = [](__int128 units) { return units >= INT64_MIN && units <= INT64_MAX; };
  if (!fits(sums->part * factor) || !fits(sums->whole * factor)) return std::nullopt;
  return Units{static_cast<std::int64_t>(sums->part * factor), static_cast<std::int64_t>(sums->whole * factor)};
}

// A figure may read the rule's parameters: those of the workspace's region in the month.
void PeerCollector::lay_parameters(RuleIndex rule, Day day) {
  if (day != kNoDay) scope_.set_parameters(plan_->parameter_row(rule, kNoRow, month_of(day)));
}

void PeerCollector::add_visit(RowIndex visit) {
  const RowIndex provider = rows_.part().link(Link::visit_provider, visit);
  const Day day = rows_.day_of_row(Entity::visit, visit);
  cells_.begin({{&visit, 1}, {&day, 1}, {&provider, 1}});
  bool has_lines = false;
  for (const Alike& alike : alike_) {
    for (const OfWindow& of : alike.windows) {
      const Window& window = window_of(of);
      scope_.stand(Entity::visit, visit);
      if (window.where && !window.where->evaluate(scope_, where_scratch_).is_true()) continue;
      if (window.aggregate == Aggregate::part) {
        if (!has_lines) parts_.begin(rows_.of_visit(Entity::line, visit)->rows);
        has_lines = true;
        if (const auto units = part_of(window)) add_units(of, 0, *units);
        continue;
      }
      if (of.reads_parameters) lay_parameters(of.rule, day);
      if (const auto units = units_of_row(window, scope_, value_scratch_)) add_units(of, 0, {*units, 0});
    }
  }
}

}  // namespace qiuhao::rules
