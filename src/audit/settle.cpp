// Sums, and the money of lines that several findings blame.
#include "audit/settle.h"

#include <algorithm>

#include "audit/standing.h"

namespace qiuhao::audit {

using claims::Link;

Settling::Settling(const rules::Plan& plan, const claims::Part& part)
    : plan_(plan), part_(part), ids_(plan, part), money_(plan.rules()) {}

void Settling::settle(RowIndex person, ChunkResult& chunk, PartTotals& totals) {
  if (begin_ == chunk.findings.size()) return;
  take_money(person, chunk, totals);
  begin_ = chunk.findings.size();
  blame_ = chunk.blames.size();
}

// Each finding takes what it asks for of what its lines have left, so that a line is taken back once, whatever the
// grains of the rules that blame it.
void Settling::take_money(RowIndex person, ChunkResult& chunk, PartTotals& totals) {
  claims_.clear();
  lines_of_rules_.clear();
  std::size_t blame = blame_;
  for (std::size_t number = begin_; number < chunk.findings.size(); ++number) {
    Finding& finding = chunk.findings[number];
    std::span<const RowIndex> lines(&finding.row, 1);
    if (blame < chunk.blames.size() && chunk.blames[blame].finding == number) {
      lines = std::span(chunk.blamed_lines).subspan(chunk.blames[blame].begin, chunk.blames[blame].count);
      ++blame;
    }
    finding.id = ids_.of(finding, lines);
    claims_.push_back({finding.rule, finding.gross, lines});
    for (const RowIndex line : lines) lines_of_rules_.emplace_back(finding.rule, line);
  }
  const auto took = [&](std::size_t number, Cents net, std::span<const Share> shares) {
    Finding& finding = chunk.findings[begin_ + number];
    finding.net = net;
    count(finding, claims_[number].lines, shares, totals);
  };
  money_.share_out(part_, plan_.fields(), part_.range(Link::person_lines, person), claims_, took);
  count_lines(totals);
}

void Settling::count_lines(PartTotals& totals) {
  std::sort(lines_of_rules_.begin(), lines_of_rules_.end());
  const auto end = std::unique(lines_of_rules_.begin(), lines_of_rules_.end());
  for (auto at = lines_of_rules_.begin(); at != end; ++at) ++totals.rules[at->first].lines;
}

// A finding counts where it stands; its money counts where the lines are that it comes from.
void Settling::count(const Finding& finding, std::span<const RowIndex> lines, std::span<const Share> shares,
                     PartTotals& totals) {
  RuleTotals& rule = totals.rules[finding.rule];
  ++rule.hits;
  rule.gross += finding.gross;
  rule.net += finding.net;
  const Standing home = standing_of(part_, plan_, plan_.rules()[finding.rule].grain, finding.row, lines);
  ProviderTotals& of = totals.provider(home.provider);
  ++of.hits;
  of.gross += finding.gross;
  if (home.day != kNoDay) ++totals.month(home.day).hits;
  const Column* days = part_.column(claims::Entity::line, plan_.fields().line_day);
  for (const Share& share : shares) {
    ProviderTotals& at = totals.provider(part_.link(Link::visit_provider, part_.link(Link::line_visit, share.line)));
    of.gross -= share.gross;
    at.gross += share.gross;
    at.net += share.net;
    totals.month(days->day(share.line)).net += share.net;
  }
}

}  // namespace qiuhao::audit
