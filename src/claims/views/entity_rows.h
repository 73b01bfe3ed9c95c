// The rows of one entity over all parts of a tape, in runs; without those of people whose tape a later part holds.
#pragma once

#include <mutex>
#include <vector>

#include "claims/tape.h"

namespace qiuhao::claims {

class EntityRows {
 public:
  // Runs have `run_rows` rows at most.
  EntityRows(const Tape& tape, const Schema& schema, Entity entity, std::size_t run_rows);

  // Safe to be called from several threads.
  std::size_t runs();
  std::size_t rows();
  // The rows of a run, and the part they are of; runs() must have been called.
  std::uint16_t places(std::size_t run, std::vector<RowIndex>& rows) const;

  // Whether the rows of each run stand beside each other, in order.
  bool are_beside() const { return last_places_.empty(); }

 private:
  struct Run {
    std::uint16_t part = 0;
    RowIndex begin = 0;
    RowIndex end = 0;
  };
  void add_run(std::uint16_t part, RowIndex begin, RowIndex end);
  void add_part(std::uint16_t number);
  // Providers and staff: the last place of each id.
  void find_last_places(const Schema& schema, std::size_t run_rows);

  const Tape& tape_;
  const Schema& schema_;
  Entity entity_;
  std::size_t run_rows_;
  std::once_flag is_listed_;
  std::vector<Run> runs_;
  std::vector<std::pair<std::uint16_t, RowIndex>>
      last_places_;  // part and row; runs are of these, where it is not empty
};

}  // namespace qiuhao::claims
