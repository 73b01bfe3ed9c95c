// Whether a live request gets what the audit of the same rows says.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "audit/judge_plainly.h"
#include "audit/visit_judge.h"
#include "claims/loose_rows.h"

namespace qiuhao::audit {

// What an audit of the part keeps about a visit: as VisitJudge says, but for net money.
inline std::vector<std::string> kept_of_visit(const rules::Plan& plan, const claims::Part& part, RowIndex person,
                                              RowIndex visit) {
  using claims::Entity;
  using claims::Link;
  const PartScope scope(plan, part, 0, {});
  ChunkResult all;
  PartTotals totals(plan, part);
  judge_people_plainly(scope, {person, person + 1}, all, totals);
  const Column* days = part.column(Entity::line, plan.fields().line_day);
  const claims::Range lines = part.range(Link::person_lines, person);
  const auto is_of_visit = [&](rules::RuleIndex rule, RowIndex row) {
    switch (plan.rules()[rule].grain) {
      case rules::Grain::visit: return row == visit;
      case rules::Grain::diagnosis: return part.link(Link::diagnosis_visit, row) == visit;
      case rules::Grain::operation: return part.link(Link::operation_visit, row) == visit;
      case rules::Grain::person: return true;
      case rules::Grain::person_day:
        for (RowIndex line = lines.begin; line < lines.end; ++line) {
          if (days->day(line) == days->day(row) && part.link(Link::line_visit, line) == visit) return true;
        }
        return false;
      default: return part.link(Link::line_visit, row) == visit;
    }
  };
  rules::Subject subject(scope.plan());
  cel::Scratch scratch;
  std::vector<std::string> kept;
  for (const Finding& finding : all.findings) {
    if (!is_of_visit(finding.rule, finding.row)) continue;
    subject.stand(finding.subject());
    kept.push_back(fmt::format("{} {} {} {}", finding.rule, finding.id.hex(), finding.gross,
                               subject.rule().message[0].render(subject, scratch)));
  }
  for (const Undecided& undecided : all.undecided) {
    if (is_of_visit(undecided.rule, undecided.row))
      kept.push_back(fmt::format("{} {}", undecided.rule, all.reasons[undecided.reason]));
  }
  return kept;
}

// A visit taken off its part and judged with the tape behind it: what differs from the audit first, empty when nothing
// does. Counts what was kept, by rule.
inline std::string live_difference(const VisitJudge& judge, const claims::Part& part, RowIndex person, RowIndex visit,
                                   std::vector<std::size_t>& counts) {
  const claims::LooseTape loose = claims::loosen(part, judge.plan().schema(), person, {&visit, 1});
  const JudgedVisit judged = judge.judge(loose, {&part, person}, {.moments = rules::kAllMoments});
  std::vector<std::string> told;
  for (const VisitHit& hit : judged.hits) {
    told.push_back(fmt::format("{} {} {} {}", hit.rule, hit.id.hex(), hit.gross, hit.message));
    ++counts[hit.rule];
  }
  for (const VisitUndecided& undecided : judged.undecided) {
    told.push_back(fmt::format("{} {}", undecided.rule, undecided.reason));
    ++counts[undecided.rule];
  }
  const std::vector<std::string> wanted = kept_of_visit(judge.plan(), part, person, visit);
  const auto [a, b] = std::ranges::mismatch(told, wanted);
  if (a == told.end() && b == wanted.end()) return "";
  return fmt::format("{}; {}", a == told.end() ? "nothing" : *a, b == wanted.end() ? "nothing" : *b);
}

}  // namespace qiuhao::audit
