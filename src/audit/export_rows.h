// A finding or an undecided subject as one row of cells, read from the tape: what every file of an audit shows.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "audit/audit.h"
#include "rules/subject.h"

namespace qiuhao::audit {

enum class CellKind : std::uint8_t { none, text, number, day };

// A value of a row; texts point into the tape, the plan or the reader, until its next row.
struct Cell {
  CellKind kind = CellKind::none;
  std::string_view text;
  Decimal number;
  Day day = kNoDay;
};

struct ExportColumn {
  std::string_view name;   // "in_scope": in Parquet, and in SQL
  std::string_view label;  // 符合范围金额
  std::string_view sql_type;
  int width = 12;  // of the sheet's column, in characters
};

// Columns of findings.parquet, findings.csv and findings.xlsx; docs/reference/findings.md says what each holds.
inline constexpr std::array<ExportColumn, 32> kFindingColumns = {{
    {"finding_id", "发现编号", "VARCHAR", 34},
    {"rule", "规则编号", "VARCHAR", 10},
    {"rule_version", "规则版本", "INTEGER", 8},
    {"rule_name", "规则名称", "VARCHAR", 24},
    {"certainty", "确定程度", "VARCHAR", 10},
    {"point", "知识点编号", "VARCHAR", 16},
    {"point_text", "知识点内容", "VARCHAR", 30},
    {"person", "参保人代号", "VARCHAR", 20},
    {"visit", "就诊流水号", "VARCHAR", 20},
    {"provider", "机构编码", "VARCHAR", 14},
    {"provider_name", "机构名称", "VARCHAR", 26},
    {"line", "明细流水号", "VARCHAR", 22},
    {"day", "费用日期", "DATE", 11},
    {"item", "医保目录编码", "VARCHAR", 26},
    {"item_name", "医保目录名称", "VARCHAR", 26},
    {"quantity", "数量", "DECIMAL(19,4)", 10},
    {"price", "单价", "DECIMAL(19,6)", 12},
    {"amount", "金额", "DECIMAL(18,2)", 12},
    {"in_scope", "符合范围金额", "DECIMAL(18,2)", 12},
    {"gross", "规则金额", "DECIMAL(18,2)", 12},
    {"net", "去重金额", "DECIMAL(18,2)", 12},
    {"message", "说明", "VARCHAR", 60},
    {"basis", "依据", "VARCHAR", 40},
    {"part", "分片", "INTEGER", 6},
    {"row", "行号", "BIGINT", 10},
    {"grain", "粒度", "VARCHAR", 12},
    {"left_line", "前项明细", "VARCHAR", 22},
    {"line_count", "涉及行数", "BIGINT", 9},
    {"lines", "涉及明细", "VARCHAR", 40},
    {"peer_group", "对照组", "VARCHAR", 24},
    {"diagnosis", "诊断流水号", "VARCHAR", 22},
    {"operation", "手术流水号", "VARCHAR", 22},
}};

inline constexpr std::array<ExportColumn, 19> kUndecidedColumns = {{
    {"rule", "规则编号", "VARCHAR", 10},
    {"rule_name", "规则名称", "VARCHAR", 24},
    {"reason", "缺少的字段或原因", "VARCHAR", 24},
    {"point", "知识点编号", "VARCHAR", 16},
    {"person", "参保人代号", "VARCHAR", 20},
    {"visit", "就诊流水号", "VARCHAR", 20},
    {"provider", "机构编码", "VARCHAR", 14},
    {"provider_name", "机构名称", "VARCHAR", 26},
    {"line", "明细流水号", "VARCHAR", 22},
    {"day", "费用日期", "DATE", 11},
    {"item", "医保目录编码", "VARCHAR", 26},
    {"item_name", "医保目录名称", "VARCHAR", 26},
    {"part", "分片", "INTEGER", 6},
    {"row", "行号", "BIGINT", 10},
    {"grain", "粒度", "VARCHAR", 12},
    {"left_line", "前项明细", "VARCHAR", 22},
    {"peer_group", "对照组", "VARCHAR", 24},
    {"diagnosis", "诊断流水号", "VARCHAR", 22},
    {"operation", "手术流水号", "VARCHAR", 22},
}};

// The place of a column that there is; another name does not compile.
consteval std::size_t finding_column(std::string_view name) {
  std::size_t at = 0;
  while (kFindingColumns[at].name != name) ++at;
  return at;
}
consteval std::size_t undecided_column(std::string_view name) {
  std::size_t at = 0;
  while (kUndecidedColumns[at].name != name) ++at;
  return at;
}

using FindingCells = std::array<Cell, kFindingColumns.size()>;
using UndecidedCells = std::array<Cell, kUndecidedColumns.size()>;

// Reads rows in the order of the result (part by part). One a thread.
class RowReader {
 public:
  RowReader(std::span<const claims::Part> parts, const AuditResult& result);
  ~RowReader();

  void read(const Finding& finding, FindingCells& cells);
  void read(const Undecided& undecided, UndecidedCells& cells);

 private:
  struct Fields;
  struct Laid;
  void stand_on(std::uint16_t part);
  void lay(std::uint16_t part);  // the plan over it, which sentences need
  void read_rows(const Finding& finding, FindingCells& cells);
  void read_month(const Finding& finding, FindingCells& cells);
  Cell cell(claims::Entity entity, claims::FieldIndex field, RowIndex row) const;
  Cell sum(claims::FieldIndex field, std::span<const RowIndex> lines) const;
  std::string_view names_of(std::span<const RowIndex> lines);

  std::span<const claims::Part> parts_;
  const AuditResult& result_;
  std::unique_ptr<const Fields> fields_;
  std::uint16_t part_ = 0;      // at hand
  std::unique_ptr<Laid> laid_;  // the plan over it
  std::string id_;
  std::string message_;
  std::string lines_;
  std::string group_;
  mutable std::array<std::string, 16> made_;  // texts of the row at hand that no part holds as such; fewer than these
  mutable std::size_t next_made_ = 0;
  std::vector<std::string> basis_;  // by rule
  cel::Scratch scratch_;
};

// "《document》clause；…"
std::string basis_text(const rules::Rule& rule);

}  // namespace qiuhao::audit
