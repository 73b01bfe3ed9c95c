// Gathering rows page by page, and CSV.
#include "server/api/endpoints/sheet.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/csv_field.h"

namespace qiuhao::server {
namespace {

std::string csv_cell(const std::string& text, bool is_money) {
  return is_money ? text::csv_field(text) : text::guarded_csv_field(text);
}

}  // namespace

Status begin_export(const Call& call, std::string_view what) {
  const identity::Holder& holder = call.by().holder;
  auto regions =
      holder.regions_of(call.desk.policy(), what == "matters" ? "matter.read" : "finding.read", call.today());
  if (regions.empty()) regions.push_back(holder.region);
  return call.desk.database().write([&](database::Transaction& transaction) -> Status {
    for (const std::string& region : regions)
      TRY(require(transaction, call, "export.make", identity::Target::in_region(region)));
    TRY(call.desk.trail().append(
        transaction, database::Act{call.now, call.by().asker.login, call.request.client, "exported", std::string(what),
                                   std::nullopt, call.request.query.substr(0, 1'000), std::nullopt, call.request.id}));
    return {};
  });
}

Result<http::Answer> export_rows(const Call& call, std::string_view name, const std::string& title,
                                 const std::vector<SheetColumn>& columns, const PageOf& page_of) {
  std::vector<std::vector<std::string>> rows;
  std::string cursor;
  do {
    ASSIGN(SheetPage page, page_of(cursor));
    std::ranges::move(page.rows, std::back_inserter(rows));
    if (rows.size() > kExportedMost)
      return input_error("too_many_rows",
                         Sentence{fmt::format("these are more than {} rows; narrow the filter", kExportedMost),
                                  fmt::format("超过 {} 行；请缩小筛选范围", kExportedMost)});
    cursor = page.next;
  } while (!cursor.empty());

  const bool is_xlsx = call.text("format") == "xlsx";
  http::Answer answer;
  answer.content_type =
      is_xlsx ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8";
  if (is_xlsx) {
    ASSIGN(answer.body, xlsx_of(title, columns, rows));
  } else {
    answer.body = csv_of(columns, rows);
  }
  answer.fields.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}-{}.{}\"", name,
                                                                format_day(call.today()), is_xlsx ? "xlsx" : "csv"));
  return answer;
}

std::string csv_of(const std::vector<SheetColumn>& columns, const std::vector<std::vector<std::string>>& rows) {
  std::string csv = "\xEF\xBB\xBF";
  for (std::size_t column = 0; column < columns.size(); ++column)
    csv += (column == 0 ? "" : ",") + csv_cell(columns[column].title, false);
  csv += "\r\n";
  for (const auto& row : rows) {
    for (std::size_t column = 0; column < columns.size(); ++column)
      csv += (column == 0 ? "" : ",") + csv_cell(row[column], columns[column].is_money);
    csv += "\r\n";
  }
  return csv;
}

}  // namespace qiuhao::server
