// Judging a visit that stands on no tape yet, while a doctor prescribes or a bill is settled: the rows of the visit
// with the person's tape behind them, by the one evaluator.
#pragma once

#include <memory>
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
  Cents net = 0;                   // what is left of it after earlier rules took from the same lines
  std::vector<std::string> lines;  // numbers of those blamed, in order of time
  std::string message;
};

struct VisitUndecided {
  rules::RuleIndex rule = 0;
  std::string reason;  // the absent field, or what failed
};

struct JudgedVisit {
  std::vector<VisitHit> hits;  // in the order of an AuditResult
  std::vector<VisitUndecided> undecided;
};

// Safe for several threads at once.
class VisitJudge {
 public:
  explicit VisitJudge(std::shared_ptr<const rules::Plan> plan);

  // Judges the subjects that the loose visits bring: their lines, pairs whose included line is theirs, the visits,
  // their diagnoses and operations, the person's days with a line of theirs, and the person; by rules of these moments
  // (bits of rules::Moment). Rules about providers' months are left to the audit.
  JudgedVisit judge(const claims::LooseTape& visit, const claims::PersonTape& tape, unsigned moments) const;

  const rules::Plan& plan() const { return *plan_; }

 private:
  std::shared_ptr<const rules::Plan> plan_;
  std::vector<claims::PersonPartMaker> makers_;  // by moments
  rules::CandidateMemo candidates_;
};

}  // namespace qiuhao::audit
