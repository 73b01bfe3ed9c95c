// Random columns for comparing programs: plain and dictionary, with and without absent values, one table straight and
// one through links.
#pragma once

#include <array>
#include <random>
#include <string>
#include <vector>

#include "cel/cel.h"
#include "cel/vector/vector.h"

namespace qiuhao::cel {

inline constexpr SlotId kTwiceSlot = 5;  // of `twice`, an int that no row has

class RandomWorld {
 public:
  RandomWorld(std::uint64_t seed, std::size_t rows);

  const Environment& environment() const { return environment_; }
  Environment& environment() { return environment_; }
  std::size_t rows() const { return links_.size(); }
  const FieldColumn* const* structs() const { return structs_.data(); }
  const FieldColumn& column(StructId owner, FieldId field) const { return fields_[owner][field]; }
  const std::vector<RowIndex>& links() const { return links_; }  // line to visit; kNoRow for none

 private:
  void add(StructId owner, const char* name, Kind kind, Storage storage, int scale, std::size_t rows, int shape);
  void append(ColumnBuilder& builder, Kind kind, int shape);

  std::mt19937_64 random_;
  Environment environment_;
  std::array<std::vector<ColumnBuilder>, 2> builders_;
  std::array<std::vector<Kind>, 2> kinds_;
  std::array<std::vector<FieldColumn>, 2> fields_;
  std::array<const FieldColumn*, 2> structs_{};
  std::vector<RowIndex> links_;
};

// One row of a world; with_columns false: everything is asked of variable() and field().
class RandomRow : public Activation {
 public:
  RandomRow(const RandomWorld& world, bool with_columns) : world_(&world) {
    if (with_columns) columns_ = {world.structs(), rows_.data()};
  }
  void stand_on(RowIndex line) { rows_ = {line, world_->links()[line]}; }
  Value variable(SlotId slot) const override {
    return rows_[slot] == kNoRow ? Value::absent() : Value::of_row(slot, rows_[slot]);
  }
  Value field(StructId owner, FieldId field, RowIndex row) const override {
    return value_of(world_->column(owner, field), row);
  }

 private:
  const RandomWorld* world_;
  std::array<RowIndex, 2> rows_{};
};

// The lines [first, first + rows) of a world as a batch.
class RandomBatch : public BatchHost {
 public:
  RandomBatch(const RandomWorld& world, RowIndex first, std::size_t rows) : row_(world, true), first_(first) {
    slots_[0].first = first;
    slots_[1].rows = world.links().data() + first;
    batch_ = {rows, world.structs(), slots_};
  }
  const Batch& batch() const { return batch_; }
  const Activation& stand_on(std::size_t row, std::size_t) override {
    row_.stand_on(first_ + static_cast<RowIndex>(row));
    return row_;
  }

 private:
  RandomRow row_;
  RowIndex first_;
  std::array<BatchSlot, 2> slots_;
  Batch batch_;
};

}  // namespace qiuhao::cel
