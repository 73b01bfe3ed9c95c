// The loop over people and what they are judged by.
#include "audit/judge_people.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "audit/settle.h"
#include "rules/subjects.h"

namespace qiuhao::audit {

using claims::Entity;
using claims::Link;
using rules::Grain;

PartScope::PartScope(const rules::Plan& plan, const claims::Part& part, std::uint16_t number,
                     const AuditOptions& options)
    : plan_(plan, part),
      filter_rules_(plan),
      shard_(options.shard, part, plan.fields().person_id),
      number_(number),
      day_(part.column(Entity::line, plan.fields().line_day)),
      in_scope_(part.column(Entity::line, plan.fields().line_in_scope)),
      from_(options.from == kNoDay ? std::numeric_limits<Day>::min() : options.from),
      to_(options.to == kNoDay ? std::numeric_limits<Day>::max() : options.to) {
  if (options.providers.empty()) return;
  const std::unordered_set<std::string_view> wanted(options.providers.begin(), options.providers.end());
  const Column* code = part.column(Entity::provider, plan.schema().of(Entity::provider).find("id"));
  for (RowIndex row = 0; row < part.rows(Entity::provider); ++row) {
    provider_counts_.push_back(wanted.contains(code->text(row)));
  }
}

namespace {

// The order of findings of one person, after those about lines.
constexpr Grain kBesideLines[] = {Grain::pair, Grain::visit, Grain::person_day, Grain::person};

// Judges the subjects of one person at a time.
class Judging {
 public:
  Judging(const PartScope& scope, ChunkResult& result, PartTotals& totals)
      : scope_(scope),
        subject_(scope.plan()),
        filter_(scope.filter_rules(), scope.plan()),
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
  LineFilter filter_;
  rules::JudgeScratch scratch_;
  Settling settling_;
  ChunkResult& result_;
  PartTotals& totals_;
  bool has_more_;
};

// The common line, which no point names, costs a look at its item, day and provider.
void Judging::judge_lines(claims::Range lines) {
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

void Judging::judge_line(RowIndex line, std::span<const rules::Candidate> candidates) {
  for (const rules::Candidate& candidate : candidates) {
    if (!filter_.may_hit(candidate.rule, line)) {
      ++totals_.rules[candidate.rule].judged;
      continue;
    }
    subject_.set_line(line, candidate);
    judge_it();
  }
}

void Judging::judge_beside_lines() {
  for (const Grain grain : kBesideLines) {
    rules::for_each_subject(subject_, grain, [this] {
      if (subject_counts()) judge_it();
    });
  }
}

// As AuditOptions says.
bool Judging::subject_counts() const {
  if (!scope_.day_counts(subject_.day())) return false;
  if (scope_.has_all_providers()) return true;
  if (subject_.visit() != kNoRow) {
    return scope_.provider_counts(scope_.part().link(Link::visit_provider, subject_.visit()));
  }
  const auto lines = subject_.own_lines();
  return std::any_of(lines.begin(), lines.end(),
                     [this](RowIndex line) { return scope_.provider_counts(scope_.provider_of(line)); });
}

void Judging::judge_it() {
  ++totals_.rules[subject_.rule_index()].judged;
  const rules::Verdict verdict = rules::judge(subject_, scratch_);
  if (verdict.outcome != rules::Outcome::clear) result_.keep(verdict, subject_, scope_.number(), totals_);
}

}  // namespace

void judge_people(const PartScope& scope, claims::Range people, ChunkResult& result, PartTotals& totals) {
  Judging judging(scope, result, totals);
  for (RowIndex person = people.begin; person < people.end; ++person) {
    if (scope.person_counts(person)) judging.judge_person(person);
  }
}

void judge_months(const rules::PeerTable& peers, std::span<const rules::PartPlan* const> part_plans,
                  const AuditOptions& options, ChunkResult& result, Totals& totals) {
  const std::unordered_set<std::string_view> wanted(options.providers.begin(), options.providers.end());
  const auto take = [&](const rules::SubjectRef& about, const rules::Subject& subject, const rules::Verdict& verdict) {
    const rules::PeerTable::Cell& cell = peers.cells(about.rule)[about.row];
    if (options.from != kNoDay && cell.key.month < options.from) return;
    if (options.to != kNoDay && cell.key.month > options.to) return;
    if (!wanted.empty() && !wanted.contains(cell.key.provider)) return;
    PartTotals& of_part = totals.of(cell.part);
    ++of_part.rules[about.rule].judged;
    result.keep(verdict, subject, cell.part, of_part);
  };
  rules::judge_provider_periods(peers, part_plans, take);
}

}  // namespace qiuhao::audit
