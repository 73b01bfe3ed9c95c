// Reading rosters and histories.
#include "screening/sampling/roster.h"

#include <fmt/format.h>

namespace qiuhao::screening {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::vector<std::string> items_of(std::string_view cell) {
  constexpr std::string_view kMarks[] = {";", "|", "；", "、"};
  std::vector<std::string> items;
  const auto add = [&](std::string_view item) {
    if (!trimmed(item).empty()) items.emplace_back(trimmed(item));
  };
  std::size_t begin = 0;
  for (std::size_t at = 0; at < cell.size();) {
    std::size_t width = 0;
    for (const std::string_view mark : kMarks)
      if (cell.substr(at).starts_with(mark)) width = mark.size();
    if (width > 0) {
      add(cell.substr(begin, at - begin));
      begin = at + width;
    }
    at += std::max<std::size_t>(width, 1);
  }
  add(cell.substr(begin));
  return items;
}

Result<std::vector<Member>> read_roster(const Path& file, const RosterColumns& columns) {
  RowReading reading;
  reading.columns = {columns.id, columns.name, columns.institution, columns.specialties};
  reading.order_by = 0;
  reading.most_rows = kMaxRoster;
  const std::size_t past = columns.past.empty() ? 0 : reading.columns.size();
  if (past != 0) reading.columns.push_back(columns.past);
  const std::size_t conflicts = columns.conflicts.empty() ? 0 : reading.columns.size();
  if (conflicts != 0) reading.columns.push_back(columns.conflicts);

  std::vector<Member> roster;
  TRY(read_rows(file, reading, [&](std::size_t number, std::span<const std::string_view> row) -> Status {
    TRY(check_name(row[0], file, number, columns.id));
    const Place place{file.string(), 0, 0, columns.id};
    if (!roster.empty() && roster.back().id == row[0]) {
      return input_error("id_twice",
                         Sentence{fmt::format("'{}' stands in more than one row; each person stands once", row[0]),
                                  fmt::format("“{}”出现多次；每人只能占一行", row[0])},
                         place);
    }
    if (trimmed(row[2]).empty()) {
      return input_error(
          "empty_name",
          Sentence{fmt::format("'{}' has no institution, so no conflict can be seen; write one, or 无", row[0]),
                   fmt::format("“{}”没有填写单位，无法判断回避；请填写，确无单位写“无”", row[0])},
          place);
    }
    Member member;
    member.id = row[0];
    member.name = trimmed(row[1]);
    member.institution = trimmed(row[2]);
    member.specialties = items_of(row[3]);
    if (past != 0) member.past = items_of(row[past]);
    if (conflicts != 0) member.conflicts = items_of(row[conflicts]);
    for (const auto* list : {&member.specialties, &member.past, &member.conflicts}) {
      if (list->size() <= kMaxListItems) continue;
      return input_error("too_many_items",
                         Sentence{fmt::format("'{}' has more than {} items in one cell", row[0], kMaxListItems),
                                  fmt::format("“{}”的一个单元格超过 {} 项", row[0], kMaxListItems)},
                         place);
    }
    roster.push_back(std::move(member));
    return {};
  }));
  if (!roster.empty()) return roster;
  return input_error("empty_roster",
                     Sentence{"has no rows below its header; a roster names each person once", "表头下没有人员"},
                     {file.string(), 0, 0, ""});
}

Result<DrawHistory> read_history(const Path& file, const std::string& id_column, const std::string& date_column) {
  RowReading reading;
  reading.columns = {id_column, date_column};
  reading.most_rows = kMaxHistory;
  DrawHistory history;
  TRY(read_rows(file, reading, [&](std::size_t number, std::span<const std::string_view> row) -> Status {
    TRY(check_name(row[0], file, number, id_column));
    const auto day = parse_day(row[1]);
    if (!day) {
      return input_error("bad_date",
                         Sentence{fmt::format("row {}: '{}' is no day; write it as 2026-01-31", number, row[1]),
                                  fmt::format("第 {} 行：“{}”不是日期；请写成 2026-01-31", number, row[1])},
                         {file.string(), 0, 0, date_column});
    }
    history.emplace(row[0], *day);
    return {};
  }));
  return history;
}

}  // namespace qiuhao::screening
