// Keeping verdicts.
#include "audit/chunk_result.h"

#include <algorithm>

namespace qiuhao::audit {

std::uint32_t ChunkResult::reason(std::string_view text) {
  const auto found = std::ranges::find(reasons, text);
  if (found != reasons.end()) return static_cast<std::uint32_t>(found - reasons.begin());
  reasons.emplace_back(text);
  return static_cast<std::uint32_t>(reasons.size() - 1);
}

void ChunkResult::count_unlisted(rules::RuleIndex rule, std::string_view text, std::size_t subjects) {
  const std::uint32_t reason = this->reason(text);
  const auto found = std::ranges::find_if(
      unlisted, [&](const UnlistedUndecided& counted) { return counted.rule == rule && counted.reason == reason; });
  if (found != unlisted.end())
    found->subjects += subjects;
  else
    unlisted.push_back({rule, reason, subjects});
}

void ChunkResult::keep(const rules::Verdict& verdict, const rules::Subject& subject, std::uint16_t part,
                       PartTotals& totals) {
  const rules::SubjectRef about = subject.ref();
  switch (verdict.outcome) {
    case rules::Outcome::clear: return;
    case rules::Outcome::excepted: {
      const auto& excepts = subject.rule().excepts;
      const auto exception = std::ranges::find(excepts, verdict.reason, &rules::Let::name);
      ++totals.rules[about.rule].excepted[static_cast<std::size_t>(exception - excepts.begin())];
      return;
    }
    case rules::Outcome::undecided:
      if (is_of_lacking_register(subject.plan().plan(), about.rule, verdict.reason))
        return count_unlisted(about.rule, verdict.reason, 1);
      undecided.push_back({about.rule, part, about.row, about.other, about.point, reason(verdict.reason)});
      return;
    case rules::Outcome::hit: add_finding(about, part, subject.grain(), verdict.amount, verdict.lines); return;
  }
}

void ChunkResult::add_finding(const rules::SubjectRef& about, std::uint16_t part, rules::Grain grain, Cents gross,
                              std::span<const RowIndex> lines) {
  Finding finding;
  finding.rule = about.rule;
  finding.part = part;
  finding.row = about.row;
  finding.other = about.other;
  finding.point = about.point;
  finding.gross = gross;
  findings.push_back(finding);
  const bool is_own = grain == rules::Grain::line && lines.size() == 1 && lines.front() == about.row;
  if (is_own) return;
  const auto number = static_cast<std::uint32_t>(findings.size() - 1);
  blames.push_back({blamed_lines.size(), static_cast<std::uint32_t>(lines.size()), number});
  blamed_lines.insert(blamed_lines.end(), lines.begin(), lines.end());
}

void ChunkResult::add_from(const ChunkResult& other, std::size_t finding) {
  const Finding& found = other.findings[finding];
  const auto lines = other.lines_of(finding);
  findings.push_back(found);
  if (lines.data() == &found.row) return;  // its own line
  blames.push_back(
      {blamed_lines.size(), static_cast<std::uint32_t>(lines.size()), static_cast<std::uint32_t>(findings.size() - 1)});
  blamed_lines.insert(blamed_lines.end(), lines.begin(), lines.end());
}

}  // namespace qiuhao::audit
