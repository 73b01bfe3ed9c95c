// From tables to people: the rows of each table are dealt out into partitions by the hash of their person, and a
// partition's five tables are then read person by person.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "claims/assemble.h"
#include "claims/assembly/rows.h"
#include "claims/assembly/spill.h"

namespace qiuhao::claims::assembly {

// A partition holds about so many rows; partitions are worked on one a thread.
inline constexpr std::int64_t kRowsInPartition = 250'000;
inline constexpr std::size_t kMostPartitions = 1024;
inline constexpr std::size_t kSpillBufferBytes = std::size_t{64} << 20;  // of all partitions and tables together

std::size_t partitions_for(std::int64_t rows);
// Partitions are ranges of the hash, so that people stand in the order of their hash whatever the number of partitions.
std::size_t partition_of(std::string_view person, std::size_t partitions);

// Deals out all rows that an SQL query answers.
Status deal_out(const Layout& layout, tables::Engine& engine, const std::string& sql, std::size_t partitions,
                Spill& spill, const std::atomic<bool>* stop);

// One table's rows of a partition, sorted by (hash of person, person).
class PartitionTable {
 public:
  static Result<PartitionTable> load(const Layout& layout, const Spill& spill, std::size_t partition);

  struct PersonKey {
    std::uint64_t hash = 0;
    std::string_view person;
    auto operator<=>(const PersonKey&) const = default;
  };
  bool at_end() const { return next_ == places_.size(); }
  const PersonKey& person() const { return places_[next_].key; }
  // Moves all rows of this person into `rows`, which is valid as long as this is.
  void take(const PersonKey& person, Rows& rows);

 private:
  struct Place {
    PersonKey key;
    const char* row = nullptr;
  };
  std::unique_ptr<std::string> bytes_;  // stays where it is when this is moved
  std::vector<Place> places_;
  std::size_t next_ = 0;
};

}  // namespace qiuhao::claims::assembly
