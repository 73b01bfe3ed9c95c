// Findings sorted by person, and picked by the grain of their rules.
#include "audit/visit_findings.h"

#include <algorithm>
#include <tuple>

#include "audit/standing.h"

namespace qiuhao::audit {

using claims::Entity;
using claims::Link;
using rules::Grain;

VisitFindings::VisitFindings(const AuditResult& result, const claims::Tape& tape) : result_(result), tape_(tape) {
  for (std::size_t number = 0; number < result.findings.size(); ++number) {
    const Finding& finding = result.findings[number];
    const Grain grain = result.plan->rules()[finding.rule].grain;
    if (grain == Grain::provider_period) continue;
    const claims::Part& part = tape.parts()[finding.part];
    const Standing standing = standing_of(part, *result.plan, grain, finding.row, result.lines_of(finding));
    by_person_.push_back({finding.part, standing.person, static_cast<std::uint32_t>(number)});
  }
  std::ranges::sort(by_person_, {}, [](const OfPerson& of) { return std::tuple(of.part, of.person, of.finding); });
}

bool VisitFindings::is_of_visit(const claims::Part& part, RowIndex person, RowIndex visit,
                                const Finding& finding) const {
  switch (result_.plan->rules()[finding.rule].grain) {
    case Grain::visit: return finding.row == visit;
    case Grain::diagnosis: return part.link(Link::diagnosis_visit, finding.row) == visit;
    case Grain::operation: return part.link(Link::operation_visit, finding.row) == visit;
    case Grain::person: return true;
    case Grain::person_day: {
      const Column* days = part.column(Entity::line, result_.plan->fields().line_day);
      const claims::Range lines = part.range(Link::person_lines, person);
      for (RowIndex line = lines.begin; line < lines.end; ++line) {
        if (days->day(line) == days->day(finding.row) && part.link(Link::line_visit, line) == visit) return true;
      }
      return false;
    }
    case Grain::provider_period: return false;
    case Grain::line:
    case Grain::pair: return part.link(Link::line_visit, finding.row) == visit;
  }
  return false;
}

std::vector<VisitFinding> VisitFindings::of(std::uint16_t part, RowIndex person, RowIndex visit,
                                            unsigned moments) const {
  std::vector<VisitFinding> found;
  const auto begin = std::ranges::lower_bound(by_person_, std::tuple(part, person), {},
                                              [](const OfPerson& of) { return std::tuple(of.part, of.person); });
  for (auto at = begin; at != by_person_.end() && at->part == part && at->person == person; ++at) {
    const Finding& finding = result_.findings[at->finding];
    if ((result_.plan->rules()[finding.rule].moments & moments) == 0) continue;
    if (is_of_visit(tape_.parts()[part], person, visit, finding))
      found.push_back({finding.id, finding.rule, finding.gross});
  }
  std::ranges::sort(found, {}, &VisitFinding::id);
  return found;
}

}  // namespace qiuhao::audit
