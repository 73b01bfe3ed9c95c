// Values of the tape as people read them.
#pragma once

#include <string>
#include <string_view>

#include "claims/part.h"

namespace qiuhao::audit {

// Codes with their label ("2 女"), money with two places, other decimals without the zeros that only storage gave them;
// "" when absent.
std::string value_text(const claims::Field& field, const Column& column, RowIndex row);
// The same by name; "" too where the schema has no such field, or the part does not store it.
std::string field_text(const claims::Schema& schema, const claims::Part& part, claims::Entity entity,
                       std::string_view field, RowIndex row);

}  // namespace qiuhao::audit
