// Fields that the import works out: "day of time", "kind of medical_type", "level of hospital_grade", "days of start
// and end". Sums of refunds come from whoever appends the row.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "claims/assembly/rows.h"
#include "columns/column.h"

namespace qiuhao::claims::assembly {

// The value of the longest prefix of `code` in a value map; null when no prefix fits, not even "".
const std::string* mapped_value(const std::map<std::string, std::string>& value_map, std::string_view code);

// How one field of an entity gets its value.
struct FieldPlan {
  enum class Source : std::uint8_t { column, day, days, hours, mapped_text, mapped_number, refunds };
  Source source = Source::column;
  ColumnIndex column = kNoColumn;  // what is read; of days and hours the start
  ColumnIndex end = kNoColumn;     // of days and hours
  Cell cell = Cell::text;
  const Field* field = nullptr;
};

// The plans of a table's entity, by field; "bad_schema" for a derivation that is not known.
Result<std::vector<FieldPlan>> plan_fields(const Schema& schema, const Layout& layout);

// Appends the field's value of a row. Not for refunds.
void append_planned(const FieldPlan& plan, const Rows& rows, RowNumber row, ColumnBuilder& target);

}  // namespace qiuhao::claims::assembly
