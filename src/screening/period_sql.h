// A period as a condition of SQL.
#pragma once

#include <string>
#include <string_view>

#include "base/day.h"

namespace qiuhao::screening {

// "DATE >= … AND DATE <= …" of an expression that is a date, both days included; kNoDay: open, true for an open period.
std::string within(std::string_view date, Day from, Day to);

}  // namespace qiuhao::screening
