// Sums, and the money of lines that several rules hit.
#include "audit/reduce.h"

#include <fmt/format.h>

#include <algorithm>

namespace qiuhao::audit {

using claims::Entity;
using claims::Link;

std::uint32_t ChunkResult::reason(std::string_view text) {
  for (std::uint32_t index = 0; index < reasons.size(); ++index) {
    if (reasons[index] == text) return index;
  }
  reasons.emplace_back(text);
  return static_cast<std::uint32_t>(reasons.size() - 1);
}

Reducer::Reducer(const claims::Tape& tape, const rules::Plan& plan, AuditResult& result)
    : tape_(tape), plan_(plan), result_(result) {
  result_.rules.resize(plan.rules().size());
  rank_.resize(plan.rules().size());
  const auto order = money_order(plan.rules());
  for (std::size_t rank = 0; rank < order.size(); ++rank) rank_[order[rank]] = rank;
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
  if (!name.empty()) summary.name = name;
  known = &summary;
  return summary;
}

void Reducer::add(std::uint16_t part, ChunkResult& chunk) {
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
  const std::size_t begin = result_.findings.size();
  result_.findings.insert(result_.findings.end(), chunk.findings.begin(), chunk.findings.end());
  for (std::size_t index = begin; index < result_.findings.size();) {
    std::size_t end = index + 1;
    while (end < result_.findings.size() && result_.findings[end].line == result_.findings[index].line) ++end;
    take_money(index, end);
    index = end;
  }
}

// The findings [begin, end) are of one line. In the order of rules (then points), each takes what it asks for of what
// the line has left, so that the line is taken back once.
void Reducer::take_money(std::size_t begin, std::size_t end) {
  std::vector<std::size_t> order;
  Cents left = 0;
  for (std::size_t index = begin; index < end; ++index) {
    order.push_back(index);
    left = std::max(left, result_.findings[index].gross);
  }
  const claims::Part& part = tape_.parts()[result_.findings[begin].part];
  const Column* in_scope = part.column(Entity::line, plan_.fields().line_in_scope);
  const RowIndex line = result_.findings[begin].line;
  if (in_scope != nullptr && in_scope->has(line)) left = std::max<Cents>(in_scope->number(line), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rank_[result_.findings[a].rule] < rank_[result_.findings[b].rule];
  });
  std::size_t last_rule = plan_.rules().size();
  for (const std::size_t index : order) {
    Finding& finding = result_.findings[index];
    finding.net = std::min(finding.gross, left);
    left -= finding.net;
    if (finding.rule != last_rule) ++result_.rules[finding.rule].lines;
    last_rule = finding.rule;
  }
  for (std::size_t index = begin; index < end; ++index) count_finding(result_.findings[index]);
}

void Reducer::count_finding(const Finding& finding) {
  RuleSummary& rule = result_.rules[finding.rule];
  ++rule.hits;
  rule.gross += finding.gross;
  rule.net += finding.net;
  result_.gross += finding.gross;
  result_.net += finding.net;
  const claims::Part& part = tape_.parts()[finding.part];
  ProviderSummary& of =
      provider(finding.part, part.link(Link::visit_provider, part.link(Link::line_visit, finding.line)));
  ++of.hits;
  of.gross += finding.gross;
  of.net += finding.net;
  const Day day = part.column(Entity::line, plan_.fields().line_day)->day(finding.line);
  MonthSummary& month = months_[format_day(day).substr(0, 7)];
  ++month.hits;
  month.net += finding.net;
}

void Reducer::finish() {
  const claims::FieldIndex id_field = plan_.fields().line_id;
  for (Finding& finding : result_.findings) {
    const Column* ids = tape_.parts()[finding.part].column(Entity::line, id_field);
    const std::string_view line = ids->text(finding.line);
    const std::string_view point =
        finding.point == rules::kNoPoint ? std::string_view() : std::string_view(plan_.library()[finding.point].id);
    finding.id = hash128(fmt::format("{}\n{}\n{}", plan_.rules()[finding.rule].code, line, point));
  }
  for (auto& [code, summary] : providers_) result_.providers.push_back(summary);
  std::stable_sort(result_.providers.begin(), result_.providers.end(),
                   [](const ProviderSummary& a, const ProviderSummary& b) { return a.net > b.net; });
  for (auto& [month, summary] : months_) {
    summary.month = month;
    result_.months.push_back(summary);
  }
}

}  // namespace qiuhao::audit
