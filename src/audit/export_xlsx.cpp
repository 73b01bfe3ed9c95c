// xlsx by libxlsxwriter, in its mode that keeps one row in memory.
#include <fmt/format.h>
#include <xlsxwriter.h>

#include "audit/export.h"
#include "audit/report_text.h"
#include "audit/rows_ahead.h"
#include "cel/lexer/unicode.h"

namespace qiuhao::audit {
namespace {

constexpr std::size_t kMaxCellCodePoints = 32'000;  // Excel refuses more than 32,767

struct Formats {
  lxw_format* header;
  lxw_format* money;
  lxw_format* count;
  lxw_format* quantity;
  lxw_format* price;
  lxw_format* day;
  lxw_format* title;
};

Formats make_formats(lxw_workbook* book) {
  const auto number = [&](const char* form) {
    lxw_format* format = workbook_add_format(book);
    format_set_num_format(format, form);
    return format;
  };
  Formats formats{workbook_add_format(book), number("#,##0.00"),   number("#,##0"),          number("#,##0.####"),
                  number("#,##0.00####"),    number("yyyy-mm-dd"), workbook_add_format(book)};
  format_set_bold(formats.header);
  format_set_bg_color(formats.header, 0xE8EEF4);
  format_set_border(formats.header, LXW_BORDER_THIN);
  format_set_bold(formats.title);
  format_set_font_size(formats.title, 14);
  return formats;
}

class Sheets {
 public:
  Sheets(lxw_workbook* book, std::size_t sheet_rows)
      : book_(book), formats_(make_formats(book)), sheet_rows_(sheet_rows) {}

  void add_summary(const AuditResult& result);
  void add(const FindingCells& cells);
  void finish() {
    if (count_ == 0) start_sheet();
    close_sheet();
  }

 private:
  void start_sheet();
  void close_sheet() { worksheet_autofilter(sheet_, 0, 0, row_ == 0 ? 0 : row_ - 1, kFindingColumns.size() - 1); }
  void write(lxw_row_t row, lxw_col_t column, std::string_view text, lxw_format* format = nullptr);
  lxw_format* format_of(std::size_t column) const;

  lxw_workbook* book_;
  Formats formats_;
  std::size_t sheet_rows_;
  lxw_worksheet* sheet_ = nullptr;
  std::size_t count_ = 0;
  lxw_row_t row_ = 0;
  std::string text_;  // the writer wants a final 0
};

void Sheets::write(lxw_row_t row, lxw_col_t column, std::string_view text, lxw_format* format) {
  if (text.size() > kMaxCellCodePoints) text = text.substr(0, cel::offset_of_code_point(text, kMaxCellCodePoints));
  text_.assign(text);
  worksheet_write_string(sheet_, row, column, text_.c_str(), format);
}

void Sheets::add_summary(const AuditResult& result) {
  sheet_ = workbook_add_worksheet(book_, "汇总");
  const char* header[] = {"规则编号 rule",  "规则名称 name", "确定程度 certainty",  "命中 hits",        "明细 lines",
                          "未定 undecided", "例外 excepted", "规则金额（元）gross", "去重金额（元）net"};
  worksheet_set_column(sheet_, 0, 0, 16, nullptr);
  worksheet_set_column(sheet_, 1, 1, 30, nullptr);
  worksheet_set_column(sheet_, 2, 8, 18, nullptr);
  write(0, 0, "审核结果汇总 Summary of the audit", formats_.title);
  write(1, 0,
        fmt::format("审核明细 lines judged: {}；符合范围金额 in scope: {} 元", grouped(result.lines),
                    grouped_yuan(result.in_scope)));
  write(2, 0,
        "规则金额按规则各自计算；去重金额每行明细只计一次。Gross counts each rule alone; net counts a line once.");
  for (lxw_col_t column = 0; column < std::size(header); ++column) write(4, column, header[column], formats_.header);
  lxw_row_t row = 5;
  const auto number = [&](lxw_col_t column, double value, lxw_format* format) {
    worksheet_write_number(sheet_, row, column, value, format);
  };
  RuleSummary total;
  for (std::size_t index = 0; index < result.rules.size(); ++index) {
    const RuleSummary& rule = result.rules[index];
    write(row, 0, result.plan->rules()[index].code);
    write(row, 1, result.plan->rules()[index].name);
    write(row, 2, result.plan->rules()[index].certainty);
    number(3, static_cast<double>(rule.hits), formats_.count);
    number(4, static_cast<double>(rule.lines), formats_.count);
    number(5, static_cast<double>(rule.undecided), formats_.count);
    number(6, static_cast<double>(count_of(rule.excepted_by)), formats_.count);
    number(7, to_double(Decimal::from_cents(rule.gross)), formats_.money);
    number(8, to_double(Decimal::from_cents(rule.net)), formats_.money);
    total.undecided += rule.undecided;
    ++row;
  }
  write(row, 0, "合计 total", formats_.header);
  number(3, static_cast<double>(result.findings.size()), formats_.count);
  number(5, static_cast<double>(total.undecided), formats_.count);
  number(7, to_double(Decimal::from_cents(result.gross)), formats_.money);
  number(8, to_double(Decimal::from_cents(result.net)), formats_.money);
}

void Sheets::start_sheet() {
  if (sheet_ != nullptr && count_ > 0) close_sheet();
  const std::size_t number = count_ / sheet_rows_ + 1;
  sheet_ = workbook_add_worksheet(book_, number == 1 ? "违规明细" : fmt::format("违规明细 {}", number).c_str());
  row_ = 0;
  for (lxw_col_t column = 0; column < kFindingColumns.size(); ++column) {
    worksheet_set_column(sheet_, column, column, kFindingColumns[column].width, nullptr);
    write(0, column, fmt::format("{} / {}", kFindingColumns[column].name, kFindingColumns[column].label),
          formats_.header);
  }
  worksheet_freeze_panes(sheet_, 1, 0);
  row_ = 1;
}

lxw_format* Sheets::format_of(std::size_t column) const {
  const std::string_view type = kFindingColumns[column].sql_type;
  if (type == "DECIMAL(18,2)") return formats_.money;
  if (type == "DECIMAL(19,4)") return formats_.quantity;
  if (type == "DECIMAL(19,6)") return formats_.price;
  return formats_.count;
}

void Sheets::add(const FindingCells& cells) {
  if (count_ % sheet_rows_ == 0) start_sheet();
  for (lxw_col_t column = 0; column < cells.size(); ++column) {
    const Cell& cell = cells[column];
    switch (cell.kind) {
      case CellKind::none: break;
      case CellKind::text: write(row_, column, cell.text); break;
      case CellKind::number:
        worksheet_write_number(sheet_, row_, column, to_double(cell.number), format_of(column));
        break;
      case CellKind::day: {
        // Excel counts days from 1899-12-30, which holds for all days after February 1900.
        worksheet_write_number(sheet_, row_, column, cell.day + 25'569, formats_.day);
        break;
      }
    }
  }
  ++row_;
  ++count_;
}

}  // namespace

Status export_xlsx(std::span<const claims::Part> parts, const AuditResult& result, const Path& file, const Path& spill,
                   std::size_t sheet_rows) {
  std::string folder = spill.string();
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = folder.data();
  options.use_zip64 = result.findings.size() > kSheetRows ? LXW_TRUE : LXW_FALSE;
  lxw_workbook* book = workbook_new_opt(file.c_str(), &options);
  if (book == nullptr) return system_error("cannot_write", "cannot be started", {file.string(), 0, 0, ""});
  Sheets sheets(book, sheet_rows);
  sheets.add_summary(result);
  RowsAhead rows(parts, result, result.options.threads);
  while (const FindingCells* cells = rows.next()) sheets.add(*cells);
  sheets.finish();
  const lxw_error error = workbook_close(book);
  if (error != LXW_NO_ERROR)
    return system_error("cannot_write", fmt::format("cannot be written: {}", lxw_strerror(error)),
                        {file.string(), 0, 0, ""});
  return {};
}

}  // namespace qiuhao::audit
