// Counters, names and watched statements.
#include "claims/reading/job.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "claims/reading/byte_source.h"
#include "claims/reading/recognise.h"
#include "claims/reading/staging_sql.h"

namespace qiuhao::claims::reading {
namespace {

// Tells progress and carries the stop flag into DuckDB while a statement runs.
class Watch {
 public:
  Watch(Job& job, const Source& source)
      : thread_([&job, &source](const std::stop_token& done) {
          while (!done.stop_requested()) {
            if (job.stopped()) job.engine.interrupt();
            const double percent = std::clamp(job.engine.progress(), 0.0, 100.0);
            const auto part = static_cast<std::int64_t>(static_cast<double>(source.bytes) * percent / 100);
            if (job.options.progress)
              job.options.progress({source.path.string(), job.bytes_done + part, job.bytes_total});
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
          }
        }) {}

 private:
  std::jthread thread_;
};

Result<std::int64_t> copied_rows(tables::Engine& engine, const std::string& sql) {
  ASSIGN(tables::Answer answer, engine.query(sql));
  ASSIGN(const tables::Chunk chunk, answer.next());
  return chunk.rows() == 0 ? 0 : chunk.column(0).value<std::int64_t>(0);
}

}  // namespace

Error with_place(Error error, const Path& file) {
  if (error.code != "sql_failed") return error;
  // DuckDB's first line says what; the rest is its own options.
  const std::string sentence = error.message.substr(0, error.message.find('\n'));
  return {Fault::input,
          "damaged_file",
          fmt::format("cannot be read ({}); check the file, nothing of it was taken", sentence),
          {file.string(), 0, 0, ""}};
}

Result<Path> Job::next_parquet(std::string_view table) {
  const Path folder = incoming / table;
  TRY(make_folder(folder));
  return folder / fmt::format("{:06}-{:04}.parquet", options.batch, ++staged_files);
}

Path Job::next_temporary() { return incoming / "temporary" / fmt::format("{:04}.csv", ++temporary_files); }

RejectFile Job::open_rejects(const Source& source) {
  std::string file = source.path.filename().string();
  if (file.ends_with(".csv")) file.resize(file.size() - 4);
  const std::string name = fmt::format("{}-{}", options.batch, file);
  std::string unique = name;
  for (int copy = 2; std::ranges::find(rejected_names, unique) != rejected_names.end(); ++copy)
    unique = fmt::format("{}-{}", name, copy);
  rejected_names.push_back(unique);
  return {incoming / "rejected" / (unique + ".csv"), source.path.string()};
}

Status Job::close_rejects(RejectFile& rejects) {
  ASSIGN(const std::int64_t rows, rejects.finish());
  if (rows > 0) outcome.rejected_files.push_back(rejects.path());
  return {};
}

Result<std::int64_t> Job::copy(const Source& source, const std::string& sql) {
  Result<std::int64_t> rows = 0;
  {
    const Watch watch(*this, source);
    rows = copied_rows(engine, sql);
  }
  if (!rows) return fail(rows.error());
  if (stopped()) return interrupted();
  return rows;
}

Result<const TableShape*> Job::shape_of(const Source& source, const std::vector<std::string>& columns) {
  const TableShape* shape = source.shape;
  if (shape == nullptr) {
    ASSIGN(shape, recognise(shapes, columns, source.path));
  }
  TRY(engine.run(fmt::format("SET preserve_insertion_order = {}", shape->table->is_register())));
  return shape;
}

Status Job::reset_counters() {
  for (const auto& sequence : {kDroppedRows, kLackingRows})
    TRY(engine.run(fmt::format("CREATE OR REPLACE SEQUENCE {}", sequence)));
  TRY(engine.run(fmt::format("DROP TABLE IF EXISTS {}", kTurnedDown)));
  return engine.run(fmt::format("DROP TABLE IF EXISTS {}_scan", kTurnedDown));
}

Result<std::int64_t> Job::counted(std::string_view sequence) {
  ASSIGN(const std::int64_t next, engine.number(fmt::format("SELECT nextval('{}')", sequence)));
  return next - 1;
}

void Job::note_columns(const TableShape& shape, const std::vector<std::string>& columns) {
  const std::string table(shape.table->name);
  for (const std::string& column : columns) {
    const bool used = column == "vali_flag" || column == "_line" ||
                      std::ranges::any_of(shape.columns, [&](const auto& known) { return known.national == column; });
    if (used || column.empty()) continue;
    const bool national = std::ranges::find(shape.table->columns, column) != shape.table->columns.end();
    auto& list = (national ? outcome.unused_columns : outcome.unknown_columns)[table];
    if (std::ranges::find(list, column) == list.end()) list.push_back(column);
  }
}

}  // namespace qiuhao::claims::reading
