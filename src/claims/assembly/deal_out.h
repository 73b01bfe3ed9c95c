// From tables to people: the new rows of each table are dealt out into partitions of people, in one pass over the
// staged files, so that each partition can be sorted in memory.
#pragma once

#include "claims/assembly/work.h"

namespace qiuhao::claims::assembly {

// A partition holds about so many rows; partitions are worked on one a thread.
inline constexpr std::int64_t kRowsInPartition = 250'000;
inline constexpr std::size_t kMostPartitions = 1024;
inline constexpr std::size_t kSpillBufferBytes = std::size_t{64} << 20;  // of all partitions and tables together

std::size_t partitions_for(std::int64_t rows);

// Fills work.spills and counts work.outcome.staged. A spilled row is the person's key and the packed row.
Status deal_out_all(Work& work);

}  // namespace qiuhao::claims::assembly
