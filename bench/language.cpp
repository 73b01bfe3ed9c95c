// How fast the rule language is: one row, a batch, many rules together, compiling.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "bench.h"
#include "cel/vector/vector.h"
#include "language_peers.h"
#include "language_world.h"

namespace qiuhao::bench {
namespace {

constexpr std::size_t kRowsOfCache = 2'048;  // what the figures of one evaluation run over: they stay in the cache
constexpr std::size_t kRows = 10'000'000;
constexpr std::size_t kRowsSmall = 200'000;
constexpr std::size_t kRowsOfNpm = 50'000;
constexpr std::size_t kRulesToCompile = 1'000;

template <typename Work>
double seconds_of(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Result<std::vector<cel::Program>> compile_all(const LanguageWorld& world, std::span<const WorldRule> rules) {
  std::vector<cel::Program> programs;
  for (const WorldRule& rule : rules) {
    ASSIGN(cel::Program program, cel::compile(rule.cel, world.environment(), cel::Type::of(cel::Kind::boolean), {}));
    programs.push_back(std::move(program));
  }
  return programs;
}

// The lines of a world as one batch after another.
class WorldBatches : public cel::BatchHost {
 public:
  explicit WorldBatches(const LanguageWorld& world) : world_(&world), row_(world) {}

  // Adds to `hits`, by program.
  void run(cel::VectorRun& run, std::span<std::size_t> hits) {
    for (std::size_t first = 0; first < world_->rows(); first += cel::kBatchRows) {
      slot_.first = static_cast<RowIndex>(first);
      run.begin({std::min(cel::kBatchRows, world_->rows() - first), world_->structs(), {&slot_, 1}}, *this);
      for (std::size_t program = 0; program < hits.size(); ++program) {
        hits[program] += run.decide(program, cel::Bits::first(cel::kBatchRows)).yes.count();
      }
    }
  }

  const cel::Activation& stand_on(std::size_t row, std::size_t) override {
    row_.stand_on(slot_.first + static_cast<RowIndex>(row));
    return row_;
  }

 private:
  const LanguageWorld* world_;
  LanguageRow row_;
  cel::BatchSlot slot_;
};

std::vector<const cel::Program*> pointers_to(const std::vector<cel::Program>& programs) {
  std::vector<const cel::Program*> pointers;
  for (const cel::Program& program : programs) pointers.push_back(&program);
  return pointers;
}

}  // namespace

Result<std::vector<Measure>> language_row(const Setting& setting) {
  const LanguageWorld world(kRowsOfCache);
  ASSIGN(const auto programs, compile_all(world, world_rules().first(1)));
  LanguageRow row(world);
  cel::Scratch scratch;
  const int rounds = setting.small ? 20 : 2'000;
  double best = 1e9;
  std::size_t hits = 0;
  for (int round = 0; round < rounds; ++round) {
    const double seconds = seconds_of([&] {
      for (RowIndex at = 0; at < kRowsOfCache; ++at) {
        row.stand_on(at);
        hits += programs[0].evaluate(row, scratch).is_true() ? 1 : 0;
      }
    });
    best = std::min(best, seconds / kRowsOfCache * 1e9);
  }
  const std::size_t of_round = hits / static_cast<std::size_t>(rounds);
  return std::vector<Measure>{{"language-row", best, "ns", fmt::format("{} of {} true", of_round, kRowsOfCache), 1}};
}

// Nanoseconds a row of the rule over a world, the fastest of some passes.
Result<Measure> time_vector(const char* name, std::size_t rows, int rounds) {
  const LanguageWorld world(rows);
  ASSIGN(const auto programs, compile_all(world, world_rules().first(1)));
  const cel::VectorProgram program(pointers_to(programs));
  cel::VectorRun run(program);
  WorldBatches batches(world);
  double best = 1e9;
  std::size_t hits = 0;
  for (int round = 0; round < rounds; ++round) {
    hits = 0;
    best = std::min(best, seconds_of([&] { batches.run(run, {&hits, 1}); }));
  }
  return Measure{name, best / static_cast<double>(rows) * 1e9, "ns", fmt::format("{} of {} true", hits, rows), 1};
}

Result<std::vector<Measure>> language_vector(const Setting& setting) {
  // Over the rows of language-row, in the cache; and over a table that comes from memory.
  ASSIGN(const Measure in_cache, time_vector("language-vector", kRowsOfCache, setting.small ? 200 : 20'000));
  ASSIGN(const Measure from_memory, time_vector("language-vector-memory", setting.small ? kRowsSmall : kRows, 5));
  return std::vector<Measure>{in_cache, from_memory};
}

Result<std::vector<Measure>> language_peers(const Setting& setting) {
  const LanguageWorld world(setting.small ? kRowsSmall : kRows);
  ASSIGN(const auto programs, compile_all(world, world_rules()));
  const auto pointers = pointers_to(programs);
  const cel::VectorProgram together(pointers);
  std::vector<std::unique_ptr<cel::VectorProgram>> alone;
  for (const cel::Program* const& program : pointers) {
    alone.push_back(std::make_unique<cel::VectorProgram>(std::span(&program, 1)));
  }
  ASSIGN(DuckPeer duck, DuckPeer::load(world));
  WorldBatches batches(world);
  cel::VectorRun together_run(together);
  double duck_seconds = 1e9, alone_seconds = 1e9, together_seconds = 1e9;
  for (int round = 0; round < 3; ++round) {
    std::vector<std::size_t> hits(programs.size()), hits_alone(programs.size());
    ASSIGN(const PeerAnswer answer, duck.run());
    duck_seconds = std::min(duck_seconds, answer.seconds);
    together_seconds = std::min(together_seconds, seconds_of([&] { batches.run(together_run, hits); }));
    alone_seconds = std::min(alone_seconds, seconds_of([&] {
                               for (std::size_t index = 0; index < alone.size(); ++index) {
                                 cel::VectorRun run(*alone[index]);
                                 batches.run(run, {&hits_alone[index], 1});
                               }
                             }));
    if (answer.hits != hits || hits != hits_alone) {
      return system_error("peers_differ",
                          fmt::format("DuckDB counts {}, the vector program {} and {} alone",
                                      fmt::join(answer.hits, ","), fmt::join(hits, ","), fmt::join(hits_alone, ",")));
    }
  }
  const auto rows = static_cast<double>(world.rows()) * static_cast<double>(programs.size());
  const std::string against =
      fmt::format("DuckDB: {:.3f} s for {} rules over {} rows", duck_seconds, programs.size(), world.rows());
  std::vector<Measure> measures{
      {"language-alone", alone_seconds / rows * 1e9, "ns", against, alone_seconds / duck_seconds},
      {"language-together", together_seconds / rows * 1e9, "ns", against, together_seconds / duck_seconds}};
  const LanguageWorld few(setting.small ? kRowsOfCache : kRowsOfNpm);
  ASSIGN(const PeerAnswer npm, run_npm_peer(setting, few));
  std::vector<std::size_t> hits(programs.size());
  WorldBatches few_batches(few);
  few_batches.run(together_run, hits);
  if (npm.hits != hits) {
    return system_error("peers_differ", fmt::format("@bufbuild/cel counts {}, the vector program {}",
                                                    fmt::join(npm.hits, ","), fmt::join(hits, ",")));
  }
  const double npm_each = npm.seconds / static_cast<double>(few.rows() * programs.size()) * 1e9;
  measures.push_back({"language-npm", npm_each, "ns",
                      fmt::format("the vector program: {:.3f} ns", together_seconds / rows * 1e9),
                      npm_each / (together_seconds / rows * 1e9)});
  return measures;
}

Result<std::vector<Measure>> language_compile(const Setting&) {
  const LanguageWorld world(1);
  double best = 1e9;
  std::size_t parts = 0;
  for (int round = 0; round < 5; ++round) {
    std::vector<cel::Program> programs;
    Status status;
    const double seconds = seconds_of([&] {
      for (std::size_t index = 0; index < kRulesToCompile && status; ++index) {
        const std::string text =
            fmt::format("{} && line.amount > {}", world_rules()[index % world_rules().size()].cel, index);
        auto program = cel::compile(text, world.environment(), cel::Type::of(cel::Kind::boolean), {});
        if (program)
          programs.push_back(std::move(*program));
        else
          status = std::unexpected(program.error());
      }
      parts = cel::VectorProgram(pointers_to(programs)).parts();
    });
    TRY(status);
    best = std::min(best, seconds);
  }
  return std::vector<Measure>{
      {"language-compile", best * 1e3, "ms", fmt::format("{} rules, {} distinct parts", kRulesToCompile, parts), 1}};
}

}  // namespace qiuhao::bench
