// A part of one person is made, and of its subjects only those judged that the new rows bring.
#include "audit/visit_judge.h"

#include <algorithm>

#include "audit/chunk_result.h"
#include "audit/finding_id.h"
#include "audit/money.h"
#include "rules/smallest_change.h"
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

// Judgements between two looks at the clock.
constexpr std::size_t kBetweenLooks = 64;

class Judging {
 public:
  Judging(const rules::Plan& plan, const rules::CandidateMemo& candidates, claims::PersonPart& made,
          const VisitQuestion& question)
      : plan_(plan),
        made_(made),
        part_(made.part()),
        laid_(plan, made, candidates),
        subject_(laid_),
        totals_(plan, part_),
        question_(question) {}

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
    JudgedVisit told;
    told.is_late = is_late_;
    if (is_late_) return told;
    if (!chunk_.findings.empty()) tell_hits(told);
    tell_undecided(told);
    return told;
  }

 private:
  bool is_asked(RuleIndex rule) const {
    return (plan_.rules()[rule].moments & question_.moments) != 0 && (question_.rules.empty() || question_.rules[rule]);
  }
  claims::Range lines() const { return part_.range(Link::person_lines, 0); }

  void judge_lines() {
    for (RowIndex line = lines().begin; line < lines().end; ++line) {
      if (!made_.is_asked(Entity::line, line)) continue;
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
      if (!made_.is_asked(Entity::line, line)) continue;
      for (const rules::Candidate& candidate : laid_.pair_candidates(laid_.items()->code(line))) {
        if (!is_asked(candidate.rule)) continue;
        rules::for_each_pair_of(subject_, line, candidate, [this] { judge_it(); });
      }
    }
  }
  void judge_visits() {
    for (RowIndex visit = 0; visit < part_.rows(Entity::visit); ++visit) {
      if (!made_.is_asked(Entity::visit, visit)) continue;
      for (const RuleIndex rule : plan_.rules_of(Grain::visit)) {
        if (!is_asked(rule)) continue;
        subject_.set_visit(visit, rule);
        judge_it();
      }
    }
  }
  void judge_codes(Grain grain) {
    rules::for_each_code_row(subject_, grain, [this] {
      if (made_.is_asked(Entity::visit, subject_.visit()) && is_asked(subject_.rule_index())) judge_it();
    });
  }
  void judge_days() {
    const auto rules = plan_.rules_of(Grain::person_day);
    const Column* days = part_.column(Entity::line, plan_.fields().line_day);
    if (rules.empty() || days == nullptr) return;
    for (RowIndex first = lines().begin, end = first; first < lines().end; first = end) {
      bool has_new = false;
      for (; end < lines().end && days->day(end) == days->day(first); ++end)
        has_new = has_new || made_.is_asked(Entity::line, end);
      for (std::size_t rule = 0; has_new && rule < rules.size(); ++rule) {
        if (!is_asked(rules[rule])) continue;
        subject_.set_person_day(first, rules[rule]);
        judge_it();
      }
    }
  }

  void judge_it() {
    if (is_late_) return;
    if (++judged_ % kBetweenLooks == 0 && std::chrono::steady_clock::now() > question_.deadline) {
      is_late_ = true;
      return;
    }
    const rules::Verdict verdict = rules::judge(subject_, scratch_);
    if (verdict.outcome != rules::Outcome::clear) chunk_.keep(verdict, subject_, 0, totals_);
  }

  void tell_hits(JudgedVisit& told) {
    for (const auto& [entity, field] : book_fields(plan_.fields())) made_.make(entity, field);
    FindingIds ids(plan_, part_);
    std::vector<MoneyClaim> claims;
    for (std::size_t number = 0; number < chunk_.findings.size(); ++number) {
      const Finding& finding = chunk_.findings[number];
      const std::span<const RowIndex> blamed = lines_of(number);
      claims.push_back({finding.rule, finding.gross, blamed});
      told.hits.push_back(hit_of(finding, ids.of(finding, blamed), blamed));
    }
    const auto took = [&](std::size_t number, Cents net, std::span<const Share> shares) {
      VisitHit& hit = told.hits[number];
      hit.net = net;
      for (const Share& share : shares) {
        const auto line = std::ranges::find(claims[number].lines, share.line);
        hit.lines[static_cast<std::size_t>(line - claims[number].lines.begin())].gross = share.gross;
      }
    };
    PersonMoney(plan_.rules()).share_out(part_, plan_.fields(), lines(), claims, took);
    tell_changes(told);
  }

  // Blames stand in the order of findings, so the next one is at hand.
  std::span<const RowIndex> lines_of(std::size_t number) {
    if (blame_ < chunk_.blames.size() && chunk_.blames[blame_].finding == number) {
      const Blame& blame = chunk_.blames[blame_++];
      return std::span(chunk_.blamed_lines).subspan(blame.begin, blame.count);
    }
    return {&chunk_.findings[number].row, 1};
  }

  VisitHit hit_of(const Finding& finding, Hash128 id, std::span<const RowIndex> blamed) {
    VisitHit hit;
    hit.id = id;
    hit.rule = finding.rule;
    hit.point = finding.point;
    hit.gross = finding.gross;
    const Column* ids = part_.column(Entity::line, plan_.fields().line_id);
    const auto add_line = [&](RowIndex line, bool is_blamed) {
      VisitHit::Line& told = hit.lines.emplace_back();
      if (ids->has(line)) ids->append_text(line, told.id);
      told.is_asked = made_.is_asked(Entity::line, line);
      told.is_blamed = is_blamed;
    };
    for (const RowIndex line : blamed) add_line(line, true);
    const bool is_pair = plan_.rules()[finding.rule].grain == Grain::pair;
    if (is_pair && std::ranges::find(blamed, finding.other) == blamed.end()) add_line(finding.other, false);
    subject_.stand(finding.subject());
    if (subject_.grain() != Grain::person) append_visit(subject_.visit(), hit.visit);
    hit.message = subject_.rule().message[0].render(subject_, scratch_.amount);
    return hit;
  }

  void append_visit(RowIndex visit, std::string& id) const {
    const Column* ids = part_.column(Entity::visit, plan_.fields().visit_id);
    if (ids != nullptr && visit != kNoRow && ids->has(visit)) ids->append_text(visit, id);
  }

  void tell_changes(JudgedVisit& told) {
    const std::size_t wanted = std::min(told.hits.size(), question_.changes_most);
    for (std::size_t number = 0; number < wanted; ++number) {
      if (std::chrono::steady_clock::now() > question_.deadline) return;
      const rules::SubjectRef about = chunk_.findings[number].subject();
      const auto blamed = chunk_.lines_of(number);
      rules::RequestHit hit{made_, subject_, about, {blamed.begin(), blamed.end()}};
      for (const Finding& other : chunk_.findings) {
        if (other.rule == about.rule && other.point == about.point) hit.hits.push_back(other.subject());
      }
      const auto change = rules::smallest_change(hit, question_.trials_most);
      if (change) told.hits[number].change = change->sentence;
    }
  }

  void tell_undecided(JudgedVisit& told) const {
    for (const Undecided& undecided : chunk_.undecided)
      told.undecided.push_back({undecided.rule, chunk_.reasons[undecided.reason]});
    for (const UnlistedUndecided& unlisted : chunk_.unlisted)
      told.undecided.insert(told.undecided.end(), unlisted.subjects, {unlisted.rule, chunk_.reasons[unlisted.reason]});
  }

  const rules::Plan& plan_;
  claims::PersonPart& made_;
  const claims::Part& part_;
  rules::PartPlan laid_;
  rules::Subject subject_;
  rules::JudgeScratch scratch_;
  PartTotals totals_;
  ChunkResult chunk_;
  std::size_t blame_ = 0;  // the next of chunk_.blames
  const VisitQuestion& question_;
  std::size_t judged_ = 0;
  bool is_late_ = false;
};

}  // namespace

VisitJudge::VisitJudge(std::shared_ptr<const rules::Plan> plan) : plan_(std::move(plan)), candidates_(*plan_) {
  for (unsigned moments = 0; moments <= rules::kAllMoments; ++moments)
    makers_.emplace_back(plan_->schema(), fields_of(*plan_, moments));
}

JudgedVisit VisitJudge::judge(const claims::LooseTape& visit, const claims::PersonTape& tape,
                              const VisitQuestion& question) const {
  const claims::PersonPartMaker& maker = makers_[question.moments & rules::kAllMoments];
  claims::PersonPart part = maker.make(visit, tape);
  return Judging(*plan_, candidates_, part, question).run();
}

}  // namespace qiuhao::audit
