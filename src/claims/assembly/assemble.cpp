// Five sorted streams are merged by person; each person is cleaned and appended to the part at hand.
#include "claims/assemble.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "claims/assembly/clean.h"
#include "claims/assembly/contested.h"
#include "claims/assembly/part_writer.h"
#include "claims/assembly/pseudonym.h"
#include "claims/assembly/stream.h"

namespace qiuhao::claims {
namespace assembly {
namespace {

constexpr std::size_t kVisits = 0;
constexpr std::size_t kLines = 1;

// The lines are streamed out of their sort; the smaller tables are sorted into files before, so that one sort at a time
// has the memory. Reading such a file takes little.
constexpr int kReaderMegabytes = 48;
constexpr int kLeastMegabytes = 500;
constexpr int kSortedRowGroup = 20'480;

// Ends running statements when the stop flag is set.
class StopWatch {
 public:
  StopWatch(std::span<tables::Engine> engines, const std::atomic<bool>* stop)
      : thread_([engines, stop](const std::stop_token& done) {
          while (!done.stop_requested()) {
            if (stop != nullptr && stop->load()) {
              for (tables::Engine& engine : engines) engine.interrupt();
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
          }
        }) {}

 private:
  std::jthread thread_;
};

std::unexpected<Error> interrupted() {
  return system_error("interrupted", "was interrupted; nothing was changed, run it again to go on");
}

// What one call of assemble works with.
struct Work {
  const AssembleOptions& options;
  std::vector<Layout> layouts;
  std::vector<tables::Engine> engines;
  std::vector<PersonStream> streams;
  std::array<ContestedKeys, kAssembledTables> contested;
  AssembleOutcome outcome;

  bool stopped() const { return options.stop != nullptr && options.stop->load(); }
};

Result<tables::Engine> open_engine(const Work& work, std::string_view name, int megabytes, int threads) {
  const Path spill = work.options.workspace / "tmp" / name;
  TRY(make_folder(spill));
  return tables::Engine::open({fmt::format("{}MB", megabytes), spill, threads});
}

StagedFiles staged_files(const Work& work, std::size_t table) {
  StagedFiles files{work.options.staged[table], work.options.staged[kVisits]};
  std::ranges::sort(files.files, {}, [](const Path& path) { return path.filename(); });
  return files;
}

Path sorted_file(const Work& work, std::size_t table) {
  return work.options.workspace / "tmp" / fmt::format("sorted-{}.parquet", table);
}

// With all the memory: keys under several people are found, and all tables but the lines sorted.
Status sort_smaller_tables(Work& work, tables::Engine& engine) {
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    const StagedFiles files = staged_files(work, table);
    ASSIGN(work.outcome.counts[table].staged, staged_rows(engine, files.files));
    ASSIGN(work.contested[table], find_contested(work.layouts[table], engine, files));
    if (work.stopped()) return interrupted();
    if (table == kLines || files.files.empty()) continue;
    ASSIGN(const std::string sorted, sorted_relation(work.layouts[table], engine, files));
    TRY(engine.run(fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE {})", sorted,
                               tables::sql_text(sorted_file(work, table).string()), kSortedRowGroup)));
  }
  return {};
}

Status open_streams(Work& work) {
  const int memory = std::max(work.options.memory_megabytes, kLeastMegabytes);
  {
    ASSIGN(tables::Engine engine, open_engine(work, "spill", memory, work.options.threads));
    TRY(engine.run("SET preserve_insertion_order = false"));
    const StopWatch watch({&engine, 1}, work.options.stop);
    TRY(sort_smaller_tables(work, engine));
  }
  const int for_lines = memory - kReaderMegabytes * static_cast<int>(kAssembledTables - 1);
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    const bool is_lines = table == kLines;
    ASSIGN(tables::Engine engine,
           open_engine(work, fmt::format("spill-{}", table), is_lines ? for_lines : kReaderMegabytes,
                       is_lines ? work.options.threads : 1));
    work.engines.push_back(std::move(engine));
  }
  const StopWatch watch(work.engines, work.options.stop);
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    if (work.stopped()) return interrupted();
    const StagedFiles files = staged_files(work, table);
    std::string rows = "";
    if (table == kLines && !files.files.empty()) {
      TRY(work.engines[table].run("SET preserve_insertion_order = false"));
      ASSIGN(rows, sorted_relation(work.layouts[table], work.engines[table], files));
    } else if (!files.files.empty()) {
      rows = fmt::format("SELECT * FROM read_parquet({})", tables::sql_text(sorted_file(work, table).string()));
    }
    ASSIGN(PersonStream stream, PersonStream::open(work.layouts[table], work.engines[table], rows));
    work.streams.push_back(std::move(stream));
  }
  return {};
}

// Rows whose key another person's later row took.
void drop_contested(const ContestedKeys& contested, const Rows& rows, std::vector<RowNumber>& kept,
                    std::string_view person, AssembleCounts& counts) {
  if (contested.empty()) return;
  counts.dropped_older += std::erase_if(kept, [&](RowNumber row) {
    const auto winner = contested.find(rows.text(row, rows.layout().id));
    return winner != contested.end() && winner->second != person;
  });
}

// Rows without a time of their own stand by visit.
void sort_by_visit(PersonRows& person, std::size_t table) {
  const Rows& rows = *person.rows[table];
  const Rows& visits = *person.rows[kVisits];
  const auto place = [&](RowNumber row) {
    return person.visit_place[person.visit_ids.find(visits, rows.text(row, rows.layout().visit))];
  };
  std::ranges::sort(person.kept[table], [&](RowNumber a, RowNumber b) {
    const RowNumber place_a = place(a);
    const RowNumber place_b = place(b);
    return place_a != place_b ? place_a < place_b : rows.text(a, rows.layout().id) < rows.text(b, rows.layout().id);
  });
}

void clean_person(Work& work, Cleaner& cleaner, PersonRows& person, std::string_view name) {
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    const Rows& rows = *person.rows[table];
    AssembleCounts& counts = work.outcome.counts[table];
    auto& kept = person.kept[table];
    cleaner.keep_latest(rows, kept, counts);
    drop_contested(work.contested[table], rows, kept, name, counts);
    if (table == kVisits) {
      person.visit_ids.build(rows, kept);
      sort_by_time(rows, kept);
      person.visit_place.assign(rows.size(), 0);
      for (std::size_t place = 0; place < kept.size(); ++place)
        person.visit_place[kept[place]] = static_cast<RowNumber>(place);
    } else {
      cleaner.put_aside_orphans(rows, *person.rows[kVisits], person.visit_ids, kept, counts);
      if (rows.layout().time != kNoColumn)
        sort_by_time(rows, kept);
      else
        sort_by_visit(person, table);
    }
    if (table == kLines) cleaner.net_refunds(*person.rows[table], kept, person.refunded, counts);
    counts.taken += static_cast<std::int64_t>(kept.size());
  }
}

// The person who comes next in any stream; nullopt at the end of all.
std::optional<std::string_view> next_person(const std::vector<PersonStream>& streams) {
  std::optional<std::string_view> next;
  for (const PersonStream& stream : streams) {
    if (!stream.at_end() && (!next || stream.person() < *next)) next = stream.person();
  }
  return next;
}

Status merge(Work& work, PartWriter& writer, const Pseudonyms& pseudonyms) {
  const StopWatch watch(work.engines, work.options.stop);
  PersonRows person = PersonRows::make(work.layouts);
  Cleaner cleaner;
  std::string name;
  AssembleProgress progress{0, work.outcome.counts[kLines].staged};
  std::int64_t told = 0;
  while (const auto next = next_person(work.streams)) {
    name = *next;
    person.clear();
    for (std::size_t table = 0; table < kAssembledTables; ++table) {
      PersonStream& stream = work.streams[table];
      if (!stream.at_end() && stream.person() == name) TRY(stream.take(name, *person.rows[table]));
    }
    clean_person(work, cleaner, person, name);
    if (!person.kept[kVisits].empty()) TRY(writer.add(pseudonyms.of(name), person));
    progress.lines_done += static_cast<std::int64_t>(person.rows[kLines]->size());
    if (work.options.progress && progress.lines_done - told >= 20'000) {
      work.options.progress(progress);
      told = progress.lines_done;
    }
    if (work.stopped()) return interrupted();
  }
  if (work.options.progress) work.options.progress(progress);
  return work.stopped() ? interrupted() : Status();
}

// Rows that name neither a person nor a visit that is there were never streamed; they wait.
void count_unstreamed(AssembleOutcome& outcome) {
  for (AssembleCounts& counts : outcome.counts) {
    const std::int64_t missing = counts.staged - counts.taken - counts.dropped() - counts.waiting;
    CHECK(missing >= 0);
    counts.waiting += missing;
  }
}

}  // namespace
}  // namespace assembly

Result<AssembleOutcome> assemble(const Schema& schema, const AssembleOptions& options) {
  using namespace assembly;
  ASSIGN(const Manifest before, read_manifest(options.workspace));
  ASSIGN(const Pseudonyms pseudonyms, Pseudonyms::open(options.workspace));
  TRY(make_folder(options.workspace / "tape" / "parts"));
  Work work{options, make_layouts(schema), {}, {}, {}, {}};
  const std::uint64_t generation = before.generation + 1;
  ASSIGN(PartWriter writer, PartWriter::make(schema, work.layouts, options.workspace, generation));
  Status done = open_streams(work);
  if (done) done = merge(work, writer, pseudonyms);
  Result<std::vector<PartEntry>> parts = done ? writer.finish() : fail(done.error());
  if (!parts) {
    writer.remove_written();
    return fail(parts.error());
  }
  count_unstreamed(work.outcome);
  work.outcome.manifest = {generation, std::move(*parts)};
  return std::move(work.outcome);
}

}  // namespace qiuhao::claims
