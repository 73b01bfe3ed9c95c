// What assembling counts. Assembling makes of all rows ever read of a person one clean tape: rows once, refunds netted,
// what has no visit put aside. It is a pure function of those rows, whatever the imports that brought them.
// docs/reference/import.md has the semantics.
#pragma once

#include <array>
#include <cstdint>

#include "claims/part.h"

namespace qiuhao::claims {

inline constexpr std::size_t kAssembledTables = 5;
inline constexpr std::array<Entity, kAssembledTables> kAssembledEntities = {
    Entity::visit, Entity::line, Entity::diagnosis, Entity::operation, Entity::settlement};

// A part is closed at kPartLines lines or at these many bytes, whichever comes first.
inline constexpr std::size_t kMostPartBytes = std::size_t{160} << 20;
// Keys that stand under several people; more than that is no city but a wrong key column.
inline constexpr std::int64_t kMostContestedKeys = 1'000'000;

// What became of the rows that were read of one table; staged is the sum of all others.
struct AssembleCounts {
  std::int64_t staged = 0;
  std::int64_t taken = 0;           // stand on the tape
  std::int64_t dropped_equal = 0;   // the same row again
  std::int64_t dropped_older = 0;   // another row of the same key was updated later
  std::int64_t dropped_refund = 0;  // refund rows, netted into the lines they name
  std::int64_t refunded_away = 0;   // lines that refunds reduced to quantity 0
  std::int64_t waiting = 0;         // no visit yet; refunds whose line is not there yet

  std::int64_t dropped() const { return dropped_equal + dropped_older + dropped_refund + refunded_away; }
};

}  // namespace qiuhao::claims
