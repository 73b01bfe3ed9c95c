// From the rows of a finding to what it belongs to.
#include "audit/standing.h"

#include "base/check.h"

namespace qiuhao::audit {
namespace {

using claims::Entity;
using claims::Link;
using rules::Grain;

void stand_on_visit(const claims::Part& part, RowIndex visit, Standing& standing) {
  standing.visit = visit;
  standing.person = part.link(Link::visit_person, visit);
  standing.provider = part.link(Link::visit_provider, visit);
}

void stand_on_line(const claims::Part& part, const rules::Plan& plan, RowIndex line, Standing& standing) {
  standing.line = line;
  standing.day = part.column(Entity::line, plan.fields().line_day)->day(line);
  stand_on_visit(part, part.link(Link::line_visit, line), standing);
}

Day first_day(const claims::Part& part, const rules::Plan& plan, RowIndex visit) {
  const Column* starts = part.column(Entity::visit, plan.fields().visit_start);
  return starts != nullptr && starts->has(visit) ? day_of(starts->number(visit)) : kNoDay;
}

Day last_day(const claims::Part& part, const rules::Plan& plan, RowIndex person) {
  const claims::Range lines = part.range(Link::person_lines, person);
  if (lines.begin < lines.end) return part.column(Entity::line, plan.fields().line_day)->day(lines.end - 1);
  const claims::Range visits = part.range(Link::person_visits, person);
  return visits.begin < visits.end ? first_day(part, plan, visits.end - 1) : kNoDay;
}

}  // namespace

Standing standing_of(const claims::Part& part, const rules::Plan& plan, Grain grain, RowIndex row,
                     std::span<const RowIndex> lines) {
  Standing standing;
  switch (grain) {
    case Grain::line:
    case Grain::pair: stand_on_line(part, plan, row, standing); return standing;
    case Grain::visit:
      stand_on_visit(part, row, standing);
      standing.day = first_day(part, plan, row);
      return standing;
    case Grain::diagnosis:
    case Grain::operation: {
      const bool of_diagnoses = grain == Grain::diagnosis;
      stand_on_visit(part, part.link(of_diagnoses ? Link::diagnosis_visit : Link::operation_visit, row), standing);
      standing.day = first_day(part, plan, standing.visit);
      (of_diagnoses ? standing.diagnosis : standing.operation) = row;
      return standing;
    }
    case Grain::person_day:
      stand_on_line(part, plan, lines.empty() ? row : lines.front(), standing);
      standing.day = part.column(Entity::line, plan.fields().line_day)->day(row);
      break;
    case Grain::person:
      if (!lines.empty()) stand_on_line(part, plan, lines.front(), standing);
      standing.person = row;
      standing.day = last_day(part, plan, row);
      break;
    case Grain::provider_period: CHECK(false); break;
  }
  standing.visit = kNoRow;
  standing.line = kNoRow;
  return standing;
}

}  // namespace qiuhao::audit
