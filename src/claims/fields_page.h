// docs/reference/fields.md: the page of the dictionary, generated so that it cannot drift from policy/schema/.
#pragma once

#include <string>

#include "claims/schema.h"

namespace qiuhao::claims {

std::string fields_page(const Schema& schema);

}  // namespace qiuhao::claims
