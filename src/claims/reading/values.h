// One value of a row, judged exactly: its staged form, or a sentence saying what is wrong with it and what would be
// right, in English and Chinese.
#pragma once

#include <string>

#include "claims/reading/table_shape.h"

namespace qiuhao::claims::reading {

struct Judged {
  std::string value;   // as DuckDB reads the type; "" for none
  std::string reason;  // not empty: the value cannot be used
};

Judged judge_value(const ShapeColumn& column, std::string_view text);

// Words that extracts write for "no value": NULL and \N.
bool is_no_value(std::string_view trimmed_text);

}  // namespace qiuhao::claims::reading
