// The rows of one entity over all parts of a tape, in runs.
#pragma once

#include <mutex>
#include <vector>

#include "claims/tape.h"

namespace qiuhao::claims {

// Part and row of something.
struct RowPlace {
  std::uint16_t part = 0;
  RowIndex row = kNoRow;
};

class EntityRows {
 public:
  // Runs have `run_rows` rows at most.
  EntityRows(const Tape& tape, const Schema& schema, Entity entity, std::size_t run_rows);

  // Safe to be called from several threads.
  std::size_t runs();
  std::size_t rows();
  // The places of a run's rows, all of one part; runs() must have been called.
  void places(std::size_t run, std::vector<RowPlace>& places) const;

 private:
  struct Run {
    std::uint16_t part = 0;
    RowIndex begin = 0;
    RowIndex end = 0;
  };
  // Providers and staff: the last place of each id.
  void find_last_places(const Schema& schema, std::size_t run_rows);

  const Tape& tape_;
  const Schema& schema_;
  Entity entity_;
  std::size_t run_rows_;
  std::once_flag is_listed_;
  std::vector<Run> runs_;
  std::vector<RowPlace> last_places_;  // runs are of these, where it is not empty
};

}  // namespace qiuhao::claims
