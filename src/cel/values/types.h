// How types relate: which may be compared, joined, given where another is wanted.
#pragma once

#include <optional>

#include "cel/parser/tree.h"
#include "cel/value.h"

namespace qiuhao::cel {

bool depth_within(const Type& type, int most);              // list(list(int)) is 3 deep
bool is_unknown(const Type& type);                          // dyn
bool is_comparable(const Type& a, const Type& b);           // by == and !=
bool is_orderable(const Type& a, const Type& b);            // by <
bool is_assignable(const Type& given, const Type& wanted);  // dyn on either side passes
// The type of a value that is of either type: int and decimal give decimal; nullopt when they have nothing in common.
std::optional<Type> join_types(const Type& a, const Type& b);
// The type of `a operation b` for + - * / %; nullopt when there is no such overload.
std::optional<Type> arithmetic_type(Operation operation, const Type& a, const Type& b);

}  // namespace qiuhao::cel
