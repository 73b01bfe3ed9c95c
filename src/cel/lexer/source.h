// The text being compiled: its limits, where an offset lies in its file, and error sentences with the line and a caret.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace qiuhao::cel {

inline constexpr std::size_t kMaxTextBytes = 64 * 1024;
inline constexpr int kMaxDepth = 250;               // of nesting, and of the tree
inline constexpr std::size_t kMaxItems = 10'000;    // of a list or && chain that is written out
inline constexpr std::size_t kMaxMapEntries = 150;  // of a map that is written out: its keys are compared in pairs
inline constexpr std::size_t kMaxArguments = 64;    // of a call
inline constexpr std::size_t kMaxNamesListed = 40;  // in place of one that is unknown
inline constexpr std::size_t kMaxCaretWidth = 120;  // columns of the source line that a message shows

struct Source {
  std::string text;
  Place origin;  // where the text begins in its file

  std::string_view part(std::uint32_t begin, std::uint32_t end) const {
    return std::string_view(text).substr(begin, end - begin);
  }
  Place place_of(std::uint32_t offset) const;
  // The source line of an offset, and a line with a caret under the offset.
  std::string snippet_of(std::uint32_t offset) const;
  // An input error at an offset, with its snippet. Both languages are needed:
  //   source.error("bad_literal", {"this number is beyond an int", "这个数超出 int 的范围"}, offset)
  std::unexpected<Error> error(std::string code, Sentence sentence, std::uint32_t offset) const;
};

// The candidate that somebody who wrote `name` most likely meant (a slip of a few letters, or an abbreviation such as
// qty for quantity), or empty.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);
// "; did you mean PREFIXname?" for the nearest candidate; when none is near, what there is; empty when that is too
// much.
Sentence suggest_name(std::string_view name, const std::vector<std::string>& candidates, std::string_view prefix = "");

}  // namespace qiuhao::cel
