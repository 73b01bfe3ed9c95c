// Rows are dealt out into partitions of people; threads take partitions, clean person after person, and write parts.
#include "claims/assemble.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>

#include "claims/assembly/clean.h"
#include "claims/assembly/contested.h"
#include "claims/assembly/part_writer.h"
#include "claims/assembly/partition.h"
#include "claims/assembly/pseudonym.h"
#include "claims/assembly/staged_sql.h"

namespace qiuhao::claims {
namespace assembly {
namespace {

constexpr std::size_t kVisits = 0;
constexpr std::size_t kLines = 1;

constexpr int kPartNumbersPerThread = 100'000;

// Ends the running statement when the stop flag is set.
class StopWatch {
 public:
  StopWatch(tables::Engine& engine, const std::atomic<bool>* stop)
      : thread_([&engine, stop](const std::stop_token& done) {
          while (!done.stop_requested()) {
            if (stop != nullptr && stop->load()) engine.interrupt();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
          }
        }) {}

 private:
  std::jthread thread_;
};

std::unexpected<Error> interrupted() {
  return system_error("interrupted", "was interrupted; nothing was changed, run it again to go on");
}

using Counts = std::array<AssembleCounts, kAssembledTables>;

// What one call of assemble works with.
struct Work {
  const Schema& schema;
  const AssembleOptions& options;
  std::vector<Layout> layouts;
  std::size_t partitions = 1;
  std::vector<Spill> spills{};
  std::array<ContestedKeys, kAssembledTables> contested{};
  Counts counts{};
  std::atomic<std::int64_t> lines_done = 0;
  std::atomic<bool> failed = false;  // by another thread
  std::mutex telling{};

  bool stopped() const { return options.stop != nullptr && options.stop->load(); }
};

StagedFiles staged_files(const Work& work, std::size_t table) {
  StagedFiles files{work.options.staged[table], work.options.staged[kVisits]};
  std::ranges::sort(files.files, {}, [](const Path& path) { return path.filename(); });
  return files;
}

Status deal_out_table(Work& work, tables::Engine& engine, std::size_t table) {
  const std::size_t buffer = kSpillBufferBytes / (work.partitions * kAssembledTables);
  const Path path = work.options.workspace / "tmp" / fmt::format("rows-{}", table);
  ASSIGN(Spill spill, Spill::make(path, work.partitions, buffer));
  work.spills.push_back(std::move(spill));
  const StagedFiles files = staged_files(work, table);
  if (files.files.empty()) return {};
  ASSIGN(work.contested[table], find_contested(work.layouts[table], engine, files));
  if (work.stopped()) return interrupted();
  ASSIGN(const std::string rows, rows_with_people(work.layouts[table], engine, files));
  return deal_out(work.layouts[table], engine, rows, work.partitions, work.spills[table], work.options.stop);
}

Status deal_out_all(Work& work) {
  const Path spill = work.options.workspace / "tmp" / "spill";
  TRY(make_folder(spill));
  ASSIGN(tables::Engine engine,
         tables::Engine::open({fmt::format("{}MB", work.options.memory_megabytes), spill, work.options.threads}));
  TRY(engine.run("SET preserve_insertion_order = false"));
  const StopWatch watch(engine, work.options.stop);
  std::int64_t rows = 0;
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    ASSIGN(work.counts[table].staged, staged_rows(engine, work.options.staged[table]));
    rows += work.counts[table].staged;
  }
  work.partitions = partitions_for(rows);
  for (std::size_t table = 0; table < kAssembledTables; ++table) TRY(deal_out_table(work, engine, table));
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

void clean_person(const Work& work, Cleaner& cleaner, PersonRows& person, std::string_view name, Counts& all) {
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    const Rows& rows = *person.rows[table];
    AssembleCounts& counts = all[table];
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

void add(AssembleCounts& sum, const AssembleCounts& counts) {
  sum.taken += counts.taken;
  sum.dropped_equal += counts.dropped_equal;
  sum.dropped_older += counts.dropped_older;
  sum.dropped_refund += counts.dropped_refund;
  sum.refunded_away += counts.refunded_away;
  sum.waiting += counts.waiting;
}

void tell(Work& work, std::size_t lines) {
  const std::int64_t step = 50'000;
  const std::int64_t before = work.lines_done.fetch_add(static_cast<std::int64_t>(lines));
  const std::int64_t done = before + static_cast<std::int64_t>(lines);
  if (!work.options.progress || before / step == done / step) return;
  const std::scoped_lock lock(work.telling);
  work.options.progress({done, work.counts[kLines].staged});
}

// What one thread works with: people of a range of partitions go into parts of its own.
struct Worker {
  PartWriter writer;
  PersonRows person;
  Cleaner cleaner;
  Counts counts{};
  Status status;
  std::vector<PartEntry> parts;
};

Status assemble_partition(Work& work, Worker& worker, const Pseudonyms& pseudonyms, std::size_t partition) {
  std::vector<PartitionTable> tables;
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    ASSIGN(PartitionTable loaded, PartitionTable::load(work.layouts[table], work.spills[table], partition));
    tables.push_back(std::move(loaded));
  }
  while (true) {
    const PartitionTable::PersonKey* first = nullptr;
    for (const PartitionTable& table : tables) {
      if (!table.at_end() && (first == nullptr || table.person() < *first)) first = &table.person();
    }
    if (first == nullptr) return {};
    if (work.stopped()) return interrupted();
    if (work.failed) return {};
    const PartitionTable::PersonKey key = *first;
    worker.person.clear();
    for (std::size_t table = 0; table < kAssembledTables; ++table) tables[table].take(key, *worker.person.rows[table]);
    tell(work, worker.person.rows[kLines]->size());
    clean_person(work, worker.cleaner, worker.person, key.person, worker.counts);
    if (!worker.person.kept[kVisits].empty()) TRY(worker.writer.add(pseudonyms.of(key.person), worker.person));
  }
}

Status assemble_range(Work& work, Worker& worker, const Pseudonyms& pseudonyms, std::size_t begin, std::size_t end) {
  for (std::size_t partition = begin; partition < end; ++partition)
    TRY(assemble_partition(work, worker, pseudonyms, partition));
  ASSIGN(worker.parts, worker.writer.finish());
  return {};
}

Result<std::vector<Worker>> make_workers(const Work& work, std::uint64_t generation) {
  const auto threads = static_cast<std::size_t>(std::max(work.options.threads, 1));
  std::vector<Worker> workers;
  for (std::size_t index = 0; index < std::min(threads, work.partitions); ++index) {
    ASSIGN(PartWriter writer, PartWriter::make(work.schema, work.layouts, work.options.workspace, generation,
                                               index * kPartNumbersPerThread + 1));
    workers.push_back({std::move(writer), PersonRows::make(work.layouts), {}, {}, {}, {}});
  }
  return workers;
}

// All partitions on all threads; the parts in the order of people.
Result<std::vector<PartEntry>> assemble_partitions(Work& work, const Pseudonyms& pseudonyms, std::uint64_t generation) {
  ASSIGN(std::vector<Worker> workers, make_workers(work, generation));
  {
    std::vector<std::jthread> threads;
    for (std::size_t index = 0; index < workers.size(); ++index) {
      threads.emplace_back([&, index] {
        workers[index].status =
            assemble_range(work, workers[index], pseudonyms, work.partitions * index / workers.size(),
                           work.partitions * (index + 1) / workers.size());
        if (!workers[index].status) work.failed = true;
      });
    }
  }
  Status status;
  std::vector<PartEntry> parts;
  for (Worker& worker : workers) {
    if (!worker.status && status) status = worker.status;
    parts.insert(parts.end(), worker.parts.begin(), worker.parts.end());
    for (std::size_t table = 0; table < kAssembledTables; ++table) add(work.counts[table], worker.counts[table]);
  }
  if (status && work.stopped()) status = interrupted();
  if (status) return parts;
  for (Worker& worker : workers) worker.writer.remove_written();
  return fail(status.error());
}

// Rows that name neither a person nor a visit that is there were never dealt out; they wait.
void count_undealt(Counts& all) {
  for (AssembleCounts& counts : all) {
    const std::int64_t missing = counts.staged - counts.taken - counts.dropped() - counts.waiting;
    CHECK(missing >= 0);
    counts.waiting += missing;
  }
}

Result<AssembleOutcome> assemble_staged(const Schema& schema, const AssembleOptions& options) {
  ASSIGN(const Manifest before, read_manifest(options.workspace));
  ASSIGN(const Pseudonyms pseudonyms, Pseudonyms::open(options.workspace));
  TRY(make_folder(options.workspace / "tape" / "parts"));
  Work work{schema, options, make_layouts(schema)};
  TRY(deal_out_all(work));
  const std::uint64_t generation = before.generation + 1;
  ASSIGN(std::vector<PartEntry> parts, assemble_partitions(work, pseudonyms, generation));
  count_undealt(work.counts);
  if (options.progress) options.progress({work.counts[kLines].staged, work.counts[kLines].staged});
  return AssembleOutcome{{generation, std::move(parts)}, work.counts};
}

}  // namespace
}  // namespace assembly

Result<AssembleOutcome> assemble(const Schema& schema, const AssembleOptions& options) {
  return assembly::assemble_staged(schema, options);
}

}  // namespace qiuhao::claims
