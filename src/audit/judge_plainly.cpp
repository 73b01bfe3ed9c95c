// The plain path: every subject of every person by the row program.
#include "audit/judge_plainly.h"

#include <algorithm>

#include "audit/settle.h"
#include "rules/subjects.h"

namespace qiuhao::audit {

using claims::Link;
using rules::Grain;

namespace {

// The order of findings of one person, after those about lines.
constexpr Grain kBesideLines[] = {Grain::pair,      Grain::visit,      Grain::diagnosis,
                                  Grain::operation, Grain::person_day, Grain::person};

// Judges the subjects of one person at a time.
class PlainJudging {
 public:
  PlainJudging(const PartScope& scope, ChunkResult& result, PartTotals& totals)
      : scope_(scope),
        subject_(scope.plan()),
        settling_(scope.plan().plan(), scope.part()),
        result_(result),
        totals_(totals),
        has_more_(rules::has_rules_beside_lines(scope.plan().plan())) {}

  void judge_person(RowIndex person) {
    subject_.set_person(person);
    judge_lines(scope_.part().range(Link::person_lines, person));
    if (has_more_) judge_beside_lines();
    settling_.settle(person, result_, totals_);
  }

 private:
  void judge_lines(claims::Range lines);
  void judge_line(RowIndex line, std::span<const rules::Candidate> candidates);
  void judge_beside_lines();
  bool subject_counts() const;
  void judge_it();

  const PartScope& scope_;
  rules::Subject subject_;
  rules::JudgeScratch scratch_;
  Settling settling_;
  ChunkResult& result_;
  PartTotals& totals_;
  bool has_more_;
};

// The common line, which no point names, costs a look at its item, day and provider.
void PlainJudging::judge_lines(claims::Range lines) {
  const rules::PartPlan& plan = scope_.plan();
  for (RowIndex line = lines.begin; line < lines.end; ++line) {
    if (!scope_.day_counts(scope_.day_of_line(line))) continue;
    const RowIndex provider = scope_.provider_of(line);
    if (!scope_.provider_counts(provider)) continue;
    ProviderTotals& counted = totals_.provider(provider);
    ++counted.lines;
    counted.in_scope += scope_.in_scope(line);
    const auto candidates = plan.candidates(plan.items()->code(line));
    if (!candidates.empty()) judge_line(line, candidates);
  }
}

void PlainJudging::judge_line(RowIndex line, std::span<const rules::Candidate> candidates) {
  for (const rules::Candidate& candidate : candidates) {
    subject_.set_line(line, candidate);
    judge_it();
  }
}

void PlainJudging::judge_beside_lines() {
  for (const Grain grain : kBesideLines) {
    rules::for_each_subject(subject_, grain, [this] {
      if (subject_counts()) judge_it();
    });
  }
}

// As AuditOptions says.
bool PlainJudging::subject_counts() const {
  if (!scope_.day_counts(subject_.day())) return false;
  if (scope_.has_all_providers()) return true;
  if (subject_.visit() != kNoRow) {
    return scope_.provider_counts(scope_.part().link(Link::visit_provider, subject_.visit()));
  }
  const auto lines = subject_.own_lines();
  return std::any_of(lines.begin(), lines.end(),
                     [this](RowIndex line) { return scope_.provider_counts(scope_.provider_of(line)); });
}

void PlainJudging::judge_it() {
  ++totals_.rules[subject_.rule_index()].judged;
  const rules::Verdict verdict = rules::judge(subject_, scratch_);
  if (verdict.outcome != rules::Outcome::clear) result_.keep(verdict, subject_, scope_.number(), totals_);
}

}  // namespace

void judge_people_plainly(const PartScope& scope, claims::Range people, ChunkResult& result, PartTotals& totals) {
  PlainJudging judging(scope, result, totals);
  for (RowIndex person = people.begin; person < people.end; ++person) {
    if (scope.person_counts(person)) judging.judge_person(person);
  }
}

}  // namespace qiuhao::audit
