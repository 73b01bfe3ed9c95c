// An import map (import --map FILE.yaml): how a foreign extract becomes national tables. Data only: no expression and
// no SQL. docs/reference/import-map.md.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "claims/reading/job.h"

namespace qiuhao::claims::reading {

inline constexpr std::size_t kMostMapTables = 100;
inline constexpr std::size_t kMostMapValues = 10'000;  // of one column's code list
inline constexpr std::size_t kMostMapText = 4'096;     // bytes of one text in a map

struct MapColumn {
  enum class Otherwise { keep, reject, value };

  std::string target;             // national column
  std::vector<std::string> from;  // source columns; several are joined; "$n" and "$line" are numbers, not columns
  std::string with;               // between joined values
  std::optional<std::string> constant;
  std::map<std::string, std::string> values;  // source code -> national code
  Otherwise otherwise = Otherwise::keep;      // for a value that `values` does not hold
  std::string otherwise_value;
  std::string format;  // "%d.%m.%Y %H:%M"; "" = as it is
  Place place;
};

struct MapTable {
  const TableShape* shape = nullptr;
  std::string file;                                       // pattern of the file name: "claims*.csv"
  std::map<std::string, std::vector<std::string>> where;  // source column -> values that are taken
  std::vector<MapColumn> columns;
  // Columns side by side become rows: target -> source columns, all of one length; a row whose first target is empty
  // is left out. `first_flag` is "1" on the first row and "0" on the others.
  std::vector<std::pair<std::string, std::vector<std::string>>> unpivot;
  std::string first_flag;
  Place place;

  std::size_t repeats() const { return unpivot.empty() ? 1 : unpivot.front().second.size(); }
};

struct ImportMap {
  std::vector<MapTable> tables;
};

// "bad_map" with file, line and column for every mistake.
Result<ImportMap> read_import_map(const Path& file, const std::vector<TableShape>& shapes);

// One temporary CSV for each table of the map that names the source's file.
Result<std::vector<Source>> apply_import_map(Job& job, const ImportMap& map, const Source& source);

// `text` by a format of %Y %m %d %H %M %S and other characters as they are, as "2025-01-31 08:15:00" (without a time
// when the format has none); nullopt when it is written otherwise.
std::optional<std::string> reformat_moment(std::string_view text, std::string_view format);

}  // namespace qiuhao::claims::reading
