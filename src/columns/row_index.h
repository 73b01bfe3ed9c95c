// Numbers of rows.
#pragma once

#include <cstdint>
#include <limits>

namespace qiuhao {

using RowIndex = std::uint32_t;
inline constexpr RowIndex kNoRow = std::numeric_limits<RowIndex>::max();

}  // namespace qiuhao
