// An evaluation allocates nothing once its Scratch is warm: counted by replacing the program's operator new.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "cel/test_world.h"
#include "cel/vector/random_world.h"

namespace {
std::atomic<long> allocations = 0;
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // sanitizers bring their own
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

namespace qiuhao::cel {
namespace {

TEST(Allocation, NoneOnceWarm) {
  World world;
  world.set_history({1, 2, 3});
  for (RowIndex row = 0; row < 4; ++row) {
    world.set(kLineStruct, kPrice, decimal_of("12.5"), row);
    world.set(kLineStruct, kDay, date_of("2026-01-05"), row);
    world.set(kLineStruct, kItemName, Value::of_text("氯化钠,250ml"), row);
  }
  world.set(kPersonStruct, kSex, Value::of_text("2"));
  world.set(kPersonStruct, kBirthDate, date_of("2010-05-20"));
  const Environment environment = make_world();
  for (const char* text :
       {"(has(k.sex) && person.sex in ['1', '2'] && person.sex != k.sex) || ageYears(person.birth_date, line.day) > 3",
        "history.filter(x, x.price > 2).map(x, x.price * 2).sum() > line.price",
        "history.map(x, x.day).distinct().size() == 1 && history.exists_one(x, x.price > 100) || k.cap > 1 || true",
        "line.item_name.split(',').join('-').replace('-', '+').upperAscii().startsWith('氯') && string(17) == '17'",
        "{'a': [1, 2]}['a'][0] + [3, size(line.item_name)].max() > 0 && line.item_name.matches('[0-9]+ml')",
        "line.?quantity.orValue(2) > 1 && history[?1].price.optMap(p, p + 1).hasValue() == line.?ratio.hasValue()",
        "'%s %.3f %d'.format([[line.price, 1.25], line.price, 7]).size() > 3 && '%x'.format([line.item_name]) != ''",
        "'%s %s'.format([timestamp('2026-01-31T08:00:00.123456789Z'), {'b': line.day, 'a': true}]).contains('{a: "
        "true')",
        "string(timestamp(1000000000 + size(line.item_name))).endsWith('Z') && strings.quote(line.item_name) != ''",
        "timestamp(size(line.item_name)).getHours('Europe/Berlin') == 1 && !isWorkday(line.day) || true",
        "[?line.?price, ?line.?quantity].size() == 1 && {?'a': line.?price}.?a.or(optional.none()).value() > 1",
        "cel.bind(x, history.map(y, [y.price, y.price + 1]), x.all(z, z[0] < z[1]))"}) {
    const auto program = compile(text, environment, Type::of(Kind::boolean), {});
    ASSERT_TRUE(program) << program.error().message;
    Scratch scratch;
    for (int warm_up = 0; warm_up < 3; ++warm_up) program->evaluate(world, scratch);
    const long before = allocations;
    bool all_true = true;
    for (int round = 0; round < 100; ++round) all_true &= program->evaluate(world, scratch).kind == Kind::boolean;
    const long made = allocations - before;
    EXPECT_EQ(made, 0) << text;
    EXPECT_TRUE(all_true) << text;
  }
}

constexpr const char* kOverColumns =
    "(has(line.code) && line.code in ['a', 'bb'] && line.code != line.mode) || (has(line.n) && line.m < line.n) || "
    "(has(visit.n) && line.m > visit.n) || line.price * line.amount > visit.amount + 1";

TEST(Allocation, NoneOverColumnsNorInBatches) {
  constexpr std::size_t kRows = 64;
  const RandomWorld world(3, kRows);
  const auto program = compile(kOverColumns, world.environment(), Type::of(Kind::boolean), {});
  ASSERT_TRUE(program) << program.error().message;
  RandomRow row(world, true);
  Scratch scratch;
  const Program* one = &*program;
  const VectorProgram vectors(std::span(&one, 1));
  VectorRun run(vectors);
  RandomBatch batch(world, 0, kRows);
  std::size_t outcomes = 0;
  const auto judge_all = [&] {
    for (RowIndex line = 0; line < kRows; ++line) {
      row.stand_on(line);
      outcomes += program->evaluate(row, scratch).is_true() ? 1 : 0;
    }
    run.begin(batch.batch(), batch);
    outcomes += run.decide(0, Bits::first(kRows)).yes.count();
  };
  for (int warm_up = 0; warm_up < 3; ++warm_up) judge_all();
  const long before = allocations;
  for (int round = 0; round < 100; ++round) judge_all();
  const long made = allocations - before;
  EXPECT_EQ(made, 0);
  EXPECT_GT(outcomes, 0U);
}

}  // namespace
}  // namespace qiuhao::cel
