// Of an audit, the findings that a live question about a visit gets: what a replay is compared with.
#pragma once

#include <string>
#include <vector>

#include "audit/audit.h"

namespace qiuhao::audit {

struct VisitFinding {
  Hash128 id;
  rules::RuleIndex rule = 0;
  Cents gross = 0;
};

// Reads the result and the tape that was audited; both must outlive it. The audit must be of all days and providers.
class VisitFindings {
 public:
  VisitFindings(const AuditResult& result, const claims::Tape& tape);

  // Findings about the visit, one of its lines, diagnoses or operations, a pair whose included line is its, a day of
  // the person with a line of its, and the person, by rules of these moments (bits); in order of id.
  std::vector<VisitFinding> of(std::uint16_t part, RowIndex person, RowIndex visit, unsigned moments) const;

 private:
  bool is_of_visit(const claims::Part& part, RowIndex person, RowIndex visit, const Finding& finding) const;

  const AuditResult& result_;
  const claims::Tape& tape_;
  struct OfPerson {
    std::uint16_t part = 0;
    RowIndex person = kNoRow;
    std::uint32_t finding = 0;
  };
  std::vector<OfPerson> by_person_;  // sorted
};

}  // namespace qiuhao::audit
