// Copying a register, and finding rows in it.
#include "rules/register_table.h"

#include "base/check.h"
#include "columns/copy_value.h"
#include "rules/world.h"

namespace qiuhao::rules {

RegisterTable::RegisterTable(const claims::EntitySchema& schema, std::shared_ptr<const claims::RegisterRows> rows) {
  nobody_ = rows == nullptr ? 0 : static_cast<RowIndex>(rows->rows());
  std::string scratch;
  for (std::size_t index = 0; index < schema.fields.size(); ++index) {
    const claims::Field& field = schema.fields[index];
    ColumnBuilder& builder = builders_.emplace_back(field.storage(), field.scale);
    if (rows != nullptr) {
      const Column from = rows->column(static_cast<claims::FieldIndex>(index));
      for (RowIndex row = 0; row < nobody_; ++row) copy_value(&from, row, builder, scratch);
    }
    if (rows != nullptr && field.derived == "listed")
      builder.append_text("0");
    else
      builder.append_absent();
    fields_.push_back(cel::FieldColumn::of(type_of(field).kind, builder.view()));
  }
  CHECK(schema.order.size() >= 2);
  // Rows of a key stand together.
  const Column keys = fields_[schema.order[0]].column;
  for (RowIndex row = 0; row < nobody_; ++row) {
    const auto [known, is_new] = ranges_.try_emplace(std::string(keys.text(row)), Range{row, row});
    known->second.end = row + 1;
  }
  from_ = fields_[schema.order[1]].column;
  const claims::FieldIndex to = schema.find("to");
  has_to_ = to != claims::kNoField;
  if (has_to_) to_ = fields_[to].column;
}

RegisterTable::Range RegisterTable::of(std::string_view key) const {
  const auto known = ranges_.find(std::string(key));
  return known == ranges_.end() ? Range{} : known->second;
}

RowIndex RegisterTable::row(Range of_key, Day day) const {
  for (RowIndex row = of_key.end; row > of_key.begin; --row) {
    if (from_.day(row - 1) > day) continue;
    if (!has_to_ || !to_.has(row - 1) || to_.day(row - 1) >= day) return row - 1;
  }
  return nobody_;
}

}  // namespace qiuhao::rules
