// Filtering subjects by the rule, judging what is left by the person; people_places.cpp lists them.
#include "audit/judge_people.h"

#include <algorithm>
#include <unordered_set>

#include "rules/lacking_list.h"
#include "rules/subjects.h"

namespace qiuhao::audit {

using claims::Entity;
using claims::Link;
using rules::Grain;
using rules::PlaceKind;
using rules::Places;

namespace {

// The order of findings of one person.
constexpr Grain kGrainsOfPerson[] = {Grain::line,      Grain::pair,       Grain::visit, Grain::diagnosis,
                                     Grain::operation, Grain::person_day, Grain::person};

rules::RunNeeds needs_of(const PartScope& scope) {
  const bool counts_lines = scope.is_restricted() || !scope.has_sums();
  return counts_lines ? rules::RunNeeds{true, true, true} : rules::run_needs(scope.plan().plan());
}

// What all places of a rule are undecided for: those of a rule that is always in force and of which a place is a
// subject.
std::string_view lacking_in_force(const rules::Plan& plan, rules::RuleIndex number) {
  const rules::Rule& rule = plan.rules()[number];
  const bool is_always_in_force = rule.effective_from == kNoDay && rule.effective_to == kNoDay && !rule.knowledge;
  return is_always_in_force && rule.grain != Grain::pair ? rules::lacking_list(plan, number) : "";
}

}  // namespace

PeopleJudge::PeopleJudge(const PartScope& scope, const FilterPrograms& programs)
    : scope_(scope),
      subject_(scope.plan()),
      settling_(scope.plan().plan(), scope.part()),
      money_(scope.plan()),
      conditions_(scope.plan(), programs.conditions, columns_),
      visit_lists_(scope.plan()),
      sizes_(scope.plan(), conditions_, visit_lists_),
      row_windows_(scope.plan(), conditions_),
      laid_(scope.plan()),
      needs_(needs_of(scope)),
      met_(scope.plan().plan().rules().size()),
      counted_(met_.size()) {
  for (const rules::Rule& rule : scope.plan().plan().rules()) {
    const auto is_pair = [](const rules::Window& window) { return window.kind == rules::WindowKind::pair; };
    has_mains_ = has_mains_ || std::ranges::any_of(rule.windows, is_pair);
  }
  subject_.use(run_, conditions_, met_lines_, money_);
  settling_.use(run_, money_);
  for (std::size_t rule = 0; rule < met_.size(); ++rule) {
    const bool is_of_people = scope.plan().plan().rules()[rule].grain != Grain::provider_period;
    filters_.push_back(!is_of_people
                           ? nullptr
                           : std::make_unique<RuleFilter>(programs, static_cast<rules::RuleIndex>(rule), scope.plan(),
                                                          subject_, sizes_, row_windows_, visit_lists_, columns_));
  }
  for (std::size_t grain = 0; grain < rules::kGrains; ++grain) {
    gates_.push_back(std::make_unique<Gate>(programs.gates, static_cast<Grain>(grain), scope.plan(), subject_,
                                            visit_lists_, columns_));
  }
}

void PeopleJudge::judge(claims::Range people, ChunkResult& result, PartTotals& totals) {
  result_ = &result;
  totals_ = &totals;
  settling_.begin_chunk();
  list_people(people);
  if (people_.empty() && gone_.empty()) return;  // nothing of the run need be read
  run_.read(scope_.plan(), people, needs_);
  columns_.begin(run_);
  money_.begin(run_);
  conditions_.begin(run_);
  count_lines();
  pick_lines();
  meet_lines();
  list_every_line();
  met_lines_ = {met_, mains_.span(PlaceKind::line)};
  sizes_.begin(run_, met_lines_, people_);
  row_windows_.begin(run_, people_);
  visit_lists_.begin(run_);
  for (LeftOfGrain& left : left_) {
    left.all.clear();
    left.next = 0;
  }
  const auto& lines = scope_.is_restricted() ? counted_ : met_;
  filter_all_by(Grain::line, scope_.plan().plan().without_knowledge(Grain::line), every_line_.span());
  filter(Grain::line, lines);
  filter(Grain::pair, lines);
  list_visits();
  for (const Grain grain : {Grain::diagnosis, Grain::operation}) {
    meet_codes(grain);
    filter(grain, met_);
  }
  list_days();
  list_whole_people();
  read_money();
  judge_left();
}

bool PeopleJudge::add_run_to(rules::PeerCollector& collector) {
  if (people_.empty() || everybody_.size() != run_.people.end - run_.people.begin) return false;
  collector.add_run(run_, conditions_, visit_lists_);
  return true;
}

void PeopleJudge::count_lines() {
  if (!scope_.has_sums()) {
    for (const RowIndex person : people_) count_lines_of(person, 1);
  }
  for (const RowIndex person : gone_) count_lines_of(person, -1);
}

// Each line counts for its provider; lines of a visit mostly stand beside each other.
void PeopleJudge::count_lines_of(RowIndex person, int sign) {
  const claims::Range lines = scope_.part().range(Link::person_lines, person);
  if (lines.begin == lines.end) return;
  const claims::FieldIndex in_scope = scope_.plan().plan().fields().line_in_scope;
  const Column* money = scope_.part().column(Entity::line, in_scope);
  const Cents* cents = money == nullptr ? nullptr
                                        : columns_.read(static_cast<cel::StructId>(Entity::line), in_scope, *money,
                                                        lines.begin, lines.end - lines.begin);
  const bool has_all = !scope_.is_restricted();
  for (RowIndex line = lines.begin; line < lines.end;) {
    const RowIndex visit = run_.visit_of(line);
    std::int64_t count = 0;
    Cents sum = 0;
    for (; line < lines.end && run_.visit_of(line) == visit; ++line) {
      if (!has_all && !scope_.day_counts(run_.day_of_line(line))) continue;
      ++count;
      if (money != nullptr && money->has(line)) sum += cents[line - lines.begin];
    }
    const RowIndex provider = run_.provider_of(visit);
    if (count == 0 || !scope_.provider_counts(provider)) continue;
    ProviderTotals& of = totals_->provider(provider);
    of.lines += static_cast<std::size_t>(sign * count);  // whole numbers come round
    of.in_scope += sign * sum;
  }
}

bool PeopleJudge::meets_every_line(rules::RuleIndex rule) const {
  const rules::Rule& of = scope_.plan().plan().rules()[rule];
  return of.grain == Grain::line && !of.knowledge;
}

void PeopleJudge::filter_batch(rules::RuleIndex rule, std::size_t begin, const cel::Decided* where, LeftOfGrain& left) {
  const std::string_view lacking = lacking_in_force(scope_.plan().plan(), rule);
  if (!lacking.empty()) return result_->count_unlisted(rule, lacking, laid_.size());
  found_.clear();
  filters_[rule]->find(laid_, where, found_);
  for (const auto& [number, holds] : found_)
    left.all.push_back({laid_.places().rows[number], rule, static_cast<std::uint32_t>(begin + number), holds});
}

void PeopleJudge::filter_by_own(rules::RuleIndex rule, const rules::PlaceSpan& places, LeftOfGrain& left) {
  for (std::size_t begin = 0; begin < places.size(); begin += cel::kBatchRows) {
    laid_.begin(run_, places.part(begin, std::min(cel::kBatchRows, places.size() - begin)));
    filter_batch(rule, begin, nullptr, left);
  }
}

void PeopleJudge::filter(Grain grain, std::span<const Places> of_rule) {
  LeftOfGrain& left = left_[static_cast<std::size_t>(grain)];
  for (const rules::RuleIndex rule : scope_.plan().plan().rules_of(grain)) {
    if (meets_every_line(rule)) continue;
    const Places& places = of_rule[rule];
    // Pairs are counted when they are found.
    if (grain != Grain::pair) totals_->rules[rule].judged += places.size();
    filter_by_own(rule, places.span(), left);
  }
  std::ranges::sort(left.all);
}

void PeopleJudge::filter_all_by(Grain grain, std::span<const rules::RuleIndex> rules, const rules::PlaceSpan& places) {
  LeftOfGrain& left = left_[static_cast<std::size_t>(grain)];
  Gate& gate = *gates_[static_cast<std::size_t>(grain)];
  for (const rules::RuleIndex rule : rules) totals_->rules[rule].judged += places.size();
  for (std::size_t begin = 0; begin < places.size(); begin += cel::kBatchRows) {
    laid_.begin(run_, places.part(begin, std::min(cel::kBatchRows, places.size() - begin)));
    gate.begin(laid_);
    for (const rules::RuleIndex rule : rules) filter_batch(rule, begin, gate.tell(rule), left);
  }
  std::ranges::sort(left.all);
}

RowIndex PeopleJudge::person_of(Grain grain, RowIndex row) const {
  switch (grain) {
    case Grain::person: return row;
    case Grain::visit: return run_.person_of(row);
    case Grain::diagnosis: return run_.person_of(scope_.part().link(Link::diagnosis_visit, row));
    case Grain::operation: return run_.person_of(scope_.part().link(Link::operation_visit, row));
    default: return run_.person_of(run_.visit_of(row));
  }
}

// Each finding's line is read for its amount, its most and its net.
void PeopleJudge::read_money() {
  for (const Grain grain : {Grain::line, Grain::pair}) {
    blamed_.clear();
    for (const Left& left : left_[static_cast<std::size_t>(grain)].all) blamed_.push_back(left.row);
    money_.read(blamed_);
  }
}

void PeopleJudge::judge_left() {
  while (true) {
    RowIndex person = kNoRow;
    for (const Grain grain : kGrainsOfPerson) {
      const LeftOfGrain& left = left_[static_cast<std::size_t>(grain)];
      if (left.next < left.all.size()) person = std::min(person, person_of(grain, left.all[left.next].row));
    }
    if (person == kNoRow) return;
    judge_person(person);
    settling_.settle(person, *result_, *totals_);
  }
}

void PeopleJudge::judge_person(RowIndex person) {
  if (subject_.person() != person) subject_.set_person(person);
  for (const Grain grain : kGrainsOfPerson) {
    LeftOfGrain& left = left_[static_cast<std::size_t>(grain)];
    for (; left.next < left.all.size() && person_of(grain, left.all[left.next].row) == person; ++left.next) {
      judge_one(grain, left.all[left.next]);
    }
  }
}

void PeopleJudge::judge_one(Grain grain, const Left& left) {
  const auto candidate = [&]() -> rules::Candidate {
    if (meets_every_line(left.rule)) return {left.rule, rules::kNoPoint};
    const bool is_restricted = scope_.is_restricted() && !rules::is_of_codes(grain);
    const rules::PlaceSpan places = (is_restricted ? counted_ : met_)[left.rule].span();
    return {left.rule, places.points[left.number], places.mains[left.number]};
  };
  switch (grain) {
    case Grain::line: subject_.set_line(left.row, candidate()); return judge_it(left.holds);
    case Grain::pair: return judge_pairs(left.row, candidate());
    case Grain::visit: subject_.set_visit(left.row, left.rule); return judge_it(left.holds);
    case Grain::person_day: subject_.set_person_day(left.row, left.rule); return judge_it(left.holds);
    case Grain::person: subject_.set_whole_person(left.rule); return judge_it(left.holds);
    case Grain::diagnosis:
    case Grain::operation: subject_.set_code_row(left.row, candidate()); return judge_it(left.holds);
    case Grain::provider_period: return;
  }
}

void PeopleJudge::judge_pairs(RowIndex b, const rules::Candidate& candidate) {
  rules::for_each_pair_of(subject_, b, candidate, [&] {
    ++totals_->rules[candidate.rule].judged;
    judge_it(false);
  });
}

void PeopleJudge::judge_it(bool holds) {
  const rules::Verdict verdict = rules::judge(subject_, scratch_, holds);
  if (verdict.outcome != rules::Outcome::clear) result_->keep(verdict, subject_, scope_.number(), *totals_);
}

void judge_months(const rules::PeerTable& peers, std::span<const rules::PartPlan* const> part_plans,
                  const AuditOptions& options, ChunkResult& result, Totals& totals) {
  const std::unordered_set<std::string_view> wanted(options.providers.begin(), options.providers.end());
  const auto take = [&](const rules::SubjectRef& about, const rules::Subject& subject, const rules::Verdict& verdict) {
    const rules::PeerTable::Cell& cell = peers.cells(about.rule)[about.row];
    if (options.from != kNoDay && cell.key.month < options.from) return;
    if (options.to != kNoDay && cell.key.month > options.to) return;
    if (!wanted.empty() && !wanted.contains(cell.key.provider)) return;
    PartTotals& of_part = totals.of(cell.part);
    ++of_part.rules[about.rule].judged;
    result.keep(verdict, subject, cell.part, of_part);
  };
  rules::judge_provider_periods(peers, part_plans, take);
}

}  // namespace qiuhao::audit
