// Whether a store is whole after anything: the sweeps of tests/crash in their full length.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "bench.h"
#include "sweeps.h"

namespace qiuhao::bench {
namespace {

constexpr std::uint64_t kSeed = 4;

// Trials are on the disk of the build, so that syncing costs what it costs.
Path scratch_of(const Setting& setting, const char* name) { return setting.data / "crash" / name; }

// A trouble is told when it is met, for a sweep takes long.
void tell(const crash::Sweep& sweep) {
  static std::size_t told = 0;
  if (sweep.troubles.size() < told) told = 0;  // another sweep
  for (; told < sweep.troubles.size(); ++told) fmt::print(stderr, "{}\n", sweep.troubles[told]);
  if (sweep.trials % 100 == 0) fmt::print(stderr, "{} trials, {} troubles\n", sweep.trials, sweep.troubles.size());
}

// What went wrong is told; what was tried is removed.
void finish(const crash::Sweep& sweep, const Path& scratch) {
  fmt::print(stderr, "{}", sweep.text());
  std::error_code ignored;
  std::filesystem::remove_all(scratch, ignored);
}

Measure count_of(const char* name, std::size_t value, const char* unit, std::string against = "") {
  return {name, static_cast<double>(value), unit, std::move(against), 0};
}

std::string states_of(const crash::Sweep& sweep) {
  return fmt::format("{} accidents met, {} left the old state, {} the new", sweep.reached, sweep.old_states,
                     sweep.new_states);
}

}  // namespace

Result<std::vector<Measure>> tape_kill(const Setting& setting) {
  const Path scratch = scratch_of(setting, "kill");
  // Some runs are over before their moment comes; kills are what is counted.
  ASSIGN(const crash::Sweep sweep,
         crash::kill_sweep(scratch, setting.small ? 40 : 400, setting.small ? 12 : 330, kSeed, tell));
  finish(sweep, scratch);
  return std::vector<Measure>{count_of("tape-kill-times", sweep.reached, "kills", states_of(sweep)),
                              count_of("tape-kill-troubles", sweep.troubles.size(), "troubles")};
}

Result<std::vector<Measure>> tape_failed_writes(const Setting& setting) {
  const Path scratch = scratch_of(setting, "failed-writes");
  ASSIGN(const crash::Sweep sweep,
         crash::failed_write_sweep(scratch, 40, crash::kFailures, setting.small ? 197 : 1, tell));
  finish(sweep, scratch);
  return std::vector<Measure>{count_of("tape-failed-writes-tried", sweep.trials, "calls", states_of(sweep)),
                              count_of("tape-failed-writes-troubles", sweep.troubles.size(), "troubles")};
}

Result<std::vector<Measure>> tape_flipped_bits(const Setting& setting) {
  const Path scratch = scratch_of(setting, "flipped-bits");
  ASSIGN(const crash::Sweep sweep, crash::flipped_bit_sweep(scratch, 100, setting.small ? 100 : 1000, kSeed));
  finish(sweep, scratch);
  return std::vector<Measure>{count_of("tape-flipped-bits-tried", sweep.trials, "bits"),
                              count_of("tape-flipped-bits-unseen", sweep.trials - sweep.reached, "bits")};
}

}  // namespace qiuhao::bench
