// One value from a column to another that is growing.
#pragma once

#include <string>

#include "columns/column.h"

namespace qiuhao {

// Appends what a row has; of no column (null) absent. `scratch` is kept for its memory.
inline void copy_value(const Column* from, RowIndex row, ColumnBuilder& to, std::string& scratch) {
  if (from == nullptr || !from->has(row)) return to.append_absent();
  switch (from->storage) {
    case Storage::code: return to.append_text(from->text(row));
    case Storage::text:
      scratch.clear();
      from->append_text(row, scratch);
      return to.append_text(scratch);
    case Storage::day: return to.append_day(from->day(row));
    case Storage::number: return to.append_number(from->number(row));
    case Storage::index: break;
  }
  CHECK(false);
}

}  // namespace qiuhao
