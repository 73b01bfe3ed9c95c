// The checked tree to the row program: constant parts are evaluated once, `in` on constants becomes a hash set, regular
// expressions are compiled.
#pragma once

#include "cel/row/code.h"

namespace qiuhao::cel {

// Fills code.steps and code.root, and each node's step.
void lower(Program::Code& code);

}  // namespace qiuhao::cel
