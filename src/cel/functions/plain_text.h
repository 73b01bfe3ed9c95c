// Values as format's %s writes them: texts without quotes, lists and maps with what they hold. Without allocation.
#pragma once

#include "cel/functions/scratch_text.h"

namespace qiuhao::cel {

// False for what has no such text: a row, or a list or map with one.
bool append_plain(Frame& frame, ScratchText& out, const Value& value);
void append_decimal(ScratchText& out, Decimal number, std::string_view mark);

}  // namespace qiuhao::cel
