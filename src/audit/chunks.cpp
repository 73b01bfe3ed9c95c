// Cutting a tape into chunks and running threads over them.
#include "audit/chunks.h"

#include <algorithm>
#include <thread>

namespace qiuhao::audit {

using claims::Link;

namespace {

constexpr std::size_t kPeopleOfChunk = 384;

}  // namespace

std::vector<Chunk> make_chunks(const std::vector<claims::Part>& parts) {
  std::vector<Chunk> chunks;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    const auto people = static_cast<RowIndex>(parts[part].rows(claims::Entity::person));
    for (RowIndex begin = 0; begin < people; begin += kPeopleOfChunk) {
      chunks.push_back({static_cast<std::uint16_t>(part), {begin, std::min<RowIndex>(people, begin + kPeopleOfChunk)}});
    }
  }
  return chunks;
}

std::size_t threads_of(const AuditOptions& options, std::size_t chunks) {
  const unsigned machine = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t wanted = options.threads > 0 ? static_cast<std::size_t>(options.threads) : machine;
  return std::min(wanted, std::max<std::size_t>(chunks, 1));
}

void run_chunks(const std::vector<Chunk>& chunks, const std::vector<claims::Part>& parts, const AuditOptions& options,
                LineCount& count, const std::function<void(std::size_t, std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&](std::size_t thread) {
    for (std::size_t number = next++; number < chunks.size(); number = next++) {
      if (options.stop != nullptr && *options.stop) return;
      work(number, thread);
      const Chunk& chunk = chunks[number];
      const claims::Part& part = parts[chunk.part];
      count.add(part.range(Link::person_lines, chunk.people.end - 1).end -
                part.range(Link::person_lines, chunk.people.begin).begin);
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t thread = 1; thread < threads_of(options, chunks.size()); ++thread) threads.emplace_back(run, thread);
  run(0);
}

}  // namespace qiuhao::audit
