// The vector program gives what the row program gives: random typed texts over random columns, batches of 1, 7 and
// 2,048 rows. QIUHAO_EXPRESSIONS=N compares N texts instead of 20,000.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "cel/vector/random_text.h"
#include "cel/vector/random_world.h"

namespace qiuhao::cel {
namespace {

constexpr std::size_t kTexts = 20'000;
constexpr std::size_t kTogether = 25;      // programs in one vector program
constexpr std::uint64_t kLargeEvery = 40;  // worlds with room for a whole batch; the others have 65 rows a batch
constexpr Kind kKinds[] = {Kind::boolean, Kind::boolean,  Kind::boolean, Kind::integer,
                           Kind::decimal, Kind::floating, Kind::date,    Kind::text};

std::string described(const Value& value) {
  return fmt::format("{}/{}: {}", kind_name(value.kind), value.detail, to_text(value));
}

bool identical(const Value& a, const Value& b) {
  if (a.kind != b.kind || a.detail != b.detail || a.size != b.size) return false;
  if (a.kind == Kind::text || a.kind == Kind::error) return described(a) == described(b);
  return a.integer == b.integer || (std::isnan(a.floating) && std::isnan(b.floating) && a.kind == Kind::floating);
}

// Compares every row of a batch; the rows that differ, said once.
std::string difference(const std::vector<Program>& programs, VectorRun& run, const RandomWorld& world, RowIndex first,
                       std::size_t rows, std::uint64_t asked_seed) {
  RandomBatch batch(world, first, rows);
  run.begin(batch.batch(), batch);
  RandomRow plain(world, false), in_columns(world, true);
  Scratch scratch, other;
  std::mt19937_64 random(asked_seed);
  for (std::size_t index = 0; index < programs.size(); ++index) {
    Bits asked = Bits::first(rows);
    if (random() % 2 == 0) {
      for (std::uint64_t& word : asked.words) word &= random();
    }
    std::string wrong;
    std::size_t told = 0;
    run.evaluate(index, asked, [&](std::size_t row, const Value& value) {
      ++told;
      plain.stand_on(first + static_cast<RowIndex>(row));
      in_columns.stand_on(first + static_cast<RowIndex>(row));
      const Value expected = programs[index].evaluate(plain, scratch);
      if (wrong.empty() && !identical(expected, value)) {
        wrong = fmt::format("{}\nrow {}: the row program gives {}, the vector program {}", programs[index].text(), row,
                            described(expected), described(value));
      }
      const Value quick = programs[index].evaluate(in_columns, other);
      if (wrong.empty() && !identical(expected, quick)) {
        wrong = fmt::format("{}\nrow {}: {} when fields are asked for, {} when they are read in columns",
                            programs[index].text(), row, described(expected), described(quick));
      }
    });
    if (told != asked.count()) return fmt::format("{} rows asked for, {} told", asked.count(), told);
    if (!wrong.empty()) return wrong;
  }
  return "";
}

// What is decided with Rest::unsure is what the row program gives; the bools that differ, said once.
std::string decided_difference(const std::vector<Program>& programs, VectorRun& run, const RandomWorld& world,
                               RowIndex first, std::size_t rows) {
  RandomBatch batch(world, first, rows);
  run.begin(batch.batch(), batch);
  RandomRow plain(world, false);
  Scratch scratch;
  for (std::size_t index = 0; index < programs.size(); ++index) {
    if (programs[index].type().kind != Kind::boolean) continue;
    const Decided decided = run.decide(index, Bits::first(rows));
    for (std::size_t row = 0; row < rows; ++row) {
      if (decided.unsure.has(row)) continue;
      plain.stand_on(first + static_cast<RowIndex>(row));
      const Value expected = programs[index].evaluate(plain, scratch);
      if (!identical(expected, Value::of_bool(decided.yes.has(row)))) {
        return fmt::format("{}\nrow {}: {}, but decided {}", programs[index].text(), row, described(expected),
                           decided.yes.has(row));
      }
    }
  }
  return "";
}

TEST(Vector, GivesWhatTheRowProgramGives) {
  const char* wanted = std::getenv("QIUHAO_EXPRESSIONS");
  const std::size_t texts = wanted == nullptr ? kTexts : std::strtoull(wanted, nullptr, 10);
  const char* chosen = std::getenv("QIUHAO_SEED");
  const std::uint64_t base = chosen == nullptr ? 1 : std::strtoull(chosen, nullptr, 10);
  std::size_t compared = 0;
  for (std::uint64_t seed = base; compared < texts; ++seed) {
    const bool is_large = seed % kLargeEvery == 0;
    const RandomWorld world(seed, is_large ? 2 * kBatchRows + 100 : 130);
    RandomText random(seed);
    std::vector<Program> programs;
    std::vector<const Program*> pointers;
    while (programs.size() < kTogether) {
      const std::string text =
          random.of_kind(kKinds[random.pick(std::size(kKinds))], 1 + static_cast<int>(random.pick(4)));
      auto program = compile(text, world.environment(), Type::any(), {});
      ASSERT_TRUE(program) << text << "\n" << program.error().message;
      programs.push_back(std::move(*program));
    }
    for (const Program& program : programs) pointers.push_back(&program);
    const VectorProgram together(pointers);
    VectorRun run(together);
    VectorRun sure(together, Rest::unsure);
    for (const std::size_t rows : {std::size_t{1}, std::size_t{7}, kBatchRows}) {
      const std::size_t size = std::min(rows, world.rows() / 2);
      for (int batch = 0; batch < 2; ++batch) {
        const auto first = static_cast<RowIndex>(random.pick(world.rows() - size));
        const std::string wrong = difference(programs, run, world, first, size, seed);
        ASSERT_EQ(wrong, "") << "seed " << seed << ", batch of " << size;
        ASSERT_EQ(decided_difference(programs, sure, world, first, size), "") << "seed " << seed;
      }
    }
    compared += programs.size();
  }
}

}  // namespace
}  // namespace qiuhao::cel
