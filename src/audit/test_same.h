// Whether two ways of judging gave the same: every verdict that is kept and every total.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "audit/chunk_result.h"

namespace qiuhao::audit {

// What the first difference is; empty when there is none.
inline std::string difference(const ChunkResult& a, const ChunkResult& b) {
  if (a.findings.size() != b.findings.size()) {
    return fmt::format("{} findings and {}", a.findings.size(), b.findings.size());
  }
  for (std::size_t at = 0; at < a.findings.size(); ++at) {
    const Finding& x = a.findings[at];
    const Finding& y = b.findings[at];
    const bool same = x.id == y.id && x.subject() == y.subject() && x.part == y.part && x.gross == y.gross;
    if (!same || x.net != y.net) return fmt::format("finding {}: rule {} row {}", at, x.rule, x.row);
  }
  if (a.undecided.size() != b.undecided.size()) {
    const std::size_t least = std::min(a.undecided.size(), b.undecided.size());
    std::size_t at = 0;
    while (at < least && a.undecided[at].rule == b.undecided[at].rule && a.undecided[at].row == b.undecided[at].row)
      ++at;
    const ChunkResult& longer = a.undecided.size() > b.undecided.size() ? a : b;
    const Undecided& first = longer.undecided[at];
    return fmt::format("{} undecided and {}; first rule {} row {}, {}", a.undecided.size(), b.undecided.size(),
                       first.rule, first.row, longer.reasons[first.reason]);
  }
  for (std::size_t at = 0; at < a.undecided.size(); ++at) {
    const Undecided& x = a.undecided[at];
    const Undecided& y = b.undecided[at];
    const bool same = x.rule == y.rule && x.row == y.row && x.other == y.other && x.point == y.point;
    if (!same || a.reasons[x.reason] != b.reasons[y.reason]) {
      return fmt::format("undecided {}: rule {} row {}, {} and {}", at, x.rule, x.row, a.reasons[x.reason],
                         b.reasons[y.reason]);
    }
  }
  return a.blamed_lines == b.blamed_lines ? "" : "blamed lines";
}

inline std::string difference(const PartTotals& a, const PartTotals& b) {
  for (std::size_t rule = 0; rule < a.rules.size(); ++rule) {
    const RuleTotals& x = a.rules[rule];
    const RuleTotals& y = b.rules[rule];
    if (x.judged != y.judged) return fmt::format("rule {} judged {} and {}", rule, x.judged, y.judged);
    if (x.hits != y.hits || x.lines != y.lines || x.gross != y.gross || x.net != y.net || x.excepted != y.excepted) {
      return fmt::format("totals of rule {}", rule);
    }
  }
  for (std::size_t row = 0; row < a.providers.size(); ++row) {
    const ProviderTotals& x = a.providers[row];
    const ProviderTotals& y = b.providers[row];
    const bool same = x.lines == y.lines && x.in_scope == y.in_scope && x.hits == y.hits;
    if (!same || x.gross != y.gross || x.net != y.net) return fmt::format("totals of provider {}", row);
  }
  if (a.months.size() != b.months.size()) return "months";
  for (std::size_t at = 0; at < a.months.size(); ++at) {
    const MonthTotals& x = a.months[at];
    const MonthTotals& y = b.months[at];
    if (x.month != y.month || x.hits != y.hits || x.net != y.net) return fmt::format("month {}", x.month);
  }
  return "";
}

}  // namespace qiuhao::audit
