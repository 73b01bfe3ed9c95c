// What a text has to be to stand in the database.
#pragma once

#include <string_view>

#include "base/result.h"
#include "database/value.h"

namespace qiuhao::database {

// Whole UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text);

// "bad_text" (not UTF-8, or with a NUL, which PostgreSQL does not store), "value_too_large".
Status check_value(const Value& value);

}  // namespace qiuhao::database
