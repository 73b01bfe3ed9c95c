// What a text has to be to stand in the database.
#pragma once

#include "base/result.h"
#include "database/value.h"

namespace qiuhao::database {

// "bad_text" (not UTF-8, or with a NUL, which PostgreSQL does not store), "value_too_large".
Status check_value(const Value& value);

}  // namespace qiuhao::database
