// Deal out, sort by person, find who is touched, and make their tapes.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "claims/assembly/assembling.h"
#include "claims/assembly/clean.h"
#include "claims/assembly/contested.h"
#include "claims/assembly/deal_out.h"
#include "claims/assembly/nobody.h"
#include "claims/assembly/part_writer.h"
#include "claims/assembly/replaced_people.h"
#include "claims/assembly/sort_rows.h"
#include "claims/assembly/touched_people.h"

namespace qiuhao::claims::assembly {
namespace {

constexpr int kPartNumbersPerThread = 100'000;

using Counts = std::array<AssembleCounts, kAssembledTables>;
using AllContested = std::array<ContestedKeys, kAssembledTables>;

// Rows whose key another person's later row took.
void drop_contested(const ContestedKeys& contested, const Rows& rows, std::vector<RowNumber>& kept,
                    const PersonKey& person, AssembleCounts& counts) {
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

void clean_person(const AllContested& contested, Cleaner& cleaner, PersonRows& person, const PersonKey& name,
                  Counts& all) {
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    const Rows& rows = *person.rows[table];
    AssembleCounts& counts = all[table];
    auto& kept = person.kept[table];
    cleaner.keep_latest(rows, kept, counts);
    drop_contested(contested[table], rows, kept, name, counts);
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

// sum += sign * counts
void add(AssembleCounts& sum, const AssembleCounts& counts, int sign) {
  sum.taken += sign * counts.taken;
  sum.dropped_equal += sign * counts.dropped_equal;
  sum.dropped_older += sign * counts.dropped_older;
  sum.dropped_refund += sign * counts.dropped_refund;
  sum.refunded_away += sign * counts.refunded_away;
  sum.waiting += sign * counts.waiting;
}

void tell(Work& work, std::size_t lines) {
  const std::int64_t step = 50'000;
  const std::int64_t before = work.lines_done.fetch_add(static_cast<std::int64_t>(lines));
  const std::int64_t done = before + static_cast<std::int64_t>(lines);
  if (!work.options.progress || before / step == done / step) return;
  const std::scoped_lock lock(work.telling);
  work.options.progress({done, std::max(done, work.outcome.staged[kLines])});
}

// What one thread works with: the touched people of a range go into parts of its own.
struct Worker {
  PartWriter writer;
  PersonRows person;
  Cleaner cleaner;
  Counts now{};
  Counts before{};
  std::vector<PersonKey> touched;
  std::vector<PartEntry> parts;
};

struct People {
  AllRows rows;
  AllContested contested_before;
  AllContested contested;
  std::vector<PersonKey> also;  // touched without new rows
};

Status assemble_range(Work& work, const People& people, Worker& worker, std::size_t thread, std::size_t threads) {
  constexpr std::uint64_t kAll = std::uint64_t{1} << 32;
  TouchedPeople touched(people.rows, people.also, kAll * thread / threads, kAll * (thread + 1) / threads);
  while (touched.next()) {
    if (work.stopped()) return interrupted();
    if (work.failed) return {};
    if (touched.has_earlier()) {
      touched.gather(worker.person, true);
      clean_person(people.contested_before, worker.cleaner, worker.person, touched.person(), worker.before);
    }
    touched.gather(worker.person, false);
    tell(work, worker.person.rows[kLines]->size());
    clean_person(people.contested, worker.cleaner, worker.person, touched.person(), worker.now);
    if (touched.has_earlier()) worker.touched.push_back(touched.person());
    if (!worker.person.kept[kVisits].empty()) TRY(worker.writer.add(to_hex(touched.person()), worker.person));
  }
  if (!touched.status()) return touched.status();
  ASSIGN(worker.parts, worker.writer.finish());
  return {};
}

Result<std::vector<Worker>> make_workers(const Work& work, std::uint64_t generation) {
  std::vector<Worker> workers;
  for (std::size_t index = 0; index < std::min(work.threads(), work.partitions); ++index) {
    ASSIGN(PartWriter writer, PartWriter::make(work.schema, work.layouts, work.options.workspace, generation,
                                               index * kPartNumbersPerThread + 1));
    workers.push_back({std::move(writer), PersonRows::make(work.layouts), {}, {}, {}, {}, {}});
  }
  return workers;
}

// The tapes of all touched people, and the parts that stand without them.
Status assemble_people(Work& work, const People& people, const Manifest& before) {
  const std::uint64_t generation = before.generation + 1;
  ASSIGN(std::vector<Worker> workers, make_workers(work, generation));
  const Status done = on_threads(work, workers.size(), [&](std::size_t thread) {
    return assemble_range(work, people, workers[thread], thread, workers.size());
  });
  std::vector<PersonKey> touched;
  std::vector<PartEntry> added;
  for (Worker& worker : workers) {
    for (const Path& file : worker.writer.written()) work.outcome.created.push_back(file);
    touched.insert(touched.end(), worker.touched.begin(), worker.touched.end());
    added.insert(added.end(), worker.parts.begin(), worker.parts.end());
    for (std::size_t table = 0; table < kAssembledTables; ++table) {
      add(work.outcome.stored.counts[table], worker.now[table], 1);
      add(work.outcome.stored.counts[table], worker.before[table], -1);
    }
  }
  TRY(done);
  work.outcome.manifest.generation = generation;
  ASSIGN(work.outcome.manifest.parts,
         without_people(work.schema, work.options.workspace, before, generation, touched, work.outcome.created));
  auto& parts = work.outcome.manifest.parts;
  parts.insert(parts.end(), added.begin(), added.end());
  return {};
}

// Files of rows of all that is new; people first, for what names none.
Status sort_all(Work& work, People& people) {
  TRY(keep_nobody(work, kVisits));
  TRY(sort_rows(work, kVisits));
  for (std::size_t table = kVisits + 1; table < kAssembledTables; ++table) {
    TRY(find_people(work, table));
    TRY(sort_rows(work, table));
  }
  work.spills.clear();  // their room on the disk is free again
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    ASSIGN(people.contested_before[table], read_contested(work, table));
    ASSIGN(Contested contested, find_contested(work, table));
    people.contested[table] = std::move(contested.winners);
    people.also.insert(people.also.end(), contested.people.begin(), contested.people.end());
  }
  std::ranges::sort(people.also);
  const auto again = std::ranges::unique(people.also);
  people.also.erase(again.begin(), again.end());
  return {};
}

Status run(Work& work, const Manifest& before) {
  for (const char* folder : {"rows", "keys", "nobody", "contested"})
    TRY(make_folder(work.options.workspace / "staging" / folder));
  TRY(make_folder(work.options.workspace / "tape" / "parts"));
  work.outcome.stored = work.before();
  TRY(deal_out_all(work));
  People people;
  TRY(sort_all(work, people));
  ASSIGN(people.rows, AllRows::open(work));
  TRY(assemble_people(work, people, before));
  // New names must be on disk before anything names them.
  for (const char* folder : {"staging/rows", "staging/keys", "staging/nobody", "staging/contested", "tape/parts"})
    TRY(sync_path(work.options.workspace / folder));
  if (work.options.progress) work.options.progress({work.outcome.staged[kLines], work.outcome.staged[kLines]});
  return {};
}

}  // namespace

Result<AssembleOutcome> assemble(const Schema& schema, const AssembleOptions& options) {
  ASSIGN(const Manifest before, read_manifest(options.workspace));
  ASSIGN(const Pseudonyms pseudonyms, Pseudonyms::open(options.workspace));
  Work work{schema, options, pseudonyms, make_layouts(schema)};
  const Status done = run(work, before);
  if (done) return std::move(work.outcome);
  std::error_code ignored;
  for (const Path& file : work.outcome.created) std::filesystem::remove(file, ignored);
  return fail(done.error());
}

}  // namespace qiuhao::claims::assembly
