// Batches of subjects with the rows that their variables stand on.
#include "audit/rule_filter.h"

#include <algorithm>

#include "rules/world.h"

namespace qiuhao::audit {

using rules::Grain;

namespace {

bool reads(const cel::Program& program, const std::string& variable) {
  const auto names = program.variables();
  return std::ranges::find(names, variable) != names.end();
}

}  // namespace

FilterPrograms::FilterPrograms(const rules::Plan& plan) : conditions(plan), gates(plan) {
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
    : RowsHost(plan, subject, visit_lists),
      programs_(programs.rules[rule]),
      rule_(rule),
      window_sizes_(sizes),
      row_windows_(row_windows),
      columns_(columns),
      windows_(plan.plan().rules()[rule].windows),
      reads_parameters_(plan.reads_parameters(rule)),
      registers_(plan.plan().registers_of(rule)),
      slots_(rules::kFirstLetSlot) {
  window_sizes_told_.resize(windows_.size());
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
void RuleFilter::find_pairs(std::vector<Found>& found) {
  const bool can_tell = pair_window_ != FilterPrograms::kNone;
  if (can_tell) window_sizes_.tell(rule_, pair_window_, laid_->places(), nullptr, window_sizes_told_[pair_window_]);
  for (std::uint32_t at = 0; at < laid_->size(); ++at) {
    if (!can_tell || window_sizes_told_[pair_window_][at] != 0) found.push_back({at});
  }
}

void RuleFilter::find(LaidRows& laid, const cel::Decided* where, std::vector<Found>& found) {
  if (where != nullptr && !(where->yes | where->unsure).any()) return;
  laid_ = &laid;
  if (run_ == nullptr) return find_pairs(found);
  begin_batch();
  const cel::Decided decided = decide(where);
  (decided.yes | decided.unsure).each([&](std::size_t row) {
    found.push_back({static_cast<std::uint32_t>(row), !decided.unsure.has(row)});
  });
}

void RuleFilter::begin_batch() {
  laid_->put(slots_, programs_.reads_provider);
  if (reads_parameters_) slots_[rules::kParameterSlot].rows = parameters_.data();
  registers_.each([&](rules::RegisterNumber number) {
    slots_[static_cast<std::size_t>(rules::kFirstRegisterSlot) + number].rows = register_rows_[number].data();
  });
  const cel::Bits all = cel::Bits::first(laid_->size());
  if (reads_parameters_ && !programs_.has_late_parameters) lay_parameters(all);
  if (!registers_.is_empty() && !programs_.has_late_registers) lay_registers(all);
  for (const std::size_t window : told_windows_)
    slots_[rules::kFirstWindowSlot + window].rows = rows_of_window_[window].data();
  run_->begin({laid_->size(), plan_.columns().structs(), slots_, unlaid_, &columns_}, *this);
}

// As Subject stands: by the region of a line's or visit's visit and the subject's day.
void RuleFilter::lay_parameters(const cel::Bits& rows) {
  if (has_one_parameter_row_) return;
  rows.each([&](std::size_t at) { parameters_[at] = plan_.parameter_row(rule_, laid_->visit(at), laid_->day(at)); });
}

// As Subject stands: by the line's doctor or the person, and the day.
void RuleFilter::lay_registers(const cel::Bits& rows) {
  const rules::PlaceSpan& places = laid_->places();
  const bool is_line = places.kind == rules::PlaceKind::line;
  registers_.each([&](rules::RegisterNumber number) {
    std::vector<RowIndex>& laid = register_rows_[number];
    rows.each([&](std::size_t at) {
      laid[at] = plan_.register_row(number, is_line ? places.rows[at] : kNoRow, places.people[at], laid_->day(at));
    });
  });
}

cel::Decided RuleFilter::decide(const cel::Decided* where) {
  const cel::Bits all = cel::Bits::first(laid_->size());
  cel::Bits applies = all, doubtful;
  if (programs_.where != FilterPrograms::kNone) {
    const cel::Decided told = where != nullptr ? *where : run_->decide(programs_.where, all);
    applies = told.yes;
    doubtful = told.unsure;  // `where` may fail, which is told before `when` is
  }
  if (reads_parameters_ && programs_.has_late_parameters) lay_parameters(applies);
  if (!registers_.is_empty() && programs_.has_late_registers) lay_registers(applies);
  for (const std::size_t window : told_windows_) {
    const cel::Bits untold = row_windows_.tell(rule_, window, laid_->places(), applies, rows_of_window_[window]);
    doubtful = doubtful | untold;
    applies = without(applies, untold);
  }
  const cel::Decided when = run_->decide(programs_.when, applies);
  return {when.yes, when.unsure | doubtful};
}

bool RuleFilter::has_sizes(const cel::FieldName& list, std::size_t program) {
  if (list.field != cel::kWholeVariable) return RowsHost::has_sizes(list, program);
  if (list.slot < rules::kFirstWindowSlot || list.slot >= rules::kFirstLetSlot) return false;
  return window_sizes_.can_tell(rule_, list.slot - rules::kFirstWindowSlot);
}

const std::int64_t* RuleFilter::sizes(const cel::FieldName& list, std::size_t program, const cel::Bits& asked) {
  if (list.field != cel::kWholeVariable) return RowsHost::sizes(list, program, asked);
  const std::size_t window = list.slot - rules::kFirstWindowSlot;
  window_sizes_.tell(rule_, window, laid_->places(), &asked, window_sizes_told_[window]);
  return window_sizes_told_[window].data();
}

bool RuleFilter::has_lists(const cel::FieldName& list, std::size_t program) {
  if (list.field != cel::kWholeVariable) return RowsHost::has_lists(list, program);
  if (list.slot < rules::kFirstWindowSlot || list.slot >= rules::kFirstLetSlot) return false;
  return window_sizes_.prepare_rows(rule_, list.slot - rules::kFirstWindowSlot);
}

cel::Bits RuleFilter::lists(const cel::FieldName& list, std::size_t program, const cel::Bits& asked,
                            std::span<std::span<const RowIndex>> rows) {
  if (list.field != cel::kWholeVariable) return RowsHost::lists(list, program, asked, rows);
  return window_sizes_.tell_rows(rule_, list.slot - rules::kFirstWindowSlot, laid_->places(), asked, rows);
}

}  // namespace qiuhao::audit
