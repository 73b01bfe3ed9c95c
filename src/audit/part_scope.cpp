// Which subjects count.
#include "audit/part_scope.h"

#include <limits>
#include <unordered_set>

namespace qiuhao::audit {

using claims::Entity;

PartScope::PartScope(const rules::Plan& plan, const claims::Part& part, std::uint16_t number,
                     const AuditOptions& options)
    : plan_(plan, part),
      shard_(options.shard, part, plan.fields().person_id),
      number_(number),
      day_(part.column(Entity::line, plan.fields().line_day)),
      start_(part.column(Entity::visit, plan.fields().visit_start)),
      in_scope_(part.column(Entity::line, plan.fields().line_in_scope)),
      from_(options.from == kNoDay ? std::numeric_limits<Day>::min() : options.from),
      to_(options.to == kNoDay ? std::numeric_limits<Day>::max() : options.to),
      is_restricted_(options.from != kNoDay || options.to != kNoDay || !options.providers.empty()) {
  if (options.providers.empty()) return;
  const std::unordered_set<std::string_view> wanted(options.providers.begin(), options.providers.end());
  const Column* code = part.column(Entity::provider, plan.schema().of(Entity::provider).find("id"));
  for (RowIndex row = 0; row < part.rows(Entity::provider); ++row) {
    provider_counts_.push_back(wanted.contains(code->text(row)));
  }
}

bool PartScope::may_count(RowIndex person) const {
  if (!is_restricted_) return true;
  using claims::Link;
  const claims::Range lines = part().range(Link::person_lines, person);
  const claims::Range visits = part().range(Link::person_visits, person);
  const auto day_of_visit = [&](RowIndex visit) { return day_of(start_->number(visit)); };
  bool in_period = lines.begin < lines.end && day_->day(lines.begin) <= to_ && day_->day(lines.end - 1) >= from_;
  if (!in_period && visits.begin < visits.end) {
    const bool is_known = start_ != nullptr && start_->has(visits.begin) && start_->has(visits.end - 1);
    in_period = !is_known || (day_of_visit(visits.begin) <= to_ && day_of_visit(visits.end - 1) >= from_);
  }
  if (!in_period || provider_counts_.empty()) return in_period;
  for (RowIndex visit = visits.begin; visit < visits.end; ++visit) {
    if (provider_counts(part().link(Link::visit_provider, visit))) return true;
  }
  return false;
}

}  // namespace qiuhao::audit
