// Batches of subjects with the rows that their variables stand on.
#include "audit/rule_filter.h"

#include <algorithm>

#include "rules/world.h"

namespace qiuhao::audit {

using claims::Link;
using rules::Grain;
using rules::PlaceKind;

namespace {

bool reads(const cel::Program& program, const std::string& variable) {
  const auto names = program.variables();
  return std::ranges::find(names, variable) != names.end();
}

// Whose rows a list of a visit's is of.
std::optional<claims::Entity> entity_of(cel::FieldId list) {
  switch (list) {
    case rules::kLines: return claims::Entity::line;
    case rules::kDiagnoses: return claims::Entity::diagnosis;
    case rules::kOperations: return claims::Entity::operation;
    case rules::kSettlements: return claims::Entity::settlement;
    default: return std::nullopt;
  }
}

}  // namespace

FilterPrograms::FilterPrograms(const rules::Plan& plan) : conditions(plan) {
  for (const rules::Rule& rule : plan.rules()) {
    OfRule& made = rules.emplace_back();
    if (rule.grain == Grain::pair || rule.grain == Grain::provider_period) continue;
    std::vector<const cel::Program*> asked;
    const auto add = [&](const cel::Program& program) {
      made.reads_provider = made.reads_provider || reads(program, "provider");
      asked.push_back(&program);
      return asked.size() - 1;
    };
    std::vector<cel::Definition> lets;
    for (const rules::Let& let : rule.lets) {
      made.reads_provider = made.reads_provider || reads(let.program, "provider");
      lets.push_back({static_cast<cel::SlotId>(rules::kFirstLetSlot + lets.size()), &let.program});
    }
    if (rule.where) made.where = add(*rule.where);
    made.when = add(rule.when[0]);
    made.programs = std::make_unique<const cel::VectorProgram>(asked, rules::kPointSlot, lets);
    // Rows are laid ready after `where` is decided, so it must not ask for them, itself or by a let.
    const auto is_late = [&](const std::string& variable) {
      return !rule.where ||
             (!reads(*rule.where, variable) &&
              std::ranges::none_of(rule.lets, [&](const rules::Let& let) { return reads(*rule.where, let.name); }));
    };
    made.has_late_parameters = is_late("param");
    made.has_late_registers = true;
    rules::registers_read_by(rule).each([&](rules::RegisterNumber number) {
      made.has_late_registers &= is_late(std::string(rules::register_name(number)));
    });
    for (std::size_t window = 0; window < rule.windows.size(); ++window) {
      if (is_late(rule.windows[window].name)) made.row_windows.push_back(window);
    }
  }
}

RuleFilter::RuleFilter(const FilterPrograms& programs, rules::RuleIndex rule, const rules::PartPlan& plan,
                       rules::Subject& subject, rules::WindowSizes& sizes, rules::RowWindows& row_windows,
                       rules::VisitLists& visit_lists, rules::RunColumns& columns)
    : programs_(programs.rules[rule]),
      rule_(rule),
      plan_(plan),
      subject_(subject),
      window_sizes_(sizes),
      row_windows_(row_windows),
      visit_lists_(visit_lists),
      columns_(columns),
      windows_(plan.plan().rules()[rule].windows),
      reads_parameters_(plan.reads_parameters(rule)),
      registers_(plan.plan().registers_of(rule)),
      slots_(rules::kFirstLetSlot) {
  sizes_.resize(windows_.size() + 1);
  rows_of_window_.resize(windows_.size());
  unlaid_ = ~std::uint64_t{0} << rules::kFirstWindowSlot;
  for (const std::size_t window : programs_.row_windows) {
    if (!row_windows.can_tell(rule, window)) continue;
    told_windows_.push_back(window);
    rows_of_window_[window].resize(cel::kBatchRows);
    unlaid_ &= ~(std::uint64_t{1} << (rules::kFirstWindowSlot + window));
  }
  if (reads_parameters_) {
    const RowIndex only = plan.only_parameter_row(rule);
    has_one_parameter_row_ = only != kNoRow;
    parameters_.assign(cel::kBatchRows, only);
  }
  registers_.each([&](rules::RegisterNumber number) { register_rows_[number].assign(cel::kBatchRows, kNoRow); });
  if (programs_.programs != nullptr) run_ = std::make_unique<cel::VectorRun>(*programs_.programs, cel::Rest::unsure);
  if (plan.plan().rules()[rule].grain != Grain::pair) return;
  const auto pair = std::ranges::find(windows_, rules::WindowKind::pair, &rules::Window::kind);
  const auto number = static_cast<std::size_t>(pair - windows_.begin());
  if (pair != windows_.end() && sizes.can_tell(rule, number)) pair_window_ = number;
}
RuleFilter::~RuleFilter() = default;

// Lines without a partner are no subjects.
void RuleFilter::find_pairs(const rules::PlaceSpan& places, std::vector<Found>& found) {
  if (pair_window_ != FilterPrograms::kNone)
    window_sizes_.tell(rule_, pair_window_, places, nullptr, sizes_[pair_window_]);
  for (std::uint32_t at = 0; at < places.size(); ++at) {
    if (pair_window_ == FilterPrograms::kNone || sizes_[pair_window_][at] != 0) found.push_back({at});
  }
}

void RuleFilter::find(const rules::PeopleRun& run, const rules::PlaceSpan& places, std::vector<Found>& found) {
  people_ = &run;
  all_ = places;
  if (run_ == nullptr) return find_pairs(places, found);
  for (std::size_t begin = 0; begin < places.size(); begin += cel::kBatchRows) {
    begin_batch(begin, std::min(cel::kBatchRows, places.size() - begin));
    const cel::Decided decided = decide();
    (decided.yes | decided.unsure).each([&](std::size_t row) {
      found.push_back({static_cast<std::uint32_t>(begin + row), !decided.unsure.has(row)});
    });
  }
}

void RuleFilter::begin_batch(std::size_t begin, std::size_t count) {
  batch_ = all_.part(begin, count);
  std::ranges::fill(slots_, cel::BatchSlot{});
  slots_[rules::kPersonSlot].rows = batch_.people.data();
  if (!batch_.points.empty()) slots_[rules::kPointSlot].rows = batch_.points.data();
  // Rows that follow each other are read as they lie; a line that points name may stand here twice.
  const bool is_run = batch_.points.empty() && batch_.rows.back() - batch_.rows.front() + 1 == count;
  const cel::BatchSlot own = is_run ? cel::BatchSlot{nullptr, batch_.rows.front()} : cel::BatchSlot{batch_.rows.data()};
  if (batch_.kind == PlaceKind::visit) slots_[rules::kVisitSlot] = own;
  if (batch_.kind == PlaceKind::line) {
    slots_[rules::kLineSlot] = own;
    visits_of_batch_ = is_run ? people_->visits_from(batch_.rows.front()) : nullptr;
    if (visits_of_batch_ == nullptr) {
      visits_.resize(count);
      for (std::size_t row = 0; row < count; ++row) visits_[row] = people_->visit_of(batch_.rows[row]);
      visits_of_batch_ = visits_.data();
    }
    slots_[rules::kVisitSlot].rows = visits_of_batch_;
  }
  if (batch_.kind == PlaceKind::diagnosis || batch_.kind == PlaceKind::operation) {
    const bool of_diagnoses = batch_.kind == PlaceKind::diagnosis;
    slots_[of_diagnoses ? rules::kDiagnosisSlot : rules::kOperationSlot] = own;
    const Link to_visit = of_diagnoses ? Link::diagnosis_visit : Link::operation_visit;
    visits_.resize(count);
    for (std::size_t row = 0; row < count; ++row) visits_[row] = plan_.part().link(to_visit, batch_.rows[row]);
    visits_of_batch_ = visits_.data();
    slots_[rules::kVisitSlot].rows = visits_of_batch_;
  }
  const cel::BatchSlot& visits = slots_[rules::kVisitSlot];
  if (programs_.reads_provider && (visits.rows != nullptr || visits.first != kNoRow)) {
    providers_.resize(count);
    for (std::size_t row = 0; row < count; ++row) {
      const RowIndex visit = batch_.kind == PlaceKind::visit ? batch_.rows[row] : visits_of_batch_[row];
      providers_[row] = people_->provider_of(visit);
    }
    slots_[rules::kProviderSlot].rows = providers_.data();
  }
  if (reads_parameters_) slots_[rules::kParameterSlot].rows = parameters_.data();
  registers_.each([&](rules::RegisterNumber number) {
    slots_[static_cast<std::size_t>(rules::kFirstRegisterSlot) + number].rows = register_rows_[number].data();
  });
  const cel::Bits all = cel::Bits::first(count);
  if (reads_parameters_ && !programs_.has_late_parameters) lay_parameters(all);
  if (!registers_.is_empty() && !programs_.has_late_registers) lay_registers(all);
  for (const std::size_t window : told_windows_)
    slots_[rules::kFirstWindowSlot + window].rows = rows_of_window_[window].data();
  run_->begin({count, plan_.columns().structs(), slots_, unlaid_, &columns_}, *this);
}

// As Subject::day().
Day RuleFilter::day_at(std::size_t at) const {
  const RowIndex row = batch_.rows[at];
  switch (batch_.kind) {
    case PlaceKind::line:
    case PlaceKind::day: return people_->day_of_line(row);
    case PlaceKind::visit: return people_->day_of_visit(row);
    case PlaceKind::person: return people_->day_of_person(plan_.part(), row);
    case PlaceKind::diagnosis:
    case PlaceKind::operation: return people_->day_of_visit(visits_of_batch_[at]);
  }
  return kNoDay;
}

// As Subject stands: by the region of a line's or visit's visit and the subject's day.
void RuleFilter::lay_parameters(const cel::Bits& rows) {
  if (has_one_parameter_row_) return;
  const bool has_visits =
      batch_.kind == PlaceKind::line || batch_.kind == PlaceKind::diagnosis || batch_.kind == PlaceKind::operation;
  rows.each([&](std::size_t at) {
    const RowIndex visit = has_visits                        ? visits_of_batch_[at]
                           : batch_.kind == PlaceKind::visit ? batch_.rows[at]
                                                             : kNoRow;
    parameters_[at] = plan_.parameter_row(rule_, visit, day_at(at));
  });
}

// As Subject stands: by the line's doctor or the person, and the day.
void RuleFilter::lay_registers(const cel::Bits& rows) {
  const bool is_line = batch_.kind == PlaceKind::line;
  registers_.each([&](rules::RegisterNumber number) {
    std::vector<RowIndex>& laid = register_rows_[number];
    rows.each([&](std::size_t at) {
      laid[at] = plan_.register_row(number, is_line ? batch_.rows[at] : kNoRow, batch_.people[at], day_at(at));
    });
  });
}

cel::Decided RuleFilter::decide() {
  const cel::Bits all = cel::Bits::first(batch_.size());
  cel::Bits applies = all, doubtful;
  if (programs_.where != FilterPrograms::kNone) {
    const cel::Decided where = run_->decide(programs_.where, all);
    applies = where.yes;
    doubtful = where.unsure;  // `where` may fail, which is told before `when` is
  }
  if (reads_parameters_ && programs_.has_late_parameters) lay_parameters(applies);
  if (!registers_.is_empty() && programs_.has_late_registers) lay_registers(applies);
  for (const std::size_t window : told_windows_) {
    const cel::Bits untold = row_windows_.tell(rule_, window, batch_, applies, rows_of_window_[window]);
    doubtful = doubtful | untold;
    applies = without(applies, untold);
  }
  const cel::Decided when = run_->decide(programs_.when, applies);
  return {when.yes, when.unsure | doubtful};
}

bool RuleFilter::is_of_visit(const cel::FieldName& list) const {
  const Grain grain = plan_.plan().rules()[rule_].grain;
  const bool has_visit = grain == Grain::line || grain == Grain::visit || rules::is_of_codes(grain);
  return has_visit && list.slot == rules::kVisitSlot && entity_of(list.field).has_value();
}

bool RuleFilter::has_sizes(const cel::FieldName& list, std::size_t) {
  if (list.field != cel::kWholeVariable)
    return is_of_visit(list) || (list.slot == rules::kPersonSlot && list.field >= rules::kVisits);
  if (list.slot < rules::kFirstWindowSlot || list.slot >= rules::kFirstLetSlot) return false;
  return window_sizes_.can_tell(rule_, list.slot - rules::kFirstWindowSlot);
}

const std::int64_t* RuleFilter::sizes(const cel::FieldName& list, std::size_t, const cel::Bits& asked) {
  if (list.field == cel::kWholeVariable) {
    const std::size_t window = list.slot - rules::kFirstWindowSlot;
    window_sizes_.tell(rule_, window, batch_, &asked, sizes_[window]);
    return sizes_[window].data();
  }
  static constexpr std::pair<cel::FieldId, Link> kLists[] = {{rules::kVisits, Link::person_visits},
                                                             {rules::kLines, Link::person_lines},
                                                             {rules::kDiagnoses, Link::person_diagnoses},
                                                             {rules::kOperations, Link::person_operations},
                                                             {rules::kSettlements, Link::person_settlements}};
  std::vector<std::int64_t>& out = sizes_.back();
  out.assign(batch_.size(), -1);
  if (list.slot == rules::kVisitSlot) {
    rows_of_lists_.resize(batch_.size());
    lists(list, 0, asked, rows_of_lists_);
    asked.each([&](std::size_t row) { out[row] = static_cast<std::int64_t>(rows_of_lists_[row].size()); });
    return out.data();
  }
  for (const auto& [field, link] : kLists) {
    if (field != list.field) continue;
    for (std::size_t row = 0; row < out.size(); ++row) {
      const claims::Range range = plan_.part().range(link, batch_.people[row]);
      out[row] = range.end - range.begin;
    }
  }
  return out.data();
}

bool RuleFilter::has_lists(const cel::FieldName& list, std::size_t) {
  if (list.field != cel::kWholeVariable) return is_of_visit(list);
  if (list.slot < rules::kFirstWindowSlot || list.slot >= rules::kFirstLetSlot) return false;
  return window_sizes_.prepare_rows(rule_, list.slot - rules::kFirstWindowSlot);
}

cel::Bits RuleFilter::lists(const cel::FieldName& list, std::size_t, const cel::Bits& asked,
                            std::span<std::span<const RowIndex>> rows) {
  if (list.field == cel::kWholeVariable)
    return window_sizes_.tell_rows(rule_, list.slot - rules::kFirstWindowSlot, batch_, asked, rows);
  const cel::BatchSlot& visits = slots_[rules::kVisitSlot];
  const claims::Entity entity = *entity_of(list.field);
  asked.each([&](std::size_t row) {
    const RowIndex visit = visits.rows == nullptr ? visits.first + static_cast<RowIndex>(row) : visits.rows[row];
    rows[row] = visit_lists_.of(entity, visit);
  });
  return {};
}

const cel::Activation& RuleFilter::stand_on(std::size_t row, std::size_t) {
  if (batch_.people[row] != subject_.person()) subject_.set_person(batch_.people[row]);
  const rules::PointIndex point = batch_.points.empty() ? rules::kNoPoint : batch_.points[row];
  switch (batch_.kind) {
    case PlaceKind::line: subject_.set_line(batch_.rows[row], {rule_, point}); break;
    case PlaceKind::visit: subject_.set_visit(batch_.rows[row], rule_); break;
    case PlaceKind::day: subject_.set_person_day(batch_.rows[row], rule_); break;
    case PlaceKind::person: subject_.set_whole_person(rule_); break;
    case PlaceKind::diagnosis:
    case PlaceKind::operation: subject_.set_code_row(batch_.rows[row], {rule_, point}); break;
  }
  return subject_;
}

}  // namespace qiuhao::audit
