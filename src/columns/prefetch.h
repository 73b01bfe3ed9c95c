// Rows of many columns that are about to be read once: their memory is asked for beforehand, so that one waits for all
// of it together and not for each column in turn. Nothing depends on it but time.
#pragma once

#include "columns/column.h"

namespace qiuhao {

// Where a value lies is found step by step, each of which may have to be waited for: call with step 0, 1, 2, each for
// all columns before the next.
inline constexpr int kPrefetchSteps = 3;

// Rows first … first + count - 1.
void prefetch(const Column& column, RowIndex first, std::size_t count, int step);

}  // namespace qiuhao
