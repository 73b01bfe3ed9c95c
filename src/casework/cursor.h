// Where a page of a sorted list ended: what it is sorted by, and the id of its last line. Used by lists alone.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace qiuhao::casework {

struct CursorKey {
  std::int64_t sorted = 0;
  std::string id;
};

// `list`: a letter of its own for each list and order.
std::string write_cursor(char list, const CursorKey& key);
// "bad_cursor": another list's, or none of ours.
Result<CursorKey> read_cursor(char list, const std::string& cursor);

}  // namespace qiuhao::casework
