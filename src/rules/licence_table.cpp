// Copying the register, and finding rows in it.
#include "rules/licence_table.h"

#include <string>

#include "base/check.h"
#include "columns/copy_value.h"
#include "rules/world.h"

namespace qiuhao::rules {

LicenceTable::LicenceTable(const claims::Schema& schema, std::shared_ptr<const claims::RegisterRows> rows) {
  const claims::EntitySchema& table = schema.of(claims::Register::licence);
  nobody_ = rows == nullptr ? 0 : static_cast<RowIndex>(rows->rows());
  std::string scratch;
  for (std::size_t index = 0; index < table.fields.size(); ++index) {
    const claims::Field& field = table.fields[index];
    ColumnBuilder& builder = builders_.emplace_back(field.storage(), field.scale);
    if (rows != nullptr) {
      const Column from = rows->column(static_cast<claims::FieldIndex>(index));
      for (RowIndex row = 0; row < nobody_; ++row) copy_value(&from, row, builder, scratch);
    }
    builder.append_absent();
    fields_.push_back(cel::FieldColumn::of(type_of(field).kind, builder.view()));
  }
  const auto column = [&](std::string_view name) {
    const claims::FieldIndex field = table.find(name);
    CHECK_NOTE(field != claims::kNoField, name);
    return fields_[field].column;
  };
  // Rows of a doctor stand together.
  const Column doctors = column("doctor");
  for (RowIndex row = 0; row < nobody_; ++row) {
    const auto [known, is_new] = ranges_.try_emplace(std::string(doctors.text(row)), Range{row, row});
    known->second.end = row + 1;
  }
  from_ = column("from");
  to_ = column("to");
}

LicenceTable::Range LicenceTable::of_doctor(std::string_view doctor) const {
  const auto known = ranges_.find(std::string(doctor));
  return known == ranges_.end() ? Range{} : known->second;
}

RowIndex LicenceTable::row(Range doctor, Day day) const {
  for (RowIndex row = doctor.end; row > doctor.begin; --row) {
    if (from_.day(row - 1) > day) continue;
    if (!to_.has(row - 1) || to_.day(row - 1) >= day) return row - 1;
  }
  return nobody_;
}

}  // namespace qiuhao::rules
