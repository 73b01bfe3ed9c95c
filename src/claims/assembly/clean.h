// Clean-up of one person's rows: the same row counts once, of differing rows with one key the later stays, refunds are
// netted into their lines, and rows without a visit wait.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "claims/assemble.h"
#include "claims/assembly/rows.h"

namespace qiuhao::claims::assembly {

// Rows by the hash of their id. Built once a person, kept for its memory.
class IdIndex {
 public:
  void build(const Rows& rows, std::span<const RowNumber> chosen);
  RowNumber find(const Rows& rows, std::string_view id) const;  // kNoRowNumber when there is none

 private:
  struct Entry {
    std::uint64_t hash;
    RowNumber row;
  };
  std::vector<Entry> entries_;
};

// Cleans table after table of a person; what is left of each stands in `kept`, in the order of the tape.
class Cleaner {
 public:
  // Rows of one key once: fills `kept` in no particular order.
  void keep_latest(const Rows& rows, std::vector<RowNumber>& kept, AssembleCounts& counts);
  // Removes rows whose visit is not among the person's; `visit_rows` are places in the order of visits.
  void put_aside_orphans(const Rows& rows, const Rows& visits, const IdIndex& visit_ids, std::vector<RowNumber>& kept,
                         AssembleCounts& counts);
  // Nets refund rows of fee lines; `refunded` gets the units given back, by row.
  void net_refunds(Rows& lines, std::vector<RowNumber>& kept, std::vector<std::int64_t>& refunded,
                   AssembleCounts& counts);

 private:
  RowNumber unnamed_original(const Rows& lines, RowNumber refund, std::span<const RowNumber> lines_kept) const;

  struct Key {
    std::uint64_t hash;
    RowNumber row;
  };
  std::vector<Key> keys_;
  std::vector<RowNumber> refunds_;
  IdIndex line_ids_;
};

// Sorts by (time, id).
void sort_by_time(const Rows& rows, std::vector<RowNumber>& kept);

}  // namespace qiuhao::claims::assembly
