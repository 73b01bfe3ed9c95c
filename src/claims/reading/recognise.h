// What a header line is: its delimiter, its columns, and the national table that they belong to.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "claims/reading/national_tables.h"
#include "claims/reading/table_shape.h"

namespace qiuhao::claims::reading {

struct Header {
  char delimiter = ',';
  std::vector<std::string> columns;  // trimmed, lower case
};

// The delimiter that splits the first record of a sample into the most national column names; of any text, into the
// most columns. Known delimiters: comma, tab, semicolon, |, ^, ~ and the control byte 1.
Header read_header(std::string_view sample);

// Lower case without blanks around.
std::string column_key(std::string_view name);

// The table whose key is among the columns and whose columns match best. "unknown_table" names what was found, the
// nearest table and what it lacks; "not_a_table" when there is no near one; "repeated_column"; "too_many_columns".
Result<const TableShape*> recognise(const std::vector<TableShape>& shapes, const std::vector<std::string>& columns,
                                    const Path& file);

}  // namespace qiuhao::claims::reading
