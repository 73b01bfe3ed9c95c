// The neighbours of a place in time.
#include "rules/windows/neighbour.h"

namespace qiuhao::rules {

RowIndex previous_of(const TimeRun& run, const TimePlace& place) {
  const std::size_t before = position_of(run, place).before;
  return before == 0 ? kNoRow : run.rows[before - 1];
}

RowIndex next_of(const TimeRun& run, const TimePlace& place) {
  const std::size_t upto = position_of(run, place).upto;
  return upto == run.rows.size() ? kNoRow : run.rows[upto];
}

}  // namespace qiuhao::rules
