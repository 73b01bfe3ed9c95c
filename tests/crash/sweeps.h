// Many trials: the same for a test of seconds and for a measurement of minutes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "trial.h"

namespace qiuhao::crash {

// How a call may fail: no room from there on, once an input/output error, half a write and then no room.
inline const std::vector<std::string> kFailures = {"ENOSPC", "once-EIO", "short"};

struct Sweep {
  std::size_t trials = 0;
  std::size_t reached = 0;            // the accident happened before the command ended
  std::size_t old_states = 0;         // of those reached
  std::size_t new_states = 0;         // of those reached
  std::vector<std::string> troubles;  // a sentence for each trial after which not all was whole

  std::string text() const;
};

using SweepProgress = std::function<void(const Sweep&)>;

// kill -9 `times` times in all, over every command of the table, alternately at a random moment of its run and at a
// random call that changes a file (just before or after it).
Result<Sweep> kill_sweep(const Path& scratch, std::int64_t people, std::size_t times, std::uint64_t seed,
                         const SweepProgress& progress = {});

// An accident at every `step`-th call that changes a file, of every command of the table; kinds in turn, each command
// beginning with the next one.
Result<Sweep> failed_write_sweep(const Path& scratch, std::int64_t people, const std::vector<std::string>& kinds,
                                 long step, const SweepProgress& progress = {});

// One bit flipped at `times` random places of parts, manifest and list of imports.
Result<Sweep> flipped_bit_sweep(const Path& scratch, std::int64_t people, std::size_t times, std::uint64_t seed);

}  // namespace qiuhao::crash
