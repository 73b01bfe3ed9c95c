// A flat table of fee lines in memory, for measuring the rule language beside other evaluators.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "cel/cel.h"
#include "columns/column.h"

namespace qiuhao::bench {

struct WorldField {
  const char* name;
  cel::Kind kind;
  int scale;
  Storage storage;
};

// The fields of `line`, in the order of their FieldIds.
std::span<const WorldField> world_fields();

// The rules that are measured: as CEL, and as SQL over a table of the same columns.
struct WorldRule {
  const char* cel;
  const char* sql;
};
// The rule of seventeen nodes and more that the figures of one rule speak of.
WorldRule world_rule();
std::span<const WorldRule> world_rules();  // twenty

class LanguageWorld {
 public:
  explicit LanguageWorld(std::size_t rows);

  std::size_t rows() const { return rows_; }
  const cel::Environment& environment() const { return environment_; }
  std::span<const cel::FieldColumn> columns() const { return fields_; }
  const cel::FieldColumn* const* structs() const { return structs_.data(); }

 private:
  void fill(std::size_t row, std::uint64_t random);

  std::size_t rows_;
  cel::Environment environment_;
  std::vector<ColumnBuilder> builders_;
  std::vector<cel::FieldColumn> fields_;
  std::array<const cel::FieldColumn*, 1> structs_{};
};

// One row at a time of the world.
class LanguageRow : public cel::Activation {
 public:
  explicit LanguageRow(const LanguageWorld& world) : world_(&world) { columns_ = {world.structs(), &row_}; }
  void stand_on(RowIndex row) { row_ = row; }
  cel::Value variable(cel::SlotId) const override { return cel::Value::of_row(0, row_); }
  cel::Value field(cel::StructId, cel::FieldId field, cel::RowIndex row) const override {
    return cel::value_of(world_->columns()[field], row);
  }

 private:
  const LanguageWorld* world_;
  RowIndex row_ = 0;
};

}  // namespace qiuhao::bench
