// What reading one input after another shares: the engine, the shapes, the counters and the outcome so far.
#pragma once

#include <thread>
#include <vector>

#include "claims/reading.h"
#include "claims/reading/rejects.h"
#include "claims/reading/table_shape.h"
#include "tables/engine.h"

namespace qiuhao::claims::reading {

// A file to read. Rewritten and mapped files have their text elsewhere than where they were found.
struct Source {
  Path path;  // as found; what people are told
  Path text;  // what is read
  Hash128 hash;
  std::int64_t bytes = 0;
  bool from_folder = false;
  bool is_mapped = false;             // the column _line holds the line in `path`
  const TableShape* shape = nullptr;  // of mapped ones: the table that the map names
  std::int64_t rejected_before = 0;   // rows told before DuckDB saw the text
};

struct Job {
  const ReadOptions& options;
  Path incoming;
  std::vector<TableShape> shapes;
  tables::Engine engine;
  ReadOutcome outcome{};
  std::int64_t bytes_done = 0;
  std::int64_t bytes_total = 0;
  int staged_files = 0;
  int temporary_files = 0;
  std::vector<std::string> rejected_names{};  // taken names of files of rejected rows

  bool stopped() const { return options.stop != nullptr && options.stop->load(); }
  // INCOMING/<table>/<batch>-<n>.parquet, its folder made.
  Result<Path> next_parquet(std::string_view table);
  Path next_temporary();
  RejectFile open_rejects(const Source& source);
  Status close_rejects(RejectFile& rejects);
  // Runs a statement while telling progress and watching the stop flag; errors name the source.
  Result<std::int64_t> copy(const Source& source, const std::string& sql);
  Status reset_counters();
  // The shape by which a source is read; rows of registers keep their order in the file, of which the later one stays.
  Result<const TableShape*> shape_of(const Source& source, const std::vector<std::string>& columns);
  // What a counting sequence counted since reset_counters.
  Result<std::int64_t> counted(std::string_view sequence);
  void note_columns(const TableShape& shape, const std::vector<std::string>& columns);
};

// "source: sentence" for an error of DuckDB that is the file's fault; others as they are.
Error with_place(Error error, const Path& file);

// Each reads one source whose kind is known and adds to the outcome.
Status stage_csv(Job& job, Source source);
Status stage_parquet(Job& job, const Source& source);

}  // namespace qiuhao::claims::reading
