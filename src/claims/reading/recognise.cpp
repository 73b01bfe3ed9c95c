// Tables are known by their column names, never by the name of the file.
#include "claims/reading/recognise.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "claims/reading.h"
#include "claims/reading/records.h"

namespace qiuhao::claims::reading {
namespace {

constexpr std::string_view kDelimiters = ",\t;|^~\x01";
constexpr std::size_t kNamesShown = 12;

bool is_national(std::string_view column) {
  for (const NationalTable& table : national_tables()) {
    if (std::ranges::find(table.columns, column) != table.columns.end()) return true;
  }
  return false;
}

std::size_t matches(const TableShape& shape, const std::vector<std::string>& columns) {
  return static_cast<std::size_t>(std::ranges::count_if(columns, [&](const std::string& column) {
    return std::ranges::find(shape.table->columns, column) != shape.table->columns.end();
  }));
}

// A file that is no table: "not_a_table" when it resembles none, else "unknown_table" with what the nearest one lacks.
Error not_known(const TableShape* nearest, const std::vector<std::string>& columns, const Place& place) {
  std::vector<std::string> shown(columns.begin(),
                                 columns.begin() + static_cast<std::ptrdiff_t>(std::min(columns.size(), kNamesShown)));
  for (std::string& name : shown) name.resize(std::min<std::size_t>(name.size(), 64));
  const std::string found = fmt::format("{}{}", fmt::join(shown, ", "), columns.size() > kNamesShown ? ", …" : "");
  if (nearest == nullptr || matches(*nearest, columns) < 2) {
    return {Fault::input, "not_a_table",
            fmt::format("is no national settlement table or register: its first line has the columns {}; give a table "
                        "with national column names, or say with --map which column is which",
                        found),
            place};
  }
  std::vector<std::string> missing;
  for (const std::string& column : nearest->needed_columns) {
    if (std::ranges::find(columns, column) == columns.end()) missing.push_back(column);
  }
  return {Fault::input, "unknown_table",
          fmt::format("looks like {} but has no column {}; found {}; add it, or say with --map which column it is",
                      nearest->table->name, fmt::join(missing, ", "), found),
          place};
}

// Two tables that one column tells apart, and the file has both columns: which one a row is of is not known.
Error not_told_apart(const TableShape& a, const TableShape& b, const Place& place) {
  return {Fault::input, "unknown_table",
          fmt::format("has the columns {} and {}, so it may be {} or {}; leave one out, or say with --map which it is",
                      a.table->mark, b.table->mark, a.table->name, b.table->name),
          place};
}

}  // namespace

std::string column_key(std::string_view name) {
  std::string key(trimmed(name));
  for (char& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return key;
}

Header read_header(std::string_view sample) {
  if (sample.starts_with("\xEF\xBB\xBF")) sample.remove_prefix(3);
  while (!sample.empty() && (sample.front() == '\n' || sample.front() == '\r')) sample.remove_prefix(1);
  const std::string_view line = sample.substr(0, sample.find_first_of("\r\n"));
  Header best;
  std::pair<std::size_t, std::size_t> best_score{0, 0};
  for (const char delimiter : kDelimiters) {
    Header header{delimiter, {}};
    std::size_t known = 0;
    for (const std::string& field : split_record(line, delimiter)) {
      header.columns.push_back(column_key(field));
      known += is_national(header.columns.back()) ? 1 : 0;
    }
    const std::pair score{known, header.columns.size()};
    if (best.columns.empty() || score > best_score) {
      best = std::move(header);
      best_score = score;
    }
  }
  return best;
}

Result<const TableShape*> recognise(const std::vector<TableShape>& shapes, const std::vector<std::string>& columns,
                                    const Path& file) {
  const Place place{file.string(), 1, 0, ""};
  if (columns.size() > kMostInputColumns) {
    return input_error("too_many_columns",
                       fmt::format("has {} columns, more than {}; is it a table with a header line?", columns.size(),
                                   kMostInputColumns),
                       place);
  }
  std::set<std::string> seen;
  for (const std::string& column : columns) {
    if (!column.empty() && !seen.insert(column).second && is_national(column))
      return input_error("repeated_column", fmt::format("has the column {} twice; take one out", column), place);
  }
  const TableShape* best = nullptr;
  const TableShape* nearest = nullptr;
  for (const TableShape& shape : shapes) {
    const std::size_t found = matches(shape, columns);
    if (nearest == nullptr || found > matches(*nearest, columns)) nearest = &shape;
    const bool whole = std::ranges::all_of(shape.needed_columns, [&](const auto& name) { return seen.contains(name); });
    if (!whole) continue;
    const bool is_alike = best != nullptr && best->table->of == shape.table->of;
    if (is_alike && !best->table->mark.empty() && !shape.table->mark.empty())
      return fail(not_told_apart(*best, shape, place));
    if (best == nullptr || found > matches(*best, columns)) best = &shape;
  }
  // A table that has most columns but lacks a key must not pass for another that asks for fewer.
  if (best == nullptr || matches(*best, columns) < matches(*nearest, columns))
    return fail(not_known(nearest, columns, place));
  return best;
}

}  // namespace qiuhao::claims::reading
