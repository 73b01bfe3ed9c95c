// Tables of a backtest as CSV.
#include <fmt/format.h>

#include <deque>
#include <set>

#include "audit/backtest/backtest_files.h"
#include "audit/csv_file.h"
#include "audit/export.h"

namespace qiuhao::audit {
namespace {

// Cells of one row; texts that are made live here.
class Row {
 public:
  void begin() {
    cells_.clear();
    texts_.clear();
  }
  void add(std::string text) {
    texts_.push_back(std::move(text));
    cells_.push_back({CellKind::text, texts_.back(), {}, kNoDay});
  }
  void add(std::size_t count) {
    cells_.push_back({CellKind::number, {}, {static_cast<std::int64_t>(count), 0}, kNoDay});
  }
  void add_money(Cents cents) { cells_.push_back({CellKind::number, {}, {cents, 2}, kNoDay}); }
  void add_day(Day day) { cells_.push_back({day == kNoDay ? CellKind::none : CellKind::day, {}, {}, day}); }
  void add(std::span<const Cell> cells) { cells_.insert(cells_.end(), cells.begin(), cells.end()); }
  void add_tally(const Tally& tally) {
    add(tally.added);
    add(tally.gone);
    add(tally.changed);
    add_money(tally.more);
    add_money(tally.less);
  }
  std::span<const Cell> cells() const { return cells_; }

 private:
  std::vector<Cell> cells_;
  std::deque<std::string> texts_;  // stays in place
};

// {name, label}; widths and SQL types are not asked for.
std::vector<ExportColumn> columns(std::initializer_list<std::pair<std::string_view, std::string_view>> names) {
  std::vector<ExportColumn> columns;
  for (const auto& [name, label] : names) columns.push_back({name, label, "", 12});
  return columns;
}

constexpr std::pair<std::string_view, std::string_view> kTallyColumns[] = {
    {"new", "新增"}, {"gone", "消失"}, {"changed", "变化"}, {"more", "增加金额"}, {"less", "减少金额"}};

std::vector<ExportColumn> tally_columns(std::initializer_list<std::pair<std::string_view, std::string_view>> first) {
  std::vector<ExportColumn> all = columns(first);
  for (const auto& [name, label] : kTallyColumns) all.push_back({name, label, "", 12});
  return all;
}

Status write_tallies(const std::vector<NamedTally>& tallies, const std::vector<ExportColumn>& header,
                     const Path& file) {
  CsvFile csv(file);
  csv.add_header(header);
  Row row;
  for (const NamedTally& named : tallies) {
    row.begin();
    row.add(named.code);
    row.add(named.name);
    row.add_tally(named.tally);
    csv.add(row.cells());
  }
  return csv.close();
}

Status write_rules(const BacktestResult& result, const Path& file) {
  CsvFile csv(file);
  csv.add_header(tally_columns({{"rule", "规则编号"},
                                {"rule_name", "规则名称"},
                                {"old_hits", "原命中"},
                                {"new_hits", "新命中"},
                                {"old_gross", "原规则金额"},
                                {"new_gross", "新规则金额"},
                                {"old_undecided", "原未定"},
                                {"new_undecided", "新未定"},
                                {"same", "未变"}}));
  Row row;
  for (const RuleChange& rule : result.rules) {
    row.begin();
    row.add(rule.code);
    row.add(rule.name);
    row.add(rule.before.hits);
    row.add(rule.after.hits);
    row.add_money(rule.before.gross);
    row.add_money(rule.after.gross);
    row.add(rule.before.undecided);
    row.add(rule.after.undecided);
    row.add(rule.tally.same);
    row.add_tally(rule.tally);
    csv.add(row.cells());
  }
  return csv.close();
}

std::size_t count_in(const std::map<std::string, std::size_t>& counts, const std::string& name) {
  const auto found = counts.find(name);
  return found == counts.end() ? 0 : found->second;
}

Status write_undecided(const BacktestResult& result, const Path& file) {
  CsvFile csv(file);
  csv.add_header(columns({{"rule", "规则编号"}, {"reason", "缺少的字段或原因"}, {"old", "原"}, {"new", "新"}}));
  Row row;
  for (const RuleChange& rule : result.rules) {
    std::set<std::string> reasons;
    for (const RuleSummary* side : {&rule.before, &rule.after}) {
      for (const auto& [reason, count] : side->undecided_by) reasons.insert(reason);
    }
    for (const std::string& reason : reasons) {
      row.begin();
      row.add(rule.code);
      row.add(reason);
      row.add(count_in(rule.before.undecided_by, reason));
      row.add(count_in(rule.after.undecided_by, reason));
      csv.add(row.cells());
    }
  }
  return csv.close();
}

Status write_overlap(const Overlap& overlap, const Path& file) {
  CsvFile csv(file);
  csv.add_header(columns({{"rule", "规则编号"},
                          {"rule_name", "规则名称"},
                          {"findings", "重叠发现"},
                          {"lines", "重叠明细"},
                          {"both", "双方都要求的金额"}}));
  Row row;
  for (std::size_t number = 0; number < overlap.rules.size(); ++number) {
    const Shared& shared = overlap.rules[number];
    if (shared.lines == 0) continue;
    row.begin();
    row.add(overlap.others->rules()[number].code);
    row.add(overlap.others->rules()[number].name);
    row.add(shared.findings);
    row.add(shared.lines);
    row.add_money(shared.both);
    csv.add(row.cells());
  }
  return csv.close();
}

constexpr std::string_view kOldColumns[] = {"finding_id", "rule",       "rule_version", "point",  "gross",
                                            "net",        "line_count", "lines",        "message"};

std::size_t column_of(std::string_view name) {
  std::size_t at = 0;
  while (kFindingColumns[at].name != name) ++at;
  return at;
}

// The new version's columns, then the old one's that can differ.
Status write_changed(std::span<const claims::Part> parts, const KeptFindings& kept, const Path& file) {
  std::vector<ExportColumn> header(kFindingColumns.begin(), kFindingColumns.end());
  std::deque<std::string> names;
  for (const std::string_view name : kOldColumns) {
    const std::string& old_name = names.emplace_back("old_" + std::string(name));
    const std::string& label = names.emplace_back("原" + std::string(kFindingColumns[column_of(name)].label));
    header.push_back({old_name, label, "", 12});
  }
  CsvFile csv(file);
  csv.add_header(header);
  RowReader is(parts, kept.changed_after);
  RowReader was(parts, kept.changed_before);
  FindingCells is_cells;
  FindingCells was_cells;
  Row row;
  for (std::size_t number = 0; number < kept.changed_after.findings.size(); ++number) {
    is.read(kept.changed_after.findings[number], is_cells);
    was.read(kept.changed_before.findings[number], was_cells);
    row.begin();
    row.add(is_cells);
    for (const std::string_view name : kOldColumns) row.add(std::span(&was_cells[column_of(name)], 1));
    csv.add(row.cells());
  }
  return csv.close();
}

Status write_lost(std::span<const claims::Part> parts, const AuditResult& lost, const Decisions* decisions,
                  const Path& file) {
  std::vector<ExportColumn> header(kFindingColumns.begin(), kFindingColumns.end());
  for (const ExportColumn& column :
       columns({{"decided_by", "决定人"}, {"decided_on", "决定日期"}, {"decided_reason", "决定理由"}}))
    header.push_back(column);
  CsvFile csv(file);
  csv.add_header(header);
  if (decisions == nullptr || lost.findings.empty()) return csv.close();
  RowReader reader(parts, lost);
  FindingCells cells;
  Row row;
  for (const Finding& finding : lost.findings) {
    reader.read(finding, cells);
    const auto number = static_cast<std::size_t>(decisions->find(finding.id));
    const Decision& decision = decisions->all()[number];
    row.begin();
    row.add(cells);
    row.add(decision.by);
    row.add_day(decision.on);
    row.add(decision.reason);
    csv.add(row.cells());
  }
  return csv.close();
}

// A side that is none has no plan to read findings by.
Status write_findings(std::span<const claims::Part> parts, const AuditResult& findings, const Path& file) {
  if (findings.plan != nullptr) return export_findings_csv(parts, findings, file);
  CsvFile csv(file);
  csv.add_header(kFindingColumns);
  return csv.close();
}

}  // namespace

Status write_backtest_csv(std::span<const claims::Part> parts, const BacktestResult& result, const Decisions* decisions,
                          const Path& folder) {
  TRY(write_findings(parts, result.kept.added, folder / "new.csv"));
  TRY(write_findings(parts, result.kept.gone, folder / "gone.csv"));
  if (result.plans.before != nullptr && result.plans.after != nullptr) {
    TRY(write_changed(parts, result.kept, folder / "changed.csv"));
  }
  if (result.plans.before != nullptr) {
    TRY(write_lost(parts, result.decided.lost, decisions, folder / "confirmed_gone.csv"));
  }
  TRY(write_rules(result, folder / "rules.csv"));
  TRY(write_undecided(result, folder / "undecided.csv"));
  TRY(write_tallies(result.providers, tally_columns({{"provider", "机构编码"}, {"provider_name", "机构名称"}}),
                    folder / "providers.csv"));
  TRY(write_tallies(result.items, tally_columns({{"item", "医保目录编码"}, {"item_name", "医保目录名称"}}),
                    folder / "items.csv"));
  return write_overlap(result.overlap, folder / "overlap.csv");
}

Precision precision_of(const Decided& decided) {
  Precision precision;
  precision.confirmed = decided.confirmed;
  precision.decided = decided.confirmed + decided.refused;
  precision.interval = wilson_interval(precision.confirmed, precision.decided);
  if (precision.decided > 0)
    precision.share = static_cast<double>(precision.confirmed) / static_cast<double>(precision.decided);
  return precision;
}

}  // namespace qiuhao::audit
