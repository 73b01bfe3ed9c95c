// One input after another, on one engine.
#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "claims/reading/byte_source.h"
#include "claims/reading/import_map.h"
#include "claims/reading/inputs.h"
#include "claims/reading/job.h"

namespace qiuhao::claims {
namespace reading {
namespace {

Result<bool> is_parquet(const Path& path) {
  ASSIGN(const std::string head, read_head(path, 4));
  return std::string_view(head) == "PAR1";
}

// Whether a source is new; otherwise it is noted as skipped.
bool is_new(Job& job, const Source& source, std::map<Hash128, Path>& seen) {
  if (const auto before = job.options.imported.find(source.hash); before != job.options.imported.end()) {
    job.outcome.skipped.push_back({source.path, fmt::format("imported already in batch {}", before->second)});
    return false;
  }
  const auto [first, added] = seen.emplace(source.hash, source.path);
  if (!added)
    job.outcome.skipped.push_back({source.path, fmt::format("the same content as {}", first->second.string())});
  return added;
}

Status stage(Job& job, const Source& source) {
  ASSIGN(const bool parquet, is_parquet(source.text));
  const Status staged = parquet ? stage_parquet(job, source) : stage_csv(job, source);
  if (staged || !source.from_folder || staged.error().code != "not_a_table") return staged;
  job.outcome.skipped.push_back({source.path, "is no national settlement table or register"});
  return {};
}

Status read_sources(Job& job, std::vector<Source> sources) {
  std::optional<ImportMap> map;
  if (job.options.map_file) {
    ASSIGN(map, read_import_map(*job.options.map_file, job.shapes));
  }
  for (const Source& source : sources) job.bytes_total += source.bytes;
  std::map<Hash128, Path> seen;
  for (Source& source : sources) {
    if (job.stopped()) return interrupted();
    ASSIGN(source.hash, hash_file(source.path));
    if (is_new(job, source, seen)) {
      if (map) {
        ASSIGN(const std::vector<Source> mapped, apply_import_map(job, *map, source));
        for (const Source& output : mapped) TRY(stage(job, output));
      } else {
        TRY(stage(job, source));
      }
    }
    job.bytes_done += source.bytes;
    if (job.options.progress) job.options.progress({source.path.string(), job.bytes_done, job.bytes_total});
  }
  if (job.outcome.staged.empty() && job.outcome.rejected_files.empty() && job.options.imported.empty()) {
    return input_error("no_tables", "no tables found: none of the files is a national settlement table or a register",
                       {sources.front().path.string(), 0, 0, ""});
  }
  return {};
}

}  // namespace
}  // namespace reading

Result<ReadOutcome> read_inputs(const Schema& schema, const ReadOptions& options, const Path& incoming) {
  ASSIGN(std::vector<reading::Source> sources, reading::list_inputs(options.inputs));
  TRY(make_folder(incoming));
  std::error_code ignored;
  std::filesystem::permissions(incoming, std::filesystem::perms::owner_all, ignored);
  const Path spill = incoming / "spill";
  ASSIGN(tables::Engine engine, tables::Engine::open({options.memory, spill, options.threads}));
  reading::Job job{options, incoming, reading::table_shapes(schema), std::move(engine)};
  const Status read = reading::read_sources(job, std::move(sources));
  std::filesystem::remove_all(incoming / "temporary", ignored);
  std::filesystem::remove_all(spill, ignored);
  if (!read) return fail(read.error());
  return std::move(job.outcome);
}

Result<Hash128> hash_file(const Path& path) {
  Hasher128 hasher;
  TRY(read_blocks(path, [&](std::string_view block) { hasher.add(block); }));
  return hasher.value();
}

}  // namespace qiuhao::claims
