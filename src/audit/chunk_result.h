// What one run of people gave, in the order of an AuditResult.
#pragma once

#include <string>
#include <vector>

#include "audit/audit.h"
#include "audit/totals.h"
#include "rules/judge.h"

namespace qiuhao::audit {

// Subjects of which a rule could not tell for want of a whole register: that is told once, not row by row.
struct UnlistedUndecided {
  rules::RuleIndex rule = 0;
  std::uint32_t reason = 0;
  std::size_t subjects = 0;
};

// Numbers of findings, lines and reasons count from its own 0.
struct ChunkResult {
  std::vector<Finding> findings;
  std::vector<Blame> blames;
  std::vector<RowIndex> blamed_lines;
  std::vector<Undecided> undecided;
  std::vector<std::string> reasons;
  std::vector<UnlistedUndecided> unlisted;

  // Keeps a verdict about the subject.
  void keep(const rules::Verdict& verdict, const rules::Subject& subject, std::uint16_t part, PartTotals& totals);
  void add_finding(const rules::SubjectRef& about, std::uint16_t part, rules::Grain grain, Cents gross,
                   std::span<const RowIndex> lines);
  // Of subjects that stay undecided for want of a whole register.
  void count_unlisted(rules::RuleIndex rule, std::string_view reason, std::size_t subjects);
  // Copies one finding of another with the lines it blames.
  void add_from(const ChunkResult& other, std::size_t finding);
  std::span<const RowIndex> lines_of(std::size_t finding) const {
    return audit::lines_of(findings, blames, blamed_lines, finding);
  }

 private:
  std::uint32_t reason(std::string_view text);
};

}  // namespace qiuhao::audit
