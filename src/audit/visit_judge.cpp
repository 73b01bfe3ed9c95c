// A part of one person is made, and of its subjects only those judged that the new rows bring.
#include "audit/visit_judge.h"

#include <algorithm>

#include "audit/settle.h"
#include "rules/subjects.h"

namespace qiuhao::audit {
namespace {

using claims::Entity;
using claims::Link;
using rules::Grain;
using rules::RuleIndex;

// What ids of findings are made of, and other books of them: asked for when there is one.
std::vector<claims::FieldPlace> book_fields(const rules::EngineFields& engine) {
  return {{Entity::line, engine.line_id},           {Entity::line, engine.line_time},
          {Entity::person, engine.person_id},       {Entity::provider, engine.provider_id},
          {Entity::diagnosis, engine.diagnosis_id}, {Entity::operation, engine.operation_id}};
}

// What the engine reads of parts without asking.
std::vector<claims::FieldPlace> fields_at_once(const rules::Plan& plan, unsigned moments) {
  std::vector<claims::FieldPlace> fields = rules::fields_of_engine(plan, moments);
  const rules::EngineFields& engine = plan.fields();
  const claims::FieldPlace more[] = {
      {Entity::line, engine.line_amount},         {Entity::visit, engine.visit_id},
      {Entity::diagnosis, engine.diagnosis_code}, {Entity::operation, engine.operation_code},
      {Entity::operation, engine.operation_date}, {Entity::settlement, engine.settlement_time}};
  fields.insert(fields.end(), std::begin(more), std::end(more));
  return fields;
}

std::vector<claims::FieldPlace> united(std::vector<claims::FieldPlace> a,
                                       std::initializer_list<std::vector<claims::FieldPlace>> others) {
  for (const auto& other : others) a.insert(a.end(), other.begin(), other.end());
  return a;
}

claims::PersonFields fields_of(const rules::Plan& plan, unsigned moments) {
  const auto books = book_fields(plan.fields());
  const auto at_once = fields_at_once(plan, moments);
  return {.all = united(rules::touched_fields(plan, true, moments), {books, at_once}),
          .of_tape = united(rules::fields_of_other_rows(plan, moments), {books, at_once}),
          .at_once = at_once};
}

class Judging {
 public:
  Judging(const rules::Plan& plan, const rules::CandidateMemo& candidates, claims::PersonPart& made, unsigned moments)
      : plan_(plan),
        made_(made),
        part_(made.part()),
        laid_(plan, made, candidates),
        subject_(laid_),
        totals_(plan, part_),
        moments_(moments) {}

  JudgedVisit run() {
    subject_.set_person(0);
    judge_lines();
    judge_pairs();
    judge_visits();
    judge_codes(Grain::diagnosis);
    judge_codes(Grain::operation);
    judge_days();
    for (const RuleIndex rule : plan_.rules_of(Grain::person)) {
      if (!is_asked(rule)) continue;
      subject_.set_whole_person(rule);
      judge_it();
    }
    if (!chunk_.findings.empty()) settle();
    return told();
  }

 private:
  bool is_asked(RuleIndex rule) const { return (plan_.rules()[rule].moments & moments_) != 0; }
  void settle() {
    for (const auto& [entity, field] : book_fields(plan_.fields())) made_.make(entity, field);
    Settling(plan_, part_).settle(0, chunk_, totals_);
  }
  claims::Range lines() const { return part_.range(Link::person_lines, 0); }

  void judge_lines() {
    for (RowIndex line = lines().begin; line < lines().end; ++line) {
      if (!made_.is_loose(Entity::line, line)) continue;
      for (const rules::Candidate& candidate : laid_.candidates(laid_.items()->code(line))) {
        if (!is_asked(candidate.rule)) continue;
        subject_.set_line(line, candidate);
        judge_it();
      }
    }
  }
  void judge_pairs() {
    if (plan_.rules_of(Grain::pair).empty()) return;
    for (RowIndex line = lines().begin; line < lines().end; ++line) {
      if (!made_.is_loose(Entity::line, line)) continue;
      for (const rules::Candidate& candidate : laid_.pair_candidates(laid_.items()->code(line))) {
        if (!is_asked(candidate.rule)) continue;
        rules::for_each_pair_of(subject_, line, candidate, [this] { judge_it(); });
      }
    }
  }
  void judge_visits() {
    for (RowIndex visit = 0; visit < part_.rows(Entity::visit); ++visit) {
      if (!made_.is_loose(Entity::visit, visit)) continue;
      for (const RuleIndex rule : plan_.rules_of(Grain::visit)) {
        if (!is_asked(rule)) continue;
        subject_.set_visit(visit, rule);
        judge_it();
      }
    }
  }
  void judge_codes(Grain grain) {
    rules::for_each_code_row(subject_, grain, [this] {
      if (made_.is_loose(Entity::visit, subject_.visit()) && is_asked(subject_.rule_index())) judge_it();
    });
  }
  void judge_days() {
    const auto rules = plan_.rules_of(Grain::person_day);
    const Column* days = part_.column(Entity::line, plan_.fields().line_day);
    if (rules.empty() || days == nullptr) return;
    for (RowIndex first = lines().begin, end = first; first < lines().end; first = end) {
      bool has_new = false;
      for (; end < lines().end && days->day(end) == days->day(first); ++end)
        has_new = has_new || made_.is_loose(Entity::line, end);
      for (std::size_t rule = 0; has_new && rule < rules.size(); ++rule) {
        if (!is_asked(rules[rule])) continue;
        subject_.set_person_day(first, rules[rule]);
        judge_it();
      }
    }
  }

  void judge_it() {
    const rules::Verdict verdict = rules::judge(subject_, scratch_);
    if (verdict.outcome != rules::Outcome::clear) chunk_.keep(verdict, subject_, 0, totals_);
  }

  JudgedVisit told() {
    JudgedVisit told;
    const Column* ids = part_.column(Entity::line, plan_.fields().line_id);
    std::size_t blame = 0;
    for (std::size_t number = 0; number < chunk_.findings.size(); ++number) {
      const Finding& finding = chunk_.findings[number];
      std::span<const RowIndex> blamed(&finding.row, 1);
      if (blame < chunk_.blames.size() && chunk_.blames[blame].finding == number) {
        blamed = std::span(chunk_.blamed_lines).subspan(chunk_.blames[blame].begin, chunk_.blames[blame].count);
        ++blame;
      }
      VisitHit& hit = told.hits.emplace_back();
      hit.id = finding.id;
      hit.rule = finding.rule;
      hit.point = finding.point;
      hit.gross = finding.gross;
      hit.net = finding.net;
      for (const RowIndex line : blamed) {
        std::string& id = hit.lines.emplace_back();
        if (ids->has(line)) ids->append_text(line, id);
      }
      subject_.stand(finding.subject());
      hit.message = subject_.rule().message[0].render(subject_, scratch_.amount);
    }
    for (const Undecided& undecided : chunk_.undecided)
      told.undecided.push_back({undecided.rule, chunk_.reasons[undecided.reason]});
    for (const UnlistedUndecided& unlisted : chunk_.unlisted)
      told.undecided.insert(told.undecided.end(), unlisted.subjects, {unlisted.rule, chunk_.reasons[unlisted.reason]});
    return told;
  }

  const rules::Plan& plan_;
  claims::PersonPart& made_;
  const claims::Part& part_;
  rules::PartPlan laid_;
  rules::Subject subject_;
  rules::JudgeScratch scratch_;
  PartTotals totals_;
  ChunkResult chunk_;
  unsigned moments_;
};

}  // namespace

VisitJudge::VisitJudge(std::shared_ptr<const rules::Plan> plan) : plan_(std::move(plan)), candidates_(*plan_) {
  for (unsigned moments = 0; moments <= rules::kAllMoments; ++moments)
    makers_.emplace_back(plan_->schema(), fields_of(*plan_, moments));
}

JudgedVisit VisitJudge::judge(const claims::LooseTape& visit, const claims::PersonTape& tape, unsigned moments) const {
  claims::PersonPart part = makers_[moments & rules::kAllMoments].make(visit, tape);
  return Judging(*plan_, candidates_, part, moments).run();
}

}  // namespace qiuhao::audit
