// The register of licences (执业登记) made ready for rules: its fields as columns, so that both programs read
// `licence.antibiotic_grade` as they read a column of the tape, and the rows of each doctor, found once a part.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/day.h"
#include "cel/columns.h"
#include "claims/registers.h"

namespace qiuhao::rules {

class LicenceTable {
 public:
  // Rows of a doctor in order of their first day.
  struct Range {
    RowIndex begin = 0;
    RowIndex end = 0;
  };

  // `rows` may be null: no doctor has a row.
  LicenceTable(const claims::Schema& schema, std::shared_ptr<const claims::RegisterRows> rows);

  Range of_doctor(std::string_view doctor) const;
  // What is in force on the day: of the rows that began and have not ended, the one that began last; nobody() when
  // there is none.
  RowIndex row(Range doctor, Day day) const;
  // A row all of whose fields are absent.
  RowIndex nobody() const { return nobody_; }
  // As cel::ColumnTable wants them, by FieldIndex of the register.
  const cel::FieldColumn* columns() const { return fields_.data(); }
  cel::Value field(RowIndex row, cel::FieldId field) const { return cel::value_of(fields_[field], row); }

 private:
  std::deque<ColumnBuilder> builders_;             // by field, with nobody's row at the end
  std::unordered_map<std::string, Range> ranges_;  // by doctor: every part asks for all of its doctors
  RowIndex nobody_ = 0;
  Column from_;
  Column to_;
  std::vector<cel::FieldColumn> fields_;
};

}  // namespace qiuhao::rules
