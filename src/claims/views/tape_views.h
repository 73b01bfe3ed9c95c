// The tape as tables of SQL: one view for each entity, named and typed by the dictionary. Columns are read from the
// mapped parts when a statement asks for them; nothing is copied beforehand.
#pragma once

#include <string>
#include <vector>

#include "claims/tape.h"
#include "tables/scan.h"

namespace qiuhao::claims {

struct ViewColumn {
  Entity entity;  // whose field it is: that of the view, or for a key the entity that a row belongs to
  FieldIndex field = kNoField;
  bool is_key = false;  // visit_id, person_id, provider_id, staff_id of the row
  tables::StreamColumn stream;
};

// A view's name and columns, in English names or Chinese labels: its fields in the order of the dictionary, then keys.
// Codes, texts and ids are VARCHAR, days DATE, times TIMESTAMP in local time, decimals DECIMAL(18, scale), integers
// BIGINT. A key whose Chinese name a field of the view has already is left out, for the field is the key.
struct EntityView {
  Entity entity;
  std::string name;
  std::vector<ViewColumn> columns;
  std::string sql_type(std::size_t column) const;  // "DECIMAL(18,2)"
};
EntityView view_of(const Schema& schema, Entity entity, Language language);

// Adds the views of all entities. Providers and staff, which every part lists, stand once, as the last part has them.
// The tape must outlive the engine; with one thread rows come in its order.
Status add_views(tables::Engine& engine, const Tape& tape, const Schema& schema, Language language);

// Rows that the view of an entity has.
std::size_t rows_of_view(const Tape& tape, const Schema& schema, Entity entity);

}  // namespace qiuhao::claims
