// Decoding a run.
#include "rules/bulk/people_run.h"

namespace qiuhao::rules {

using claims::Entity;
using claims::Link;

void PeopleRun::read(const PartPlan& plan, claims::Range of_people) {
  const claims::Part& part = plan.part();
  const EngineFields& fields = plan.plan().fields();
  people = of_people;
  visits = {part.range(Link::person_visits, people.begin).begin, part.range(Link::person_visits, people.end - 1).end};
  lines = {part.range(Link::person_lines, people.begin).begin, part.range(Link::person_lines, people.end - 1).end};
  const std::size_t line_count = lines.end - lines.begin;
  const std::size_t visit_count = visits.end - visits.begin;
  items.resize(line_count);
  line_days.resize(line_count);
  line_visits.resize(line_count);
  visit_people.resize(visit_count);
  visit_providers.resize(visit_count);
  visit_days.resize(visit_count);
  const Column& day = *part.column(Entity::line, fields.line_day);
  for (std::size_t at = 0; at < line_count; ++at) {
    const RowIndex line = lines.begin + static_cast<RowIndex>(at);
    items[at] = plan.items()->code(line);
    line_days[at] = day.has(line) ? day.day(line) : kNoDay;
    line_visits[at] = part.link(Link::line_visit, line);
  }
  const Column* start = part.column(Entity::visit, fields.visit_start);
  for (std::size_t at = 0; at < visit_count; ++at) {
    const RowIndex visit = visits.begin + static_cast<RowIndex>(at);
    visit_people[at] = part.link(Link::visit_person, visit);
    visit_providers[at] = part.link(Link::visit_provider, visit);
    visit_days[at] = start != nullptr && start->has(visit) ? day_of(start->number(visit)) : kNoDay;
  }
}

}  // namespace qiuhao::rules
