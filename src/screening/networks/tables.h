// A report as tables of rows, which CSV and JSON are written from.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "audit/export_rows.h"
#include "screening/networks/networks.h"

namespace qiuhao::screening {

// One value of a row, with its own text.
struct Value {
  audit::CellKind kind = audit::CellKind::none;
  std::string text{};
  Decimal number{};
  Day day = kNoDay;

  static Value of(std::string text) { return {audit::CellKind::text, std::move(text), {}, kNoDay}; }
  static Value of(std::size_t number) {
    return {audit::CellKind::number, {}, Decimal::from_int(static_cast<std::int64_t>(number)), kNoDay};
  }
  static Value of_cents(Cents cents) { return {audit::CellKind::number, {}, Decimal::from_cents(cents), kNoDay}; }
  // A statistic, rounded to 4 places.
  static Value of_figure(double figure);
  static Value of_day(Day day) { return {audit::CellKind::day, {}, {}, day}; }
  audit::Cell cell() const { return {kind, text, number, day}; }
};

using TakeRow = std::function<void(const std::vector<Value>&)>;

struct ReportTable {
  std::string_view name;  // of the file without .csv, and of the key in JSON
  std::span<const audit::ExportColumn> columns;
  std::function<void(const TakeRow&)> rows;
};

// The report, the tape and the tables' functions belong together: the first two must outlive the last.
std::vector<ReportTable> tables_of(const NetworkReport& report, const TapeNames& names);

// FOLDER/networks.csv and so on, which come into being together; "folder_in_use" when something is in it.
Status write_csv_tables(std::span<const ReportTable> tables, const Path& folder);
// One object: {"networks": [{"network": …}, …], …}, given piece by piece.
void write_json_tables(std::span<const ReportTable> tables, const std::function<void(std::string_view)>& take);

}  // namespace qiuhao::screening
