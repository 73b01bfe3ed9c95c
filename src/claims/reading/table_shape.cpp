// Fields of the dictionary with a national name in the table, then what assembling needs beside them.
#include "claims/reading/table_shape.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace qiuhao::claims::reading {
namespace {

const Field& field_of(const Schema& schema, Entity entity, std::string_view name) {
  const FieldIndex index = schema.of(entity).find(name);
  CHECK_NOTE(index != kNoField, name);
  return schema.field(entity, index);
}

// A person's or provider's field that comes with the visit.
ShapeColumn visit_column(const Schema& schema, Entity entity, std::string_view name, std::string staged) {
  const Field& field = field_of(schema, entity, name);
  return {std::move(staged), field.national.at("mdtrt_d"), field.type, field.scale, false, true};
}

// The fields that the table has a column for.
void add_fields(const EntitySchema& schema, TableShape& shape) {
  const std::string name(shape.table->name);
  for (const Field& field : schema.fields) {
    const auto national = field.national.find(name);
    if (national == field.national.end() || !field.derived.empty()) continue;
    shape.columns.push_back({field.name, national->second, field.type, field.scale, field.is_required, true});
    ShapeColumn& column = shape.columns.back();
    column.pattern = field.pattern;
    if (!field.is_closed) continue;
    for (const CodeValue& value : field.codes) column.allowed.push_back(value.code);
  }
}

ShapeColumn updated_column() { return {"_updated", "updt_time", FieldType::time, 0, false, false}; }

// Packed rows lie in this order on disk.
void add_person_columns(const Schema& schema, TableShape& shape) {
  const bool is_visit = shape.table->is_of(Entity::visit);
  shape.columns.push_back({"_person", "psn_no", FieldType::id, 0, is_visit, true});
  shape.columns.push_back({"_visit", "mdtrt_id", FieldType::id, 0, true, true});
  shape.columns.push_back(updated_column());
  if (shape.table->is_of(Entity::line))
    shape.columns.push_back({"_refunds", "init_feedetl_sn", FieldType::id, 0, false, true});
  if (!is_visit) return;
  shape.columns.push_back(visit_column(schema, Entity::person, "sex", "person_sex"));
  shape.columns.push_back(visit_column(schema, Entity::person, "birth_date", "person_birth_date"));
  shape.columns.push_back(visit_column(schema, Entity::person, "person_type", "person_type"));
  shape.columns.push_back(visit_column(schema, Entity::provider, "name", "provider_name"));
}

TableShape shape_of(const Schema& schema, const NationalTable& table) {
  TableShape shape{&table, {}, {}};
  std::visit([&](auto of) { add_fields(schema.of(of), shape); }, table.of);
  if (table.is_register())
    shape.columns.push_back(updated_column());
  else
    add_person_columns(schema, shape);
  for (const ShapeColumn& column : shape.columns) {
    const bool listed = std::ranges::find(shape.needed_columns, column.national) != shape.needed_columns.end();
    if (column.required && !listed) shape.needed_columns.push_back(column.national);
  }
  if (!table.mark.empty()) shape.needed_columns.emplace_back(table.mark);
  return shape;
}

}  // namespace

std::vector<TableShape> table_shapes(const Schema& schema) {
  std::vector<TableShape> shapes;
  for (const NationalTable& table : national_tables()) shapes.push_back(shape_of(schema, table));
  return shapes;
}

std::string staged_type(const ShapeColumn& column) { return staged_type(column.type, column.scale); }

std::string staged_type(FieldType type, int scale) {
  switch (type) {
    case FieldType::code:
    case FieldType::text:
    case FieldType::id: return "VARCHAR";
    case FieldType::date: return "DATE";
    case FieldType::time: return "TIMESTAMP";
    case FieldType::decimal: return fmt::format("DECIMAL(18,{})", scale);
    case FieldType::integer: return "BIGINT";
  }
  return "VARCHAR";
}

}  // namespace qiuhao::claims::reading
