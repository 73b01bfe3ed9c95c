// Lists of matters: what a person may see, filtered, sorted, page by page, and counted by state.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "database/database.h"

namespace qiuhao::casework {

inline constexpr int kPageMost = 200;

// What a person may see: matters of regions, those in which the person has a part, and those about the person's own
// institution that it was told of. Nothing by default.
struct Scope {
  bool is_everything = false;
  std::vector<std::string> regions;    // prefixes of division codes: "3406"
  std::string institution;             // "" for none; seen as the subject of matters
  std::vector<std::string> told_as{};  // roles: only matters with a notice to one of them; empty: all about it
  std::string person{};                // "" for none
};

// All that are given have to hold.
struct Filter {
  std::string kind;
  std::vector<std::string> states;  // one of them
  // One of these kinds and states; nothing: any.
  std::optional<std::vector<std::pair<std::string, std::string>>> waiting{};
  std::string region;       // a prefix
  std::string person;       // has a part in the matter
  std::string subject;      // exactly
  std::string number_part;  // somewhere in the number
  Day due_before = kNoDay;  // a term ends before this day
  Day opened_from = kNoDay;
  Day opened_to = kNoDay;  // the last day
};

enum class Sort : std::uint8_t {
  due,     // whose term ends first, first; those without at the end
  opened,  // the newest first
};

struct Line {
  std::string number;
  std::string kind;
  int version = 1;
  std::string state;
  std::string subject;
  std::string region;
  Day opened = kNoDay;
  Day due = kNoDay;         // the earliest end of its terms that run
  std::string due_owner{};  // the role or part whose term that is
  std::int64_t revision = 0;
};

struct Page {
  std::vector<Line> lines;
  std::string next;  // the cursor of the next page; "" at the end
};

// `cursor` as the page before gave it, "" for the first. What was behind a line stays behind it, so lines that were on
// a page do not come again while matters are added. Errors: "bad_cursor" (another list's, or none of ours), and those
// of statements.
Result<Page> list_matters(database::Transaction& transaction, const Scope& scope, const Filter& filter, Sort sort,
                          const std::string& cursor, int most);

// Whether the person may see this matter.
Result<bool> is_seen(database::Transaction& transaction, const Scope& scope, const std::string& number);

// By kind and state, of what the scope and filter leave.
Result<std::map<std::pair<std::string, std::string>, std::int64_t>> count_matters(database::Transaction& transaction,
                                                                                  const Scope& scope,
                                                                                  const Filter& filter);

}  // namespace qiuhao::casework
