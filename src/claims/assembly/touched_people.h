// The people that new rows touch, in order, each with all rows that were ever read of them.
#pragma once

#include <array>
#include <deque>
#include <span>
#include <vector>

#include "claims/assembly/part_writer.h"
#include "claims/assembly/work.h"

namespace qiuhao::claims::assembly {

// Files of rows of all tables.
struct AllRows {
  std::array<RowsFiles, kAssembledTables> before;
  std::array<RowsFiles, kAssembledTables> added;

  static Result<AllRows> open(const Work& work);
};

class TouchedPeople {
 public:
  // People from `begin` on and before `end` (as prefixes of 32 bits; 2^32 for all). `also` are sorted people that are
  // touched without new rows.
  TouchedPeople(const AllRows& rows, std::span<const PersonKey> also, std::uint64_t begin, std::uint64_t end);

  // Stands on the next person; false at the end, or when a file is damaged (status()).
  bool next();
  const PersonKey& person() const { return person_; }
  // All rows of the person, or those of earlier imports alone; views of them are good until the next person.
  void gather(PersonRows& rows, bool earlier_only);
  bool has_earlier() const { return has_earlier_; }
  const Status& status() const { return status_; }

 private:
  struct Source {
    std::size_t table;
    RowsCursor cursor;
    bool stands;
  };
  void check(const Source& source) {
    if (!source.cursor.status() && status_) status_ = source.cursor.status();
  }

  std::deque<Source> before_;
  std::deque<Source> added_;
  std::span<const PersonKey> also_;
  std::uint64_t end_;
  PersonKey person_;
  bool has_earlier_ = false;
  Status status_;
};

}  // namespace qiuhao::claims::assembly
