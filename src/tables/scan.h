// A table of ours that statements may read again and again, on several threads, and of which only the columns that a
// statement asks for are made.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "tables/row_stream.h"

namespace qiuhao::tables {

struct ScanTable {
  std::vector<StreamColumn> columns;
  std::size_t rows = 0;  // about how many, for the planner
  // How many runs of rows there are; asked once at the start of each reading.
  std::function<std::size_t()> runs;
  // Puts the rows of a run into the batch, at most kStreamRows, and says how many; column i of the batch is
  // columns[wanted[i]]. Called from several threads, each with its own batch.
  std::function<std::size_t(std::size_t run, std::span<const std::size_t> wanted, StreamBatch& batch)> read;
};

// Names a table function: SELECT … FROM name(). With one thread rows come in the order of runs.
Status add_scan(Engine& engine, const std::string& name, ScanTable table);

}  // namespace qiuhao::tables
