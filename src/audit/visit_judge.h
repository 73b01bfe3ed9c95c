// Judging a visit that stands on no tape yet, while a doctor prescribes or a bill is settled: the rows of the visit
// with the person's tape behind them, by the one evaluator.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "claims/person_part.h"
#include "rules/candidate_memo.h"
#include "rules/touched_fields.h"

namespace qiuhao::audit {

// A hit about the visit, one of its lines, diagnoses, operations or days, or the person.
struct VisitHit {
  Hash128 id;  // that the audit of the same rows gives
  rules::RuleIndex rule = 0;
  rules::PointIndex point = rules::kNoPoint;
  Cents gross = 0;
  Cents net = 0;  // what is left of it after earlier rules took from the same lines
  struct Line {
    std::string id;
    Cents gross = 0;  // its part of the hit's
    bool is_asked = false;
    bool is_blamed = true;
  };
  std::vector<Line> lines;  // those blamed, in order of time; then the other line of a pair where it is not
  std::string visit;        // number of the visit that it is about; "" of a person
  std::string message;
  std::optional<Sentence> change;  // the smallest that would make it right, where one was looked for and found
};

struct VisitUndecided {
  rules::RuleIndex rule = 0;
  std::string reason;  // the absent field, or what failed
};

struct JudgedVisit {
  std::vector<VisitHit> hits;  // in the order of an AuditResult
  std::vector<VisitUndecided> undecided;
  bool is_late = false;  // the deadline came first: nothing was decided, and what stands here is not all
};

struct VisitQuestion {
  unsigned moments = 0;  // bits of rules::Moment
  // By rule of the plan, whether it is asked; empty: all are.
  std::vector<bool> rules{};
  // Of so many hits the smallest change is looked for, by so many judgements each.
  std::size_t changes_most = 0;
  std::size_t trials_most = 0;
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

// Safe for several threads at once.
class VisitJudge {
 public:
  explicit VisitJudge(std::shared_ptr<const rules::Plan> plan);

  // Judges the subjects that the loose visits bring: their lines, pairs whose included line is theirs, the visits,
  // their diagnoses and operations, the person's days with a line of theirs, and the person; of what is no history.
  // Rules about providers' months are left to the audit.
  JudgedVisit judge(const claims::LooseTape& visit, const claims::PersonTape& tape,
                    const VisitQuestion& question) const;

  const rules::Plan& plan() const { return *plan_; }

 private:
  std::shared_ptr<const rules::Plan> plan_;
  std::vector<claims::PersonPartMaker> makers_;  // by moments
  rules::CandidateMemo candidates_;
};

}  // namespace qiuhao::audit
