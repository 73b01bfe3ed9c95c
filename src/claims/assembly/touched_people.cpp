// Merging cursors.
#include "claims/assembly/touched_people.h"

#include <algorithm>

namespace qiuhao::claims::assembly {
namespace {

PersonKey first_of(std::uint64_t prefix) {
  PersonKey key;
  for (int byte = 0; byte < 4; ++byte)
    key.bytes[static_cast<std::size_t>(byte)] = static_cast<std::uint8_t>(prefix >> (24 - 8 * byte));
  return key;
}

void append_all(std::string_view packed, Rows& rows) {
  for (const char* row = packed.data(); row < packed.data() + packed.size(); row += packed_size(row)) rows.append(row);
}

}  // namespace

Result<AllRows> AllRows::open(const Work& work) {
  AllRows all;
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    const auto& files = work.outcome.stored.rows[table];
    const auto before = static_cast<std::ptrdiff_t>(work.before().rows[table].size());
    ASSIGN(all.before[table], open_rows(work, {files.begin(), files.begin() + before}));
    ASSIGN(all.added[table], open_rows(work, {files.begin() + before, files.end()}));
  }
  return all;
}

TouchedPeople::TouchedPeople(const AllRows& rows, std::span<const PersonKey> also, std::uint64_t begin,
                             std::uint64_t end)
    : end_(end) {
  const PersonKey first = first_of(begin);
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    for (const auto& file : rows.before[table]) before_.push_back({table, RowsCursor(*file), false});
    for (const auto& file : rows.added[table]) {
      added_.push_back({table, RowsCursor(*file), false});
      added_.back().stands = added_.back().cursor.seek(first);
      check(added_.back());
    }
  }
  also_ = also.subspan(static_cast<std::size_t>(std::ranges::lower_bound(also, first) - also.begin()));
}

bool TouchedPeople::next() {
  // Those who stand on the person before go on.
  for (Source& source : added_) {
    if (source.stands && source.cursor.person() <= person_ && person_ != kNobody) source.stands = source.cursor.next();
    check(source);
  }
  while (!also_.empty() && also_.front() <= person_ && person_ != kNobody) also_ = also_.subspan(1);
  const PersonKey* least = also_.empty() ? nullptr : &also_.front();
  for (const Source& source : added_) {
    if (source.stands && (least == nullptr || source.cursor.person() < *least)) least = &source.cursor.person();
  }
  if (least == nullptr || least->prefix(32) >= end_ || !status_) return false;
  person_ = *least;
  has_earlier_ = false;
  for (Source& source : before_) {
    source.stands = source.cursor.seek(person_) && source.cursor.person() == person_;
    has_earlier_ = has_earlier_ || source.stands;
    check(source);
  }
  return status_.has_value();
}

void TouchedPeople::gather(PersonRows& rows, bool earlier_only) {
  rows.clear();
  for (const Source& source : before_) {
    if (source.stands) append_all(source.cursor.rows(), *rows.rows[source.table]);
  }
  if (earlier_only) return;
  for (const Source& source : added_) {
    if (source.stands && source.cursor.person() == person_) append_all(source.cursor.rows(), *rows.rows[source.table]);
  }
}

}  // namespace qiuhao::claims::assembly
