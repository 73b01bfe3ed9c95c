// Judging made-up claims.
#include "rules/library/claim_judge.h"

#include <algorithm>

#include "rules/judge.h"
#include "rules/subjects.h"
#include "rules/windows/peer.h"

namespace qiuhao::rules {
namespace {

std::string line_id(const Subject& subject, RowIndex line) {
  const PartPlan& plan = subject.plan();
  const Column* ids = plan.part().column(claims::Entity::line, plan.plan().fields().line_id);
  return ids == nullptr ? "" : std::string(ids->text(line));
}

void take(const Subject& subject, const Verdict& verdict, std::vector<Blame>& found) {
  if (verdict.outcome != Outcome::hit) return;
  Blame blame{subject.rule_index(), subject.candidate().point, verdict.amount, {}};
  for (const RowIndex line : verdict.lines) blame.lines.push_back(line_id(subject, line));
  std::ranges::sort(blame.lines);
  found.push_back(std::move(blame));
}

}  // namespace

std::vector<Blame> judge_claim(const Plan& plan, const TestCase& claim, JudgedRules which,
                               std::span<const PointIndex> points) {
  std::vector<Blame> found;
  const claims::Part part = make_test_part(claim, plan.schema(), false);
  const PartPlan laid(plan, part);
  Subject subject(laid);
  subject.set_person(0);
  JudgeScratch scratch;
  for (const Grain grain :
       {Grain::line, Grain::pair, Grain::visit, Grain::diagnosis, Grain::operation, Grain::person_day, Grain::person}) {
    if (which == JudgedRules::with_points && grain != Grain::line && grain != Grain::pair) continue;
    for_each_subject(subject, grain, [&] {
      const PointIndex point = subject.candidate().point;
      if (which == JudgedRules::with_points && point == kNoPoint) return;
      if (!points.empty() && std::ranges::find(points, point) == points.end()) return;
      take(subject, judge(subject, scratch), found);
    });
  }
  if (which == JudgedRules::all && !plan.rules_of(Grain::provider_period).empty()) {
    judge_provider_periods(
        laid, [&](const SubjectRef&, const Subject& cell, const Verdict& verdict) { take(cell, verdict, found); });
  }
  return found;
}

bool blames(const std::vector<Blame>& found, PointIndex point) {
  return std::ranges::any_of(found, [&](const Blame& blame) { return blame.point == point; });
}

}  // namespace qiuhao::rules
