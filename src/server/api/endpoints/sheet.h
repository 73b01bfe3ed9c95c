// Lists as files: CSV that no spreadsheet runs, and xlsx.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/api/call.h"

namespace qiuhao::server {

inline constexpr std::size_t kExportedMost = 100'000;  // rows of one file

struct SheetColumn {
  std::string title;
  int width = 12;         // in characters
  bool is_money = false;  // its texts are amounts of yuan
};
struct SheetPage {
  std::vector<std::vector<std::string>> rows;
  std::string next;  // "" at the end
};

// Who may take `what` (findings or matters) out: export.make in each region that the caller sees. Written to the trail
// before anything goes out: "exported", with what was asked.
Status begin_export(const Call& call, std::string_view what);

// All pages as `format` of the query says: csv (the default) or xlsx, as an attachment NAME-2026-12-01.csv.
// "too_many_rows": more than kExportedMost; narrow the filter.
using PageOf = std::function<Result<SheetPage>(const std::string& cursor)>;
Result<http::Answer> export_rows(const Call& call, std::string_view name, const std::string& title,
                                 const std::vector<SheetColumn>& columns, const PageOf& page_of);

// Texts that begin with = + - @ ' a tab or a carriage return get one ' in front. UTF-8 with a byte-order mark.
std::string csv_of(const std::vector<SheetColumn>& columns, const std::vector<std::vector<std::string>>& rows);
// "cannot_write" when the disk does not take it.
Result<std::string> xlsx_of(const std::string& title, const std::vector<SheetColumn>& columns,
                            const std::vector<std::vector<std::string>>& rows);

}  // namespace qiuhao::server
