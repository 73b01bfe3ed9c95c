// Registers by id.
#include "claims/assembly/register.h"

#include <tuple>

namespace qiuhao::claims::assembly {

RowIndex Register::row_of(std::string_view id, std::string_view detail, Seconds seen) {
  auto found = by_id_.find(id);
  if (found == by_id_.end()) {
    found = by_id_.emplace(std::string(id), static_cast<RowIndex>(entries_.size())).first;
    entries_.push_back({std::string(id), "", seen});
  }
  Entry& entry = entries_[found->second];
  if (!detail.empty() &&
      (entry.detail.empty() || std::tie(seen, detail) > std::tuple(entry.seen, std::string_view(entry.detail)))) {
    if (entry.detail != detail) entry.detail = detail;
    entry.seen = seen;
  }
  return found->second;
}

void Register::clear() {
  entries_.clear();
  by_id_.clear();
}

}  // namespace qiuhao::claims::assembly
