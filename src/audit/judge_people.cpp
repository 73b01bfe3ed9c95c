// The loop over people and what they are judged by.
#include "audit/judge_people.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "rules/subjects.h"

namespace qiuhao::audit {

using claims::Entity;
using claims::Link;
using rules::Grain;

void ChunkResult::begin(std::size_t rule_count, std::size_t provider_count) {
  rules.resize(rule_count);
  providers.resize(provider_count + 1);
}

std::uint32_t ChunkResult::reason(std::string_view text) {
  for (std::uint32_t index = 0; index < reasons.size(); ++index) {
    if (reasons[index] == text) return index;
  }
  reasons.emplace_back(text);
  return static_cast<std::uint32_t>(reasons.size() - 1);
}

void ChunkResult::keep(const rules::Verdict& verdict, const rules::Subject& subject, std::uint16_t part) {
  const rules::SubjectRef about = subject.ref();
  switch (verdict.outcome) {
    case rules::Outcome::clear: return;
    case rules::Outcome::excepted: ++rules[about.rule].excepted_by[std::string(verdict.reason)]; return;
    case rules::Outcome::undecided:
      undecided.push_back({about.rule, part, about.row, about.other, about.point, reason(verdict.reason)});
      return;
    case rules::Outcome::hit: add_finding(about, part, subject.grain(), verdict.amount, verdict.lines); return;
  }
}

void ChunkResult::add_finding(const rules::SubjectRef& about, std::uint16_t part, Grain grain, Cents gross,
                              std::span<const RowIndex> lines) {
  Finding finding;
  finding.rule = about.rule;
  finding.part = part;
  finding.row = about.row;
  finding.other = about.other;
  finding.point = about.point;
  finding.gross = gross;
  findings.push_back(finding);
  const bool is_own = grain == Grain::line && lines.size() == 1 && lines.front() == about.row;
  if (is_own) return;
  const auto number = static_cast<std::uint32_t>(findings.size() - 1);
  blames.push_back({blamed_lines.size(), static_cast<std::uint32_t>(lines.size()), number});
  blamed_lines.insert(blamed_lines.end(), lines.begin(), lines.end());
}

void ChunkResult::end_person(RowIndex person) {
  const auto end = static_cast<std::uint32_t>(findings.size());
  if (end > (people.empty() ? 0 : people.back().end)) people.push_back({person, end});
}

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
  Judging(const PartScope& scope, ChunkResult& result)
      : scope_(scope),
        subject_(scope.plan()),
        filter_(scope.filter_rules(), scope.plan()),
        result_(result),
        has_more_(rules::has_rules_beside_lines(scope.plan().plan())) {}

  void judge_person(RowIndex person) {
    subject_.set_person(person);
    judge_lines(scope_.part().range(Link::person_lines, person));
    if (has_more_) judge_beside_lines();
    result_.end_person(person);
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
  ChunkResult& result_;
  bool has_more_;
};

// The common line, which no point names, costs a look at its item, day and provider.
void Judging::judge_lines(claims::Range lines) {
  const rules::PartPlan& plan = scope_.plan();
  for (RowIndex line = lines.begin; line < lines.end; ++line) {
    if (!scope_.day_counts(scope_.day_of_line(line))) continue;
    const RowIndex provider = scope_.provider_of(line);
    if (!scope_.provider_counts(provider)) continue;
    result_.count_line(provider, scope_.in_scope(line));
    const auto candidates = plan.candidates(plan.items()->code(line));
    if (!candidates.empty()) judge_line(line, candidates);
  }
}

void Judging::judge_line(RowIndex line, std::span<const rules::Candidate> candidates) {
  for (const rules::Candidate& candidate : candidates) {
    if (!filter_.may_hit(candidate.rule, line)) {
      ++result_.rules[candidate.rule].judged;
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
  ++result_.rules[subject_.rule_index()].judged;
  const rules::Verdict verdict = rules::judge(subject_, scratch_);
  if (verdict.outcome != rules::Outcome::clear) result_.keep(verdict, subject_, scope_.number());
}

}  // namespace

void judge_people(const PartScope& scope, claims::Range people, ChunkResult& result) {
  result.begin(scope.plan().plan().rules().size(), scope.part().rows(Entity::provider));
  Judging judging(scope, result);
  for (RowIndex person = people.begin; person < people.end; ++person) {
    if (scope.person_counts(person)) judging.judge_person(person);
  }
}

void judge_months(const rules::PeerTable& peers, std::span<const rules::PartPlan* const> part_plans,
                  const AuditOptions& options, ChunkResult& result) {
  result.begin(peers.plan().rules().size(), 0);
  const std::unordered_set<std::string_view> wanted(options.providers.begin(), options.providers.end());
  const auto take = [&](const rules::SubjectRef& about, const rules::Subject& subject, const rules::Verdict& verdict) {
    const rules::PeerTable::Cell& cell = peers.cells(about.rule)[about.row];
    if (options.from != kNoDay && cell.key.month < options.from) return;
    if (options.to != kNoDay && cell.key.month > options.to) return;
    if (!wanted.empty() && !wanted.contains(cell.key.provider)) return;
    ++result.rules[about.rule].judged;
    result.keep(verdict, subject, cell.part);
  };
  rules::judge_provider_periods(peers, part_plans, take);
}

}  // namespace qiuhao::audit
