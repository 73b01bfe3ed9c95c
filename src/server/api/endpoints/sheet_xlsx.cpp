// xlsx by libxlsxwriter, through a temporary file.
#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdlib>

#include "base/files.h"
#include "server/api/endpoints/sheet.h"

namespace qiuhao::server {
namespace {

constexpr std::size_t kCellBytesMost = 32'000;  // Excel refuses more than 32,767 characters

std::string cut(std::string text) {
  std::size_t size = std::min(text.size(), kCellBytesMost);
  while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) --size;
  text.resize(size);
  return text;
}

void write_rows(lxw_workbook* book, const std::string& title, const std::vector<SheetColumn>& columns,
                const std::vector<std::vector<std::string>>& rows) {
  lxw_worksheet* sheet = workbook_add_worksheet(book, title.c_str());
  lxw_format* header = workbook_add_format(book);
  format_set_bold(header);
  format_set_bg_color(header, 0xE8EEF4);
  lxw_format* money = workbook_add_format(book);
  format_set_num_format(money, "#,##0.00");
  for (lxw_col_t column = 0; column < columns.size(); ++column) {
    worksheet_set_column(sheet, column, column, columns[column].width, nullptr);
    worksheet_write_string(sheet, 0, column, columns[column].title.c_str(), header);
  }
  worksheet_freeze_panes(sheet, 1, 0);
  for (lxw_row_t row = 0; row < rows.size(); ++row) {
    for (lxw_col_t column = 0; column < columns.size(); ++column) {
      const std::string& text = rows[row][column];
      if (columns[column].is_money && !text.empty())
        worksheet_write_number(sheet, row + 1, column, std::strtod(text.c_str(), nullptr), money);
      else
        worksheet_write_string(sheet, row + 1, column, cut(text).c_str(), nullptr);
    }
  }
  worksheet_autofilter(sheet, 0, 0, static_cast<lxw_row_t>(rows.size()), static_cast<lxw_col_t>(columns.size() - 1));
}

}  // namespace

Result<std::string> xlsx_of(const std::string& title, const std::vector<SheetColumn>& columns,
                            const std::vector<std::vector<std::string>>& rows) {
  std::string path = (std::filesystem::temp_directory_path() / "qiuhao-export-XXXXXX").string();
  const int file = ::mkstemp(path.data());
  if (file < 0) return system_error("cannot_write", "no file for an export can be made", {path, 0, 0, ""});
  ::close(file);
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  lxw_workbook* book = workbook_new_opt(path.c_str(), &options);
  if (book == nullptr) return system_error("cannot_write", "no workbook can be made", {path, 0, 0, ""});
  write_rows(book, title, columns, rows);
  const lxw_error error = workbook_close(book);
  auto content = read_file(path, std::size_t{256} << 20);
  ::unlink(path.c_str());
  if (error != LXW_NO_ERROR) return system_error("cannot_write", lxw_strerror(error), {path, 0, 0, ""});
  return content;
}

}  // namespace qiuhao::server
