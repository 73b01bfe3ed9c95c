// Layouts from the shapes that reading stages.
#include "claims/assembly/layout.h"

#include "base/check.h"
#include "claims/assemble.h"
#include "claims/reading/table_shape.h"

namespace qiuhao::claims::assembly {
namespace {

Cell cell_of(FieldType type) {
  switch (type) {
    case FieldType::code:
    case FieldType::text:
    case FieldType::id: return Cell::text;
    case FieldType::date: return Cell::day;
    case FieldType::time: return Cell::time;
    case FieldType::decimal:
    case FieldType::integer: return Cell::number;
  }
  return Cell::text;
}

Layout layout_of(const Schema& schema, const reading::TableShape& shape) {
  Layout layout;
  layout.entity = std::get<Entity>(shape.table->of);
  layout.table = shape.table->name;
  for (const reading::ShapeColumn& column : shape.columns)
    layout.columns.push_back({column.name, reading::staged_type(column), cell_of(column.type)});
  layout.columns.push_back({"_content", "UBIGINT", Cell::hash});
  layout.columns.push_back({"_order", "BIGINT", Cell::number});
  for (const Field& field : schema.of(layout.entity).fields) {
    const bool is_read = field.derived.empty() && field.national.contains(layout.table);
    layout.of_field.push_back(is_read ? layout.find(field.name) : kNoColumn);
    CHECK_NOTE(!is_read || layout.of_field.back() != kNoColumn, field.name);
  }
  const std::pair<ColumnIndex*, const char*> named[] = {{&layout.id, "id"},
                                                        {&layout.person, "_person"},
                                                        {&layout.visit, "_visit"},
                                                        {&layout.updated, "_updated"},
                                                        {&layout.content, "_content"},
                                                        {&layout.order, "_order"},
                                                        {&layout.refunds, "_refunds"},
                                                        {&layout.quantity, "quantity"},
                                                        {&layout.item, "item"},
                                                        {&layout.price, "price"},
                                                        {&layout.person_sex, "person_sex"},
                                                        {&layout.person_birth_date, "person_birth_date"},
                                                        {&layout.person_type, "person_type"},
                                                        {&layout.provider_name, "provider_name"}};
  for (const auto& [index, name] : named) *index = layout.find(name);
  layout.time = layout.find(layout.entity == Entity::visit ? "start" : "time");
  CHECK(layout.id != kNoColumn && layout.person != kNoColumn && layout.visit != kNoColumn);
  return layout;
}

}  // namespace

ColumnIndex Layout::find(std::string_view name) const {
  for (std::size_t index = 0; index < columns.size(); ++index) {
    if (columns[index].name == name) return static_cast<ColumnIndex>(index);
  }
  return kNoColumn;
}

std::vector<Layout> make_layouts(const Schema& schema) {
  const std::vector<reading::TableShape> shapes = reading::table_shapes(schema);
  std::vector<Layout> layouts;
  for (const Entity entity : kAssembledEntities) {
    for (const reading::TableShape& shape : shapes) {
      if (shape.table->is_of(entity)) layouts.push_back(layout_of(schema, shape));
    }
  }
  CHECK(layouts.size() == kAssembledTables);
  return layouts;
}

}  // namespace qiuhao::claims::assembly
