// The sex that a text is about, read from a reviewed list of words that name an organ or state of one sex only.
#pragma once

#include <optional>
#include <string_view>

namespace qiuhao::knowledge {

// 1 male, 2 female; nothing when words of neither or of both sexes stand there. Words in a clause that excludes
// (禁用, 除…外) do not count, nor do parts of other words (前列腺素, 女贞子).
std::optional<int> read_sex(std::string_view text);

}  // namespace qiuhao::knowledge
