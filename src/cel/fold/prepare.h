// What a call can know before it is evaluated: its regular expression, its time zone, its decimal mark.
#pragma once

#include <string_view>

#include "cel/row/code.h"

namespace qiuhao::cel {

// Fills the step of a call whose operands are lowered.
void prepare_call(Program::Code& code, Step& step, std::string_view function);

}  // namespace qiuhao::cel
