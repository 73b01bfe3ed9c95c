// SQL over the staged files of one table.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/files.h"
#include "claims/assembly/layout.h"
#include "tables/engine.h"

namespace qiuhao::claims::assembly {

struct StagedFiles {
  std::vector<Path> files;   // of the table, in the order of their names
  std::vector<Path> visits;  // for rows that name no person: their visit does
  std::int64_t batch = 1;
};

// A row's place in the order of reading, in 63 bits: the import, the file, the row.
inline constexpr int kFileBits = 14;
inline constexpr int kRowBits = 32;
inline constexpr std::size_t kMostFilesOfBatch = std::size_t{1} << kFileBits;

// Names of the columns that the files have; those of earlier batches may lack fields that the dictionary has won since.
Result<std::set<std::string>> column_names(tables::Engine& engine, std::span<const Path> files);

// "[...]" of read_parquet, and the relation of the staged columns of a layout over it.
std::string file_list(std::span<const Path> files);
Result<std::string> staged_relation(const Layout& layout, tables::Engine& engine, const StagedFiles& staged);
// SQL of a layout's rows; rows that name no person get that of their visit, when it comes with them.
Result<std::string> rows_with_people(const Layout& layout, tables::Engine& engine, const StagedFiles& staged);
// The number of staged rows.
Result<std::int64_t> staged_rows(tables::Engine& engine, std::span<const Path> files);

}  // namespace qiuhao::claims::assembly
