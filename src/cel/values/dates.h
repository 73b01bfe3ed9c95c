// The dates that formulas know.
#pragma once

#include "base/day.h"

namespace qiuhao::cel {

inline constexpr Day kFirstDay = -719'162;  // 0001-01-01
inline constexpr Day kLastDay = 2'932'896;  // 9999-12-31

}  // namespace qiuhao::cel
