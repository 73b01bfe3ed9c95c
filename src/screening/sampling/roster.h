// Experts and inspectors who may be drawn (专家库、执法人员库), and when they were drawn before.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/day.h"
#include "screening/sampling/table_rows.h"

namespace qiuhao::screening {

inline constexpr std::size_t kMaxRoster = 100'000;
inline constexpr std::size_t kMaxHistory = 1'000'000;
inline constexpr std::size_t kMaxListItems = 100;  // specialties, past institutions or conflicts of one person

struct RosterColumns {
  std::string id = "id";
  std::string name = "name";
  std::string institution = "institution";
  std::string specialties = "specialties";
  std::string past;       // institutions where somebody worked before; "" for none
  std::string conflicts;  // institutions and people that somebody has stated: relatives, shares, quarrels; "" for none
};

struct Member {
  std::string id;
  std::string name;
  std::string institution;
  std::vector<std::string> specialties;
  std::vector<std::string> past;
  std::vector<std::string> conflicts;
};

// In order of the bytes of ids. Lists in a cell are parted by ; ； 、 or |, blanks around items do not count. Errors:
// those of read_rows() and check_name(), "id_twice", "empty_roster", "too_many_items".
Result<std::vector<Member>> read_roster(const Path& file, const RosterColumns& columns);

// Days on which each id was drawn. Columns id and date. Errors: those of read_rows() and parse_day(), with the row.
using DrawHistory = std::multimap<std::string, Day, std::less<>>;
Result<DrawHistory> read_history(const Path& file, const std::string& id_column, const std::string& date_column);

// The items of a list in one cell.
std::vector<std::string> items_of(std::string_view cell);

}  // namespace qiuhao::screening
