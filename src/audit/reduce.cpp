// Sums, and the money of lines that several findings blame.
#include "audit/reduce.h"

#include <algorithm>

#include "audit/finding_id.h"
#include "base/check.h"

namespace qiuhao::audit {

using claims::Entity;
using claims::Link;
using rules::Grain;

Reducer::Reducer(const claims::Tape& tape, const rules::Plan& plan, AuditResult& result)
    : tape_(tape), plan_(plan), result_(result), money_(plan.rules()) {
  result_.rules.resize(plan.rules().size());
  for (const claims::Part& part : tape.parts()) provider_rows_.emplace_back(part.rows(Entity::provider) + 1, nullptr);
}

ProviderSummary& Reducer::provider(std::uint16_t part, RowIndex row) {
  const std::size_t place = row == kNoRow ? provider_rows_[part].size() - 1 : row;
  ProviderSummary*& known = provider_rows_[part][place];
  if (known != nullptr) return *known;
  std::string code;
  std::string name;
  if (row != kNoRow) {
    const auto& schema = plan_.schema().of(Entity::provider);
    const Column* codes = tape_.parts()[part].column(Entity::provider, schema.find("id"));
    const Column* names = tape_.parts()[part].column(Entity::provider, schema.find("name"));
    code = codes->text(row);
    if (names != nullptr && names->has(row)) name = names->text(row);
  }
  ProviderSummary& summary = providers_[code];
  summary.code = code;
  if (!name.empty() && part >= summary.name_part) {
    summary.name = name;
    summary.name_part = part;
  }
  known = &summary;
  return summary;
}

MonthSummary& Reducer::month(Day day) {
  if (last_month_.first != day || last_month_.second == nullptr) {
    last_month_ = {day, &months_[format_day(day).substr(0, 7)]};
  }
  return *last_month_.second;
}

void Reducer::add(std::uint16_t part, ChunkResult& chunk) {
  add_counts(part, chunk);
  add_undecided(chunk);
  std::size_t begin = result_.findings.size();
  const std::size_t before = begin;
  add_findings(chunk);
  for (const PersonFindings& person : chunk.people) {
    take_money(part, person.person, begin, before + person.end);
    begin = before + person.end;
  }
  // What is of no person has no lines, so only its gross counts.
  for (; begin < result_.findings.size(); ++begin) count_finding(result_.findings[begin], {});
}

void Reducer::add_counts(std::uint16_t part, const ChunkResult& chunk) {
  for (std::size_t rule = 0; rule < chunk.rules.size(); ++rule) {
    RuleSummary& summary = result_.rules[rule];
    summary.judged += chunk.rules[rule].judged;
    for (const auto& [name, count] : chunk.rules[rule].excepted_by) summary.excepted_by[name] += count;
  }
  for (std::size_t row = 0; row < chunk.providers.size(); ++row) {
    const ProviderCounts& counts = chunk.providers[row];
    if (counts.lines == 0) continue;
    ProviderSummary& summary = provider(part, row + 1 == chunk.providers.size() ? kNoRow : static_cast<RowIndex>(row));
    summary.lines_judged += counts.lines;
    summary.in_scope += counts.in_scope;
    result_.lines += counts.lines;
    result_.in_scope += counts.in_scope;
  }
}

void Reducer::add_undecided(const ChunkResult& chunk) {
  for (Undecided undecided : chunk.undecided) {
    const std::string& reason = chunk.reasons[undecided.reason];
    const auto [number, is_new] = reason_numbers_.emplace(reason, static_cast<std::uint32_t>(result_.reasons.size()));
    if (is_new) result_.reasons.push_back(reason);
    undecided.reason = number->second;
    RuleSummary& summary = result_.rules[undecided.rule];
    ++summary.undecided;
    ++summary.undecided_by[reason];
    result_.undecided.push_back(undecided);
  }
}

void Reducer::add_findings(const ChunkResult& chunk) {
  const auto first = static_cast<std::uint32_t>(result_.findings.size());
  const std::uint64_t first_line = result_.blamed_lines.size();
  result_.findings.insert(result_.findings.end(), chunk.findings.begin(), chunk.findings.end());
  result_.blamed_lines.insert(result_.blamed_lines.end(), chunk.blamed_lines.begin(), chunk.blamed_lines.end());
  for (Blame blame : chunk.blames) {
    blame.finding += first;
    blame.begin += first_line;
    result_.blames.push_back(blame);
  }
}

// Each finding takes what it asks for of what its lines have left, so that a line is taken back once, whatever the
// grains of the rules that blame it.
void Reducer::take_money(std::uint16_t part_number, RowIndex person, std::size_t begin, std::size_t end) {
  const claims::Part& part = tape_.parts()[part_number];
  claims_.clear();
  lines_of_rules_.clear();
  for (std::size_t index = begin; index < end; ++index) {
    const Finding& finding = result_.findings[index];
    const auto lines = result_.lines_of(finding);
    claims_.push_back({finding.rule, finding.gross, lines});
    for (const RowIndex line : lines) lines_of_rules_.emplace_back(finding.rule, line);
  }
  const auto took = [&](std::size_t number, Cents net, std::span<const Share> shares) {
    Finding& finding = result_.findings[begin + number];
    finding.net = net;
    count_finding(finding, shares);
  };
  money_.share_out(part, plan_.fields(), part.range(Link::person_lines, person), claims_, took);
  count_lines();
}

void Reducer::count_lines() {
  std::sort(lines_of_rules_.begin(), lines_of_rules_.end());
  const auto end = std::unique(lines_of_rules_.begin(), lines_of_rules_.end());
  for (auto at = lines_of_rules_.begin(); at != end; ++at) ++result_.rules[at->first].lines;
}

// A finding counts where it stands; its money counts where the lines are that it comes from.
void Reducer::count_finding(const Finding& finding, std::span<const Share> shares) {
  RuleSummary& rule = result_.rules[finding.rule];
  ++rule.hits;
  rule.gross += finding.gross;
  rule.net += finding.net;
  result_.gross += finding.gross;
  result_.net += finding.net;
  const Grain grain = plan_.rules()[finding.rule].grain;
  if (grain == Grain::provider_period) {
    const rules::PeerTable::Cell& cell = result_.peers->cells(finding.rule)[finding.row];
    ProviderSummary& of = provider(finding.part, cell.provider_row);
    ++of.hits;
    of.gross += finding.gross;
    ++month(cell.key.month).hits;
    return;
  }
  const claims::Part& part = tape_.parts()[finding.part];
  const Standing home = standing_of(part, plan_, grain, finding.row, result_.lines_of(finding));
  ProviderSummary& of = provider(finding.part, home.provider);
  ++of.hits;
  of.gross += finding.gross;
  if (home.day != kNoDay) ++month(home.day).hits;
  const Column* days = part.column(Entity::line, plan_.fields().line_day);
  for (const Share& share : shares) {
    ProviderSummary& at =
        provider(finding.part, part.link(Link::visit_provider, part.link(Link::line_visit, share.line)));
    of.gross -= share.gross;
    at.gross += share.gross;
    at.net += share.net;
    month(days->day(share.line)).net += share.net;
  }
}

void Reducer::finish() {
  for (Finding& finding : result_.findings) finding.id = finding_id(tape_.parts(), result_, finding);
  for (auto& [code, summary] : providers_) result_.providers.push_back(summary);
  std::stable_sort(result_.providers.begin(), result_.providers.end(),
                   [](const ProviderSummary& a, const ProviderSummary& b) { return a.net > b.net; });
  for (auto& [month, summary] : months_) {
    summary.month = month;
    result_.months.push_back(summary);
  }
}

}  // namespace qiuhao::audit
