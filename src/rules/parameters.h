// Parameters: values that local practice sets (how many days, how many percent), by name, region and time. Rules read
// them as `param.NAME`, so what a region decides is a line of a table and no rule. docs/reference/parameters.md.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/day.h"
#include "base/files.h"
#include "base/result.h"

namespace qiuhao::rules {

inline constexpr std::size_t kMaxParameterRows = 200'000;
inline constexpr std::size_t kMaxParameterFiles = 1'000;

// One value of one region in one period: a row of policy/parameters/*.csv.
struct Parameter {
  std::string name;    // split_stay_gap_days
  std::string region;  // division code as written: 340602, 340600, 34; "" for everywhere
  std::string value;   // "15"; of a list "Z51;Z49"
  std::string unit;    // 天
  Day from = kNoDay;   // in force, both included; kNoDay: open
  Day to = kNoDay;
  std::string source;  // the document that says so
  std::string label;   // Chinese
  Place place;

  bool in_force(Day day) const { return (from == kNoDay || day >= from) && (to == kNoDay || day <= to); }
};

// Small letters, digits and _, at most 60 bytes.
bool is_parameter_name(std::string_view text);
// "3406" of 340600: what the codes of places within the region begin with; "" of "".
std::string_view region_prefix(std::string_view region);
// Whether a text is a division code: 2 to 12 digits, or "" for everywhere.
bool is_region(std::string_view region);

// Immutable.
class Parameters {
 public:
  Parameters() = default;

  // Refuses ("parameters_overlap") two values of one name and region that hold on one day, and what is no name
  // ("bad_name"), no region ("bad_region"), no value ("bad_parameter") or ends before it begins ("bad_date").
  static Result<Parameters> make(std::vector<Parameter> rows);
  // Every *.csv of the folders, those of a later folder standing in for all rows of the same name and region of an
  // earlier one: a bureau's own over the shipped ones. A folder that is not there has none.
  static Result<Parameters> load(const std::vector<std::string>& folders);
  // These values everywhere and always: what tests of rules give.
  static Parameters everywhere(const std::vector<std::pair<std::string, std::string>>& values, const Place& place);

  // Where subjects without a visit are, and visits without a region: that of the workspace; "" when nothing says.
  const std::string& own_region() const { return own_region_; }
  void set_own_region(std::string region) { own_region_ = std::move(region); }

  // By name, region's prefix, then time.
  const std::vector<Parameter>& all() const { return rows_; }
  // What holds in a region on a day: the value of the smallest region around it that has one on that day; null when
  // none has. kNoDay stands before all days.
  const Parameter* find(std::string_view name, std::string_view region, Day day) const;

 private:
  std::vector<Parameter> rows_;
  std::string own_region_;
};

}  // namespace qiuhao::rules
