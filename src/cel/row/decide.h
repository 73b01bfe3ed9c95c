// The quick forms of steps that give a bool: fields are read in place from columns, and nothing but false, true or
// "unsure" comes back. Whoever is told "unsure" runs the step itself, which finds the value or the error.
#pragma once

#include "cel/parser/tree.h"
#include "cel/row/code.h"

namespace qiuhao::cel {

// Never null; the step's operands have theirs already.
Decide decision_step(const Node& node, Step& step);

}  // namespace qiuhao::cel
