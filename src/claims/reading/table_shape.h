// What is staged of a table: its columns in order, each with the national column it comes from and its type.
#pragma once

#include <string>
#include <vector>

#include "claims/reading/national_tables.h"

namespace qiuhao::claims::reading {

struct ShapeColumn {
  std::string name;      // in the staged file: "quantity", "_person"
  std::string national;  // "cnt"
  FieldType type = FieldType::text;
  int scale = 0;
  bool required = false;               // a row without it is rejected
  bool in_content = true;              // counts for whether two rows are equal
  std::vector<std::string> allowed{};  // a row with another value is rejected; empty: any value
  std::string pattern{};               // a row with a value of another form is rejected; empty: any form
  bool is_number() const { return type == FieldType::decimal || type == FieldType::integer; }
  bool is_moment() const { return type == FieldType::date || type == FieldType::time; }
};

struct TableShape {
  const NationalTable* table = nullptr;
  std::vector<ShapeColumn> columns;
  std::vector<std::string> needed_columns;  // national columns without which a file is not this table
};

// One for each table, in the order of national_tables().
std::vector<TableShape> table_shapes(const Schema& schema);

// "VARCHAR", "DATE", "TIMESTAMP", "DECIMAL(18,4)" or "BIGINT".
std::string staged_type(const ShapeColumn& column);
std::string staged_type(FieldType type, int scale);

}  // namespace qiuhao::claims::reading
