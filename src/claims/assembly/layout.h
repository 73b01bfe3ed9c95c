// Which staged column goes to which field, for one table. The columns are those that reading stages (table_shape.h).
#pragma once

#include <string>
#include <vector>

#include "claims/schema.h"

namespace qiuhao::claims::assembly {

using ColumnIndex = std::uint16_t;
inline constexpr ColumnIndex kNoColumn = 0xffff;

// How a cell is held in memory.
enum class Cell : std::uint8_t { text, day, time, number, hash };

struct LayoutColumn {
  std::string name;
  std::string sql_type;
  Cell cell = Cell::text;
};

// Columns that not every table has are kNoColumn.
struct Layout {
  Entity entity = Entity::visit;
  std::string table;
  std::vector<LayoutColumn> columns;
  std::vector<ColumnIndex> of_field;  // by field of the entity; kNoColumn for derived ones
  ColumnIndex id = kNoColumn;
  ColumnIndex time = kNoColumn;  // start of visits
  ColumnIndex person = kNoColumn;
  ColumnIndex visit = kNoColumn;
  ColumnIndex updated = kNoColumn;
  ColumnIndex content = kNoColumn;
  ColumnIndex order = kNoColumn;  // file, then row in the file
  ColumnIndex refunds = kNoColumn;
  ColumnIndex quantity = kNoColumn;
  ColumnIndex item = kNoColumn;
  ColumnIndex price = kNoColumn;
  ColumnIndex person_sex = kNoColumn;
  ColumnIndex person_birth_date = kNoColumn;
  ColumnIndex person_type = kNoColumn;
  ColumnIndex provider_name = kNoColumn;

  ColumnIndex find(std::string_view name) const;
};

// In the order of kAssembledEntities.
std::vector<Layout> make_layouts(const Schema& schema);

}  // namespace qiuhao::claims::assembly
