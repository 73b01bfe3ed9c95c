// Sums, and the money of lines that several findings blame.
#include "audit/settle.h"

#include <algorithm>

#include "audit/standing.h"

namespace qiuhao::audit {

using claims::Link;

Settling::Settling(const rules::Plan& plan, const claims::Part& part)
    : plan_(plan), part_(part), ids_(plan, part), money_(plan.rules()) {}

void Settling::use(const rules::PeopleRun& run, const rules::LineMoney& money) {
  run_ = &run;
  money_.use(money);
}

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

RowIndex Settling::provider_of(RowIndex line) const {
  if (run_ != nullptr) return run_->provider_of(run_->visit_of(line));
  return part_.link(Link::visit_provider, part_.link(Link::line_visit, line));
}

Day Settling::day_of_line(RowIndex line) const {
  if (run_ != nullptr) return run_->day_of_line(line);
  const Column* days = part_.column(claims::Entity::line, plan_.fields().line_day);
  return days->has(line) ? days->day(line) : kNoDay;
}

// Where a finding stands.
std::pair<RowIndex, Day> Settling::provider_and_day(const Finding& finding, std::span<const RowIndex> lines) const {
  const rules::Grain grain = plan_.rules()[finding.rule].grain;
  if (grain == rules::Grain::line || grain == rules::Grain::pair)
    return {provider_of(finding.row), day_of_line(finding.row)};
  const Standing home = standing_of(part_, plan_, grain, finding.row, lines);
  return {home.provider, home.day};
}

// A finding counts where it stands; its money counts where the lines are that it comes from.
void Settling::count(const Finding& finding, std::span<const RowIndex> lines, std::span<const Share> shares,
                     PartTotals& totals) {
  RuleTotals& rule = totals.rules[finding.rule];
  ++rule.hits;
  rule.gross += finding.gross;
  rule.net += finding.net;
  const auto [provider, day] = provider_and_day(finding, lines);
  ProviderTotals& of = totals.provider(provider);
  ++of.hits;
  of.gross += finding.gross;
  if (day != kNoDay) ++totals.month(day).hits;
  for (const Share& share : shares) {
    ProviderTotals& at = totals.provider(provider_of(share.line));
    of.gross -= share.gross;
    at.gross += share.gross;
    at.net += share.net;
    if (const Day at_day = day_of_line(share.line); at_day != kNoDay) totals.month(at_day).net += share.net;
  }
}

}  // namespace qiuhao::audit
