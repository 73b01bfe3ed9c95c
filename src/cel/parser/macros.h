// Macros: calls whose arguments are not values, such as has(x.f) and list.all(v, condition).
#pragma once

#include "base/result.h"
#include "cel/cel.h"
#include "cel/lexer/source.h"
#include "cel/parser/tree.h"

namespace qiuhao::cel {

// The call itself when it is no macro, or what it means. Errors: bad_macro.
Result<NodePtr> expand_macro(const Source& source, NodePtr call);

// What the macros are, for the reference page and the console's help.
std::vector<FunctionDoc> macro_docs();

}  // namespace qiuhao::cel
