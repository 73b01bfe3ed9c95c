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

constexpr unsigned kCodeBits = 12;

bool reads_parameters(const Window& window) {
  const auto reads = [](const std::optional<cel::Program>& program) {
    if (!program) return false;
    const auto names = program->variables();
    return std::ranges::find(names, "param") != names.end();
  };
  return reads(window.where) || reads(window.value);
}

// What a visit has in a column of codes, or of numbers such as a level, as a number of few bits; nullopt: too large.
std::optional<std::uint64_t> small_number(const Column& column, RowIndex visit) {
  constexpr std::uint64_t kNone = (std::uint64_t{1} << kCodeBits) - 1;
  if (column.storage == Storage::code) {
    if (column.dictionary_size > kNone) return std::nullopt;
    return column.code_or_none(visit) == column.dictionary_size ? kNone : column.code(visit);
  }
  if (column.storage != Storage::number) return std::nullopt;
  if (!column.has(visit)) return kNone;
  const std::int64_t value = column.number(visit);
  if (value < 0 || value >= static_cast<std::int64_t>(kNone)) return std::nullopt;
  return static_cast<std::uint64_t>(value);
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
      part_(part),
      into_(into),
      rows_(plan),
      scope_(plan, rows_),
      parts_(plan),
      lines_(plan, part, into),
      slots_(kRowSlot + 1) {
  const auto numbers = plan.plan().rules_of(Grain::provider_period);
  cells_.resize(numbers.size());
  for (const RuleIndex number : numbers) {
    const auto& windows = plan.plan().rules()[number].windows;
    lays_parameters_.push_back(std::ranges::any_of(windows, reads_parameters));
  }
  std::vector<const cel::Program*> conditions;
  for (const RuleIndex number : numbers) {
    if (is_of_lines(plan.plan().rules()[number])) continue;
    has_visits_ = true;
    for (const Window& window : plan.plan().rules()[number].windows) {
      if (!window.where) return;
      conditions.push_back(&*window.where);
    }
  }
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
  if (!has_visits_) return;
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

void PeerCollector::add_run(const PeopleRun& run, RowConditions& told) {
  const Plan& plan = plan_->plan();
  std::vector<std::uint32_t> conditions;
  for (const RuleIndex rule : plan.rules_of(Grain::provider_period)) {
    if (is_of_lines(plan.rules()[rule])) continue;
    for (std::size_t window = 0; window < plan.rules()[rule].windows.size(); ++window)
      conditions.push_back(plan.sharing().use(rule, window).condition);
  }
  const auto can_tell = [&](std::uint32_t condition) { return condition != kNotShared && told.can_tell(condition); };
  if (!std::ranges::all_of(conditions, can_tell)) {
    std::vector<RowIndex> people(run.people.end - run.people.begin);
    std::iota(people.begin(), people.end(), run.people.begin);
    return add_people(people);
  }
  lines_.add_run(run);
  visits_.clear();
  for (const std::uint32_t condition : conditions)
    told.each_met(condition, [&](RowIndex visit) { visits_.push_back(visit); });
  std::ranges::sort(visits_);
  const auto twice = std::ranges::unique(visits_);
  visits_.erase(twice.begin(), twice.end());
  told_ = &told;
  for (const RowIndex visit : visits_) {
    stand_on_person(run.person_of(visit));
    add_visit(visit);
  }
  told_ = nullptr;
  visits_.clear();
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

// A visit without a provider, a start or a value of the group belongs nowhere.
bool PeerCollector::key_of(const std::vector<KeyTerm>& group, RowIndex visit, PeerKey& key) const {
  const Day day = rows_.day_of_row(Entity::visit, visit);
  const RowIndex provider = rows_.part().link(Link::visit_provider, visit);
  if (day == kNoDay || provider == kNoRow) return false;
  CivilDate civil = civil_from_day(day);
  civil.day = 1;
  key.month = day_from_civil(civil);
  const Column* code = rows_.part().column(Entity::provider, plan_->plan().fields().provider_id);
  if (code == nullptr || !code->has(provider)) return false;
  key.provider = code->text(provider);
  for (const KeyTerm& term : group) {
    if (term.kind == KeyTerm::Kind::month) {
      key.group.push_back(format_day(key.month).substr(0, 7));
      continue;
    }
    const RowIndex row = term.entity == Entity::visit ? visit : provider;
    const cel::Value value = scope_.field(static_cast<cel::StructId>(term.entity), term.field, row);
    if (value.is_error()) return false;
    key.group.push_back(value.kind == cel::Kind::text ? std::string(value.as_text()) : cel::to_text(value));
  }
  return true;
}

// The number of a cell's key among those of the part: provider, month and the codes of the visit's own fields. nullopt:
// it has no such number, or the visit is of no cell.
std::optional<std::uint64_t> PeerCollector::number_of(const std::vector<KeyTerm>& group, RowIndex visit) const {
  constexpr unsigned kMonthBits = 16, kProviderBits = 24;
  const Day day = rows_.day_of_row(Entity::visit, visit);
  const RowIndex provider = rows_.part().link(Link::visit_provider, visit);
  if (day == kNoDay || provider >= (RowIndex{1} << kProviderBits)) return std::nullopt;
  const CivilDate civil = civil_from_day(day);
  const std::int64_t month = std::int64_t{civil.year} * 12 + civil.month;
  if (month < 0 || month >= (std::int64_t{1} << kMonthBits)) return std::nullopt;
  std::uint64_t number = static_cast<std::uint64_t>(month) << kProviderBits | provider;
  unsigned bits = kMonthBits + kProviderBits;
  for (const KeyTerm& term : group) {
    if (term.kind == KeyTerm::Kind::month || term.entity != Entity::visit) continue;  // the provider and month say it
    const Column* column = rows_.part().column(Entity::visit, term.field);
    const std::optional<std::uint64_t> own = column == nullptr ? std::nullopt : small_number(*column, visit);
    bits += kCodeBits;
    if (!own || bits > 64) return std::nullopt;
    number = number << kCodeBits | *own;
  }
  return number;
}

PeerCell* PeerCollector::cell_of(std::size_t number, const std::vector<KeyTerm>& group, RowIndex visit) {
  const auto of_part = number_of(group, visit);
  if (of_part) {
    const auto known = cells_[number].find(*of_part);
    if (known != cells_[number].end()) return known->second;
  }
  PeerKey key;
  PeerCell* cell = key_of(group, visit, key) ? &into_.of(number, std::move(key)) : nullptr;
  if (of_part) cells_[number].emplace(*of_part, cell);
  return cell;
}

bool PeerCollector::is_counted(RuleIndex rule, std::size_t window, RowIndex visit) {
  const auto& where = plan_->plan().rules()[rule].windows[window].where;
  if (!where) return true;
  if (told_ != nullptr) return told_->met(plan_->plan().sharing().use(rule, window).condition, visit);
  return where->evaluate(scope_, where_scratch_).is_true();
}

// Sums of lines at kPeerScale places.
std::optional<PeerCollector::Units> PeerCollector::part_of(const Window& window, RowIndex visit) {
  if (visit_of_parts_ != visit) parts_.begin(rows_.of_visit(Entity::line, visit)->rows);
  visit_of_parts_ = visit;
  const auto sums = parts_.sums(window, scope_, value_scratch_);
  scope_.stand(Entity::visit, visit);
  if (!sums) return std::nullopt;
  const int scale = plan_->plan().schema().field(Entity::line, window.summed).scale;
  const __int128 factor = kPowersOfTen[kPeerScale - scale];
  const auto fits = [](__int128 units) { return units >= INT64_MIN && units <= INT64_MAX; };
  if (!fits(sums->part * factor) || !fits(sums->whole * factor)) return std::nullopt;
  return Units{static_cast<std::int64_t>(sums->part * factor), static_cast<std::int64_t>(sums->whole * factor)};
}

// What a visit adds to a window's figure, at kPeerScale places; nullopt when it has no value.
std::optional<PeerCollector::Units> PeerCollector::units_of(const Window& window, RowIndex visit) {
  if (window.aggregate == Aggregate::part) return part_of(window, visit);
  const auto units = units_of_row(window, scope_, value_scratch_);
  return units ? std::optional(Units{*units, 0}) : std::nullopt;
}

// A figure may read the rule's parameters: those of the workspace's region in the month.
void PeerCollector::lay_parameters(RuleIndex rule, RowIndex visit) {
  const Day day = rows_.day_of_row(Entity::visit, visit);
  if (day == kNoDay) return;  // it belongs to no month
  CivilDate civil = civil_from_day(day);
  civil.day = 1;
  scope_.set_parameters(plan_->parameter_row(rule, kNoRow, day_from_civil(civil)));
}

// A visit that no window counts needs no key.
void PeerCollector::add_visit(RowIndex visit) {
  const Plan& plan = plan_->plan();
  const auto numbers = plan.rules_of(Grain::provider_period);
  scope_.stand(Entity::visit, visit);
  visit_of_parts_ = kNoRow;
  for (std::size_t number = 0; number < numbers.size(); ++number) {
    const Rule& rule = plan.rules()[numbers[number]];
    if (is_of_lines(rule)) continue;
    PeerCell* cell = nullptr;
    bool needs_parameters = lays_parameters_[number];
    for (std::size_t window = 0; window < rule.windows.size(); ++window) {
      if (!is_counted(numbers[number], window, visit)) continue;
      if (needs_parameters) lay_parameters(numbers[number], visit);
      needs_parameters = false;
      const auto units = units_of(rule.windows[window], visit);
      if (!units) continue;
      if (cell == nullptr) {
        cell = cell_of(number, rule.windows[0].group, visit);
        if (cell == nullptr) break;
        cell->windows.resize(rule.windows.size());
        cell->stands_at(part_, rows_.part().link(Link::visit_provider, visit));
      }
      cell->windows[window].add(units->value, units->whole);
    }
  }
}

}  // namespace qiuhao::rules
