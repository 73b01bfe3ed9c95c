// Providers and staff of a part: each once, with what was seen latest of them.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/day.h"
#include "columns/column.h"

namespace qiuhao::claims::assembly {

class Register {
 public:
  struct Entry {
    std::string id;
    std::string detail;  // name of a provider, department of a doctor; "" when never said
    Seconds seen = 0;    // when the detail was
  };

  // The row of an id, made when new; a detail that is later (then greater, so that no order of rows matters) replaces.
  RowIndex row_of(std::string_view id, std::string_view detail, Seconds seen);
  const std::vector<Entry>& entries() const { return entries_; }
  void clear();

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::vector<Entry> entries_;
  std::unordered_map<std::string, RowIndex, Hash, std::equal_to<>> by_id_;
};

}  // namespace qiuhao::claims::assembly
