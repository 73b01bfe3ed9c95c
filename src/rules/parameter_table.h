// Parameters made ready for the rules that read them: one row for each rule, region and period, with a column for each
// parameter, so that both programs read `param.NAME` as they read a column of the tape.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/columns.h"
#include "columns/column.h"
#include "rules/parameters.h"
#include "rules/rule.h"

namespace qiuhao::rules {

class ParameterTable {
 public:
  // Refuses ("bad_parameter", at the value's place) a value that is not of the type by which a rule reads it.
  static Result<std::unique_ptr<const ParameterTable>> make(const Parameters& parameters, std::span<const Rule> rules);
  ParameterTable() = default;
  ParameterTable(const ParameterTable&) = delete;
  ParameterTable& operator=(const ParameterTable&) = delete;

  bool is_read_by(RuleIndex rule) const { return places_of_rule_[rule].begin != places_of_rule_[rule].end; }
  // The values that hold in a region, as a number for row(); of a rule that reads parameters.
  std::uint32_t place(RuleIndex rule, std::string_view region) const;
  // The row of a place on a day; kNoDay stands before all days.
  RowIndex row(std::uint32_t place, Day day) const {
    const Range& rows = places_[place].rows;
    RowIndex at = rows.begin;
    while (at + 1 < rows.end && begins_[at + 1] <= day) ++at;
    return at;
  }
  bool changes_in_time(std::uint32_t place) const { return places_[place].rows.end - places_[place].rows.begin > 1; }
  // As cel::ColumnTable wants them, by FieldId below kFirstAskedField.
  const cel::FieldColumn* columns() const { return fields_.data(); }
  // Any of them; absent where the row has none.
  cel::Value field(RowIndex row, cel::FieldId field) const;

 private:
  struct Range {
    RowIndex begin = 0;
    RowIndex end = 0;
  };
  struct Place {
    std::string prefix;  // of regions
    Range rows;          // in time
  };
  struct Texts {
    std::vector<std::string> words;
    std::vector<cel::Value> values;
    cel::ListValue list;
  };

  void add_rule(const Parameters& parameters, const Rule& rule);
  void add_row(const Parameters& parameters, const Rule& rule, const std::string& prefix, Day begin);
  void finish();

  std::vector<Place> places_;
  std::vector<Range> places_of_rule_;  // those of a rule by prefix, "" first
  std::vector<Day> begins_;            // by row: the first day
  std::deque<ColumnBuilder> builders_;
  std::vector<cel::FieldColumn> fields_;
  std::map<std::pair<RowIndex, cel::FieldId>, std::unique_ptr<const Texts>> texts_;
};

// What a rule's parameters say, for telling whether two runs judged by the same: "" for a rule that reads none.
std::string parameters_text(const Parameters& parameters, const Rule& rule);

}  // namespace qiuhao::rules
