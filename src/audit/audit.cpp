// The loop over tapes: chunks of people judged on threads, put together in order, so that threads never show in a
// result.
#include "audit/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <thread>

#include "audit/reduce.h"

namespace qiuhao::audit {
namespace {

using claims::Entity;
using claims::Link;

constexpr std::size_t kPeopleOfChunk = 2'048;

// A run of people of one part, and what judging them gave.
struct Chunk {
  std::uint16_t part = 0;
  claims::Range people;
  ChunkResult result;
};

std::vector<Chunk> make_chunks(const claims::Tape& tape) {
  std::vector<Chunk> chunks;
  for (std::size_t part = 0; part < tape.parts().size(); ++part) {
    const auto people = static_cast<RowIndex>(tape.parts()[part].rows(Entity::person));
    for (RowIndex begin = 0; begin < people; begin += kPeopleOfChunk) {
      Chunk chunk;
      chunk.part = static_cast<std::uint16_t>(part);
      chunk.people = {begin, std::min<RowIndex>(people, begin + kPeopleOfChunk)};
      chunks.push_back(std::move(chunk));
    }
  }
  return chunks;
}

// Gives chunks to threads, the next one to whoever is free.
void judge_all(std::vector<Chunk>& chunks, const std::deque<PartScope>& scopes, const AuditOptions& options,
               std::size_t all_lines) {
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> done{0};
  const auto work = [&] {
    for (std::size_t index = next++; index < chunks.size(); index = next++) {
      if (options.stop != nullptr && *options.stop) return;
      Chunk& chunk = chunks[index];
      judge_people(scopes[chunk.part], chunk.people, chunk.result);
      const claims::Part& part = scopes[chunk.part].part();
      const std::size_t lines = part.range(Link::person_lines, chunk.people.end - 1).end -
                                part.range(Link::person_lines, chunk.people.begin).begin;
      const std::size_t so_far = done += lines;
      if (options.progress) options.progress(so_far, all_lines);
    }
  };
  const unsigned machine = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t wanted = options.threads > 0 ? static_cast<std::size_t>(options.threads) : machine;
  std::vector<std::jthread> threads;
  for (std::size_t index = 1; index < std::min(wanted, std::max<std::size_t>(chunks.size(), 1)); ++index) {
    threads.emplace_back(work);
  }
  work();
}

}  // namespace

std::span<const RowIndex> AuditResult::lines_of(const Finding& finding) const {
  CHECK(&finding >= findings.data() && &finding < findings.data() + findings.size());
  const auto number = static_cast<std::uint32_t>(&finding - findings.data());
  const auto blame = std::lower_bound(blames.begin(), blames.end(), number,
                                      [](const Blame& entry, std::uint32_t wanted) { return entry.finding < wanted; });
  if (blame == blames.end() || blame->finding != number) return {&finding.row, 1};
  return std::span(blamed_lines).subspan(blame->begin, blame->count);
}

Result<AuditResult> run_audit(const claims::Tape& tape, std::shared_ptr<const rules::Plan> plan,
                              const AuditOptions& options) {
  if (options.from != kNoDay && options.to != kNoDay && options.from > options.to) {
    return usage_error("bad_period", fmt::format("the period ends ({}) before it begins ({})", format_day(options.to),
                                                 format_day(options.from)));
  }
  const auto start = std::chrono::steady_clock::now();
  std::deque<PartScope> scopes;
  for (const claims::Part& part : tape.parts()) {
    scopes.emplace_back(*plan, part, static_cast<std::uint16_t>(scopes.size()), options);
  }
  std::vector<Chunk> chunks = make_chunks(tape);
  judge_all(chunks, scopes, options, tape.lines());
  if (options.stop != nullptr && *options.stop)
    return system_error("interrupted", "the audit was interrupted; nothing was written");

  AuditResult result;
  result.options = options;
  result.plan = plan;
  result.generation = tape.manifest().generation;
  result.people = tape.people();
  result.visits = tape.visits();
  Reducer reducer(tape, *plan, result);
  for (Chunk& chunk : chunks) {
    reducer.add(chunk.part, chunk.result);
    chunk.result = {};
  }
  reducer.finish();
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace qiuhao::audit
