// DuckDB reads, this packs.
#include "claims/assembly/deal_out.h"

#include <fmt/format.h>

#include <algorithm>

#include "claims/assembly/rows.h"
#include "claims/assembly/staged_sql.h"
#include "tables/stop_watch.h"

namespace qiuhao::claims::assembly {
namespace {

StagedFiles staged_files(const Work& work, std::size_t table) {
  StagedFiles files{work.options.staged[table], work.options.staged[kVisits], work.options.batch};
  std::ranges::sort(files.files, {}, [](const Path& path) { return path.filename(); });
  return files;
}

Status deal_out_rows(Work& work, tables::Engine& engine, std::size_t table, const std::string& sql) {
  const Layout& layout = work.layouts[table];
  Spill& spill = work.spills[table];
  PseudonymCache pseudonyms(work.pseudonyms);
  ASSIGN(tables::Answer answer, engine.query(sql));
  std::vector<tables::Vector> vectors;
  while (true) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) return {};
    if (work.stopped()) return interrupted();
    vectors.clear();
    for (std::size_t column = 0; column < layout.columns.size(); ++column) vectors.push_back(chunk.column(column));
    const tables::Vector& person = vectors[layout.person];
    for (std::size_t row = 0; row < chunk.rows(); ++row) {
      const PersonKey& key = person.has(row) ? pseudonyms.of(person.text(row)) : kNobody;
      const std::size_t partition = person.has(row) ? work.partition_of(key) : work.partitions;
      std::string& buffer = spill.buffer(partition);
      buffer.append(key.raw());
      pack_row(layout, vectors, row, buffer);
      TRY(spill.settle(partition));
    }
  }
}

Status deal_out_table(Work& work, tables::Engine& engine, std::size_t table) {
  const std::size_t buffer = kSpillBufferBytes / ((work.partitions + 1) * kAssembledTables);
  const Path path = work.options.workspace / "tmp" / fmt::format("rows-{}", table);
  ASSIGN(Spill spill, Spill::make(path, work.partitions + 1, buffer));
  work.spills.push_back(std::move(spill));
  const StagedFiles files = staged_files(work, table);
  if (files.files.empty()) return {};
  if (files.files.size() > kMostFilesOfBatch) {
    return input_error(
        "too_many_files",
        fmt::format("{} files of {} are more than the {} of one import; give some of them in another call",
                    files.files.size(), work.layouts[table].table, kMostFilesOfBatch),
        {work.layouts[table].table, 0, 0, ""});
  }
  if (work.stopped()) return interrupted();
  ASSIGN(const std::string rows, rows_with_people(work.layouts[table], engine, files));
  return deal_out_rows(work, engine, table, rows);
}

}  // namespace

std::size_t partitions_for(std::int64_t rows) {
  return std::clamp(static_cast<std::size_t>(rows / kRowsInPartition), std::size_t{1}, kMostPartitions);
}

Status deal_out_all(Work& work) {
  const Path spill = work.options.workspace / "tmp" / "spill";
  TRY(make_folder(spill));
  ASSIGN(tables::Engine engine,
         tables::Engine::open({fmt::format("{}MB", work.options.memory_megabytes), spill, work.options.threads}));
  TRY(engine.run("SET preserve_insertion_order = false"));
  const tables::StopWatch watch(engine, work.options.stop);
  std::int64_t rows = 0;
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    ASSIGN(work.outcome.staged[table], staged_rows(engine, work.options.staged[table]));
    rows += work.outcome.staged[table];
  }
  work.partitions = partitions_for(rows);
  for (std::size_t table = 0; table < kAssembledTables; ++table) TRY(deal_out_table(work, engine, table));
  return {};
}

}  // namespace qiuhao::claims::assembly
