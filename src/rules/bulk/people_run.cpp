// Decoding a run.
#include "rules/bulk/people_run.h"

#include <algorithm>

namespace qiuhao::rules {

using claims::Entity;
using claims::Link;

namespace {

// Rows first, first + 1, … of a column into `out`, by the batch.
template <typename Number>
void read_all(const Column& column, RowIndex first, std::vector<Number>& out) {
  for (std::size_t begin = 0; begin < out.size(); begin += kStreamBatch) {
    const std::size_t count = std::min(kStreamBatch, out.size() - begin);
    column.read(first + static_cast<RowIndex>(begin), count, out.data() + begin);
  }
}

bool are_near(const std::vector<Day>& days) {
  return std::ranges::all_of(days, [](Day day) { return day >= -kNearDays && day < kNearDays; });
}

}  // namespace

void PeopleRun::read_numbers(const Column* column, RowIndex first, std::size_t count) {
  numbers_.assign(count, 0);
  if (column != nullptr) read_all(*column, first, numbers_);
}

void PeopleRun::read(const PartPlan& plan, claims::Range of_people, const RunNeeds& needs) {
  const claims::Part& part = plan.part();
  const EngineFields& fields = plan.plan().fields();
  needs_ = needs;
  item_columns_ = plan.items();
  days_ = part.column(Entity::line, fields.line_day);
  links_ = &part.links(Link::line_visit);
  visit_links_ = &part.links(Link::visit_person);
  providers_ = &part.links(Link::visit_provider);
  starts_ = part.column(Entity::visit, fields.visit_start);
  people = of_people;
  visits = {part.range(Link::person_visits, people.begin).begin, part.range(Link::person_visits, people.end - 1).end};
  lines = {part.range(Link::person_lines, people.begin).begin, part.range(Link::person_lines, people.end - 1).end};
  read_lines();
  read_visits();
}

void PeopleRun::read_visits() {
  has_near_visit_days = false;
  if (!needs_.visits) return;
  const std::size_t count = visits.end - visits.begin;
  visit_providers_.resize(count);
  visit_days_.resize(count);
  visit_people_.resize(count);
  read_all(*visit_links_, visits.begin, visit_people_);
  read_all(*providers_, visits.begin, visit_providers_);
  read_numbers(starts_, visits.begin, count);
  for (std::size_t at = 0; at < count; ++at) {
    const bool has_start = starts_ != nullptr && starts_->has(visits.begin + static_cast<RowIndex>(at));
    visit_days_[at] = has_start ? day_of(numbers_[at]) : kNoDay;
  }
  has_near_visit_days = are_near(visit_days_);
}

void PeopleRun::read_lines() {
  const std::size_t count = lines.end - lines.begin;
  has_near_line_days = false;
  if (count == 0) return;  // a part without lines has no items
  if (needs_.items) {
    items_.resize(count);
    read_all(*item_columns_, lines.begin, items_);
    const auto no_item = static_cast<std::uint32_t>(item_columns_->dictionary_size);
    for (std::uint32_t& item : items_) item = item == no_item ? 0 : item;  // as Column::code
  }
  if (!needs_.lines) return;
  line_visits_.resize(count);
  read_all(*links_, lines.begin, line_visits_);
  line_days_.resize(count);
  read_numbers(days_, lines.begin, count);
  for (std::size_t at = 0; at < count; ++at) {
    const bool has_day = days_->present == nullptr || days_->has(lines.begin + static_cast<RowIndex>(at));
    line_days_[at] = has_day ? static_cast<Day>(numbers_[at]) : kNoDay;
  }
  has_near_line_days = are_near(line_days_);
}

}  // namespace qiuhao::rules
