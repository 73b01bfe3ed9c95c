// Fields of row structs that a host holds as columns: the row program reads them in place, without asking the host for
// each, and the vector program reads them by the batch.
#pragma once

#include <span>

#include "cel/value.h"
#include "columns/column.h"

namespace qiuhao::cel {

// One field of a struct. `kind` says what the column's values are: text (storage code or text), date (day), decimal,
// integer, timestamp in whole seconds, boolean as 0 or 1, floating as the bits of a double (all of storage number).
// null: no row has a value. any: this field is no column; Activation::field is asked for it.
struct FieldColumn {
  Kind kind = Kind::any;
  Column column;

  static FieldColumn of(Kind kind, const Column& column) { return {kind, column}; }
  static FieldColumn absent() { return {Kind::null, {}}; }
};

// The value of a row; the field must be a column (not any).
[[gnu::always_inline]] inline Value value_of(const FieldColumn& field, RowIndex row) {
  const Column& column = field.column;
  if (field.kind == Kind::null || !column.has(row)) [[unlikely]]
    return Value::absent();
  Value value;
  value.kind = field.kind;
  switch (column.storage) {
    case Storage::number:
      value.detail = field.kind == Kind::decimal ? static_cast<std::uint8_t>(column.scale) : 0;
      value.integer = column.number(row);
      return value;
    case Storage::day: value.integer = column.day(row); return value;
    case Storage::code:
    case Storage::text: {
      const std::string_view text = column.text(row);
      value.size = static_cast<std::uint32_t>(text.size());
      value.text = text.data();
      return value;
    }
    case Storage::index: break;
  }
  return Value::error(ErrorReason::other, "this column holds links, not values");
}

// Fields with these numbers are never in columns: relations, and what a host works out.
inline constexpr FieldId kFirstAskedField = 0x4000;
// Of these the one, of type int, whose value is the row's own number.
inline constexpr FieldId kRowNumberField = 0x7fff;

// What a host has laid ready: for each struct the columns of its fields below kFirstAskedField (null: none), by
// StructId and FieldId; and the row that each variable stands on, by SlotId (kNoRow: absent, or no row of a struct).
struct ColumnTable {
  const FieldColumn* const* of_struct = nullptr;
  const RowIndex* row_of_slot = nullptr;
};

}  // namespace qiuhao::cel
