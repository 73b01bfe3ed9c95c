// From totals by row to summaries by name.
#include "audit/reduce.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/finding_id.h"

namespace qiuhao::audit {

using claims::Entity;
using rules::Grain;

Reducer::Reducer(const claims::Tape& tape, const rules::Plan& plan, AuditResult& result)
    : tape_(tape), plan_(plan), result_(result), totals_(plan, tape.parts()) {
  result_.rules.resize(plan.rules().size());
}

void Reducer::add(ChunkResult& chunk) {
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
  for (const UnlistedUndecided& unlisted : chunk.unlisted) {
    RuleSummary& summary = result_.rules[unlisted.rule];
    summary.undecided += unlisted.subjects;
    summary.undecided_by[chunk.reasons[unlisted.reason]] += unlisted.subjects;
  }
  append_findings(chunk, result_);
}

void append_findings(const ChunkResult& chunk, AuditResult& result) {
  const auto first = static_cast<std::uint32_t>(result.findings.size());
  const std::uint64_t first_line = result.blamed_lines.size();
  result.findings.insert(result.findings.end(), chunk.findings.begin(), chunk.findings.end());
  result.blamed_lines.insert(result.blamed_lines.end(), chunk.blamed_lines.begin(), chunk.blamed_lines.end());
  for (Blame blame : chunk.blames) {
    blame.finding += first;
    blame.begin += first_line;
    result.blames.push_back(blame);
  }
}

void add_rule_totals(const rules::Plan& plan, const PartTotals& totals, std::vector<RuleSummary>& rules) {
  for (std::size_t rule = 0; rule < totals.rules.size(); ++rule) {
    const RuleTotals& counted = totals.rules[rule];
    RuleSummary& summary = rules[rule];
    summary.judged += counted.judged;
    summary.hits += counted.hits;
    summary.lines += counted.lines;
    summary.gross += counted.gross;
    summary.net += counted.net;
    for (std::size_t number = 0; number < counted.excepted.size(); ++number) {
      if (counted.excepted[number] == 0) continue;
      summary.excepted_by[plan.rules()[rule].excepts[number].name] += counted.excepted[number];
    }
  }
}

// Parts come in their order, so a provider has the name that its last part knows.
void Reducer::add_providers(std::uint16_t part, const PartTotals& totals) {
  const auto& schema = plan_.schema().of(Entity::provider);
  const Column* codes = tape_.parts()[part].column(Entity::provider, schema.find("id"));
  const Column* names = tape_.parts()[part].column(Entity::provider, schema.find("name"));
  for (RowIndex row = 0; row < totals.providers.size(); ++row) {
    const ProviderTotals& counted = totals.providers[row];
    if (!counted.is_told()) continue;
    const bool is_known = row + 1 < totals.providers.size();
    ProviderSummary& summary = providers_[is_known ? std::string(codes->text(row)) : ""];
    if (is_known && names != nullptr && names->has(row)) {
      summary.name = names->text(row);
      summary.name_part = part;
    }
    summary.lines_judged += counted.lines;
    summary.in_scope += counted.in_scope;
    summary.hits += counted.hits;
    summary.gross += counted.gross;
    summary.net += counted.net;
    result_.lines += counted.lines;
    result_.in_scope += counted.in_scope;
  }
}

void Reducer::count_months_of_providers() {
  for (auto finding = result_.findings.rbegin(); finding != result_.findings.rend(); ++finding) {
    const rules::Rule& rule = plan_.rules()[finding->rule];
    if (rule.grain != Grain::provider_period) break;
    const rules::PeerTable::Cell& cell = result_.peers->cells(finding->rule)[finding->row];
    finding->id = month_finding_id(rule, cell.key);
    PartTotals& totals = totals_.of(finding->part);
    RuleTotals& of_rule = totals.rules[finding->rule];
    ++of_rule.hits;
    of_rule.gross += finding->gross;
    ProviderTotals& provider = totals.provider(cell.provider_row);
    ++provider.hits;
    provider.gross += finding->gross;
    ++totals.month(cell.key.month).hits;
  }
}

void Reducer::finish() {
  count_months_of_providers();
  std::map<int, MonthSummary> months;
  for (std::uint16_t part = 0; part < tape_.parts().size(); ++part) {
    if (!totals_.has(part)) continue;
    const PartTotals& totals = totals_.of(part);
    add_rule_totals(plan_, totals, result_.rules);
    add_providers(part, totals);
    for (const MonthTotals& counted : totals.months) {
      MonthSummary& summary = months[counted.month];
      summary.hits += counted.hits;
      summary.net += counted.net;
    }
  }
  for (const RuleSummary& rule : result_.rules) {
    result_.gross += rule.gross;
    result_.net += rule.net;
  }
  for (auto& [code, summary] : providers_) {
    summary.code = code;
    result_.providers.push_back(summary);
  }
  std::stable_sort(result_.providers.begin(), result_.providers.end(),
                   [](const ProviderSummary& a, const ProviderSummary& b) { return a.net > b.net; });
  for (auto& [month, summary] : months) {
    summary.month = fmt::format("{:04}-{:02}", month / 12, month % 12 + 1);
    result_.months.push_back(summary);
  }
}

}  // namespace qiuhao::audit
