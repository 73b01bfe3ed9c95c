// Lists of item codes as people write them in a cell of a sheet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace qiuhao::knowledge {

inline constexpr std::size_t kMaxCodesOfRange = 1'000;

// Codes parted by blanks, line breaks, ",", ";" or "、" of either width, each once, in the order written. Full-width
// letters and digits become plain ones. A range (A01-A05, A01～A05, A01至A05) stands for each code from one end to
// the other. Refuses with "bad_code_range" a range whose ends are not of one form, or the wrong way round, or too far
// apart.
Result<std::vector<std::string>> read_code_list(std::string_view text, const Place& place);

}  // namespace qiuhao::knowledge
