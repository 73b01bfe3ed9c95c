// The money of lines: what was in scope, or the amount where that is not known. It is pieced of several columns, and is
// asked for more than once of each finding, so lines that may be findings are read together.
#pragma once

#include <optional>
#include <vector>

#include "base/decimal.h"
#include "rules/bulk/people_run.h"

namespace qiuhao::rules {

// The most that a line can be asked back for, never below 0; nothing when neither column knows it.
std::optional<Cents> line_money(const claims::Part& part, const EngineFields& fields, RowIndex line);

// One thread's, over one part.
class LineMoney {
 public:
  explicit LineMoney(const PartPlan& plan);
  // Another run.
  void begin(const PeopleRun& run);
  // These lines of the run, read at once; ascending, the same one more than once if need be.
  void read(std::span<const RowIndex> lines);
  // As line_money, of any line of the part.
  std::optional<Cents> of(RowIndex line) const {
    const std::size_t at = line - lines_.begin;
    if (line >= lines_.begin && line < lines_.end && ((is_read_[at / 64] >> (at % 64)) & 1) != 0) return cents_[at];
    return line_money(part_, fields_, line);
  }

 private:
  const claims::Part& part_;
  const EngineFields& fields_;
  const Column* in_scope_;
  claims::Range lines_;
  std::vector<Cents> cents_;            // by place in the run, of those that were read
  std::vector<std::uint64_t> is_read_;  // bits
  std::vector<std::int64_t> gathered_;
};

}  // namespace qiuhao::rules
