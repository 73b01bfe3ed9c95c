// How fast the rule language is: the row program.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "bench.h"
#include "language_world.h"

namespace qiuhao::bench {
namespace {

constexpr std::size_t kRowsOfCache = 2'048;  // what the figures of one evaluation run over: they stay in the cache

template <typename Work>
double seconds_of(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Result<std::vector<Measure>> language_row(const Setting& setting) {
  const LanguageWorld world(kRowsOfCache);
  ASSIGN(const cel::Program program,
         cel::compile(world_rule().cel, world.environment(), cel::Type::of(cel::Kind::boolean), {}));
  LanguageRow row(world);
  cel::Scratch scratch;
  const int rounds = setting.small ? 20 : 200;
  double best = 1e9;
  std::size_t hits = 0;
  for (int round = 0; round < rounds; ++round) {
    const double seconds = seconds_of([&] {
      for (RowIndex at = 0; at < kRowsOfCache; ++at) {
        row.stand_on(at);
        hits += program.evaluate(row, scratch).is_true() ? 1 : 0;
      }
    });
    best = std::min(best, seconds / kRowsOfCache * 1e9);
  }
  return std::vector<Measure>{
      {"language-row", best, "ns", fmt::format("{} true", hits / static_cast<std::size_t>(rounds)), 0}};
}

}  // namespace qiuhao::bench
