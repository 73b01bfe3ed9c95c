// Functions that a conformance line declares without defining them.
#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>

#include "cel/cel.h"

namespace qiuhao::conformance {

// "tuple(param:T, param:U)" with one letter for each parameter, as the language's own signatures have it.
std::string without_parameters(std::string_view type);

// Declares {"name": [{"args": [type], "result": type, "member": bool}]}, and the types that it names. Errors: bad_line,
// bad_signature.
Status declare_functions(cel::Environment& environment, simdjson::dom::object functions);

}  // namespace qiuhao::conformance
