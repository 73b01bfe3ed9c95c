// Our own CSV: point,kind,items,item_name,constraint,basis,effective_from,effective_to and, if wanted, certainty,
// supersedes and limits, which states outright what else the text is read for; the items of a row are a list of
// codes (code_list.h).
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "knowledge/code_list.h"
#include "knowledge/sources.h"
#include "text/csv.h"

namespace qiuhao::knowledge {
namespace {

constexpr std::array<std::string_view, 8> kColumns = {"point",      "kind",  "items",          "item_name",
                                                      "constraint", "basis", "effective_from", "effective_to"};
constexpr std::array<std::string_view, 3> kOptionalColumns = {"certainty", "supersedes", "limits"};

Status check_columns(const text::CsvTable& table) {
  for (const std::string_view column : kColumns) {
    if (table.find_column(column)) continue;
    return input_error("missing_column",
                       fmt::format("column '{}' is missing; the header is {}", column, fmt::join(kColumns, ",")),
                       {table.file, 1, 0, ""});
  }
  for (const std::string& column : table.header) {
    if (std::ranges::find(kColumns, column) != kColumns.end()) continue;
    if (std::ranges::find(kOptionalColumns, column) != kOptionalColumns.end()) continue;
    return input_error("unknown_column",
                       fmt::format("unknown column '{}'; beside {} there may be {}", column, fmt::join(kColumns, ","),
                                   fmt::join(kOptionalColumns, ",")),
                       {table.file, 1, 0, ""});
  }
  return {};
}

Result<Day> day_of_field(const std::string& field, std::string_view column, const Place& place) {
  if (field.empty()) return kNoDay;
  const auto day = parse_day(field);
  if (!day) return input_error("bad_date", fmt::format("{}: {}", column, day.error().message), place);
  return *day;
}

// A row without what every row must say: mostly the second row of merged cells, of which only the first keeps the text.
Status check_filled(const text::CsvTable& table, const text::CsvRow& row, const Place& place) {
  for (const std::string_view column : {"point", "kind"}) {
    if (!row.fields[*table.find_column(column)].empty()) continue;
    return input_error("empty_cell",
                       Sentence{fmt::format("column '{}' is empty; where cells of the sheet were merged, unmerge them "
                                            "and fill in each row",
                                            column),
                                fmt::format("“{}”为空；如表中有合并单元格，请取消合并并逐行填写", column)},
                       place);
  }
  return {};
}

// Lists in `limits` as Chinese sheets write them: icd=C34，C50～C51.
std::string with_plain_signs(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> kPlain[] = {{"，", ","}, {"、", ","}, {"～", "-"},
                                                                      {"＝", "="}, {"　", " "}, {"；", " "}};
  std::string out;
  while (!text.empty()) {
    const auto sign = std::ranges::find_if(kPlain, [&](const auto& one) { return text.starts_with(one.first); });
    const bool is_sign = sign != std::end(kPlain);
    out += is_sign ? sign->second : text.substr(0, 1);
    text.remove_prefix(is_sign ? sign->first.size() : 1);
  }
  return out;
}

}  // namespace

Status read_own_csv(std::string_view content, const std::string& file, SourceRows& out) {
  ASSIGN(const text::CsvTable table, text::parse_csv(content, file));
  TRY(check_columns(table));
  const std::string name = Path(file).filename().string();
  for (const text::CsvRow& row : table.rows) {
    const auto field = [&](std::string_view column) {
      const auto index = table.find_column(column);
      return index ? row.fields[*index] : std::string();
    };
    const Place place{file, row.line, 0, ""};
    Point point;
    point.id = field("point");
    point.kind = field("kind");
    TRY(check_filled(table, row, place));
    ASSIGN(point.items, read_code_list(field("items"), place));
    point.item_name = field("item_name");
    point.constraint = field("constraint");
    point.basis = field("basis");
    point.supersedes = field("supersedes");
    point.certainty = field("certainty").empty() ? "明确" : field("certainty");
    ASSIGN(point.effective_from, day_of_field(field("effective_from"), "effective_from", place));
    ASSIGN(point.effective_to, day_of_field(field("effective_to"), "effective_to", place));
    point.source = fmt::format("{}:{}", name, row.line);
    if (const std::string limits = field("limits"); !limits.empty()) {
      auto stated = parse_limits(with_plain_signs(limits));
      if (!stated) return input_error(stated.error().code, stated.error().message, place);
      point.limits = std::move(*stated);
      point.is_read = true;
    }
    out.rows.push_back({std::move(point), "", place});
  }
  return {};
}

}  // namespace qiuhao::knowledge
