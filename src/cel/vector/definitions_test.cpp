// Variables that are other programs' values, and rows that are not laid ready.
#include <gtest/gtest.h>

#include "cel/vector/random_world.h"

namespace qiuhao::cel {
namespace {

Program compiled(const Environment& environment, const std::string& text) {
  auto program = compile(text, environment, Type::any(), {});
  EXPECT_TRUE(program) << program.error().text();
  return std::move(*program);
}

TEST(Definitions, StandInThePlaceOfTheirVariables) {
  const RandomWorld world(19, 200);
  const Environment& environment = world.environment();
  const Program twice = compiled(environment, "line.flag ? line.n * 2 : line.m");
  const Program uses = compiled(environment, "twice > line.n && (twice < 40 || has(line.code))");
  const Program written = compiled(environment,
                                   "(line.flag ? line.n * 2 : line.m) > line.n && "
                                   "((line.flag ? line.n * 2 : line.m) < 40 || has(line.code))");
  const Definition definition{kTwiceSlot, &twice};
  const VectorProgram defined(std::vector{&uses}, kNoOwnSlots, {&definition, 1});
  const VectorProgram plain(std::vector{&written});
  VectorRun run(defined, Rest::unsure), other(plain, Rest::unsure);
  RandomBatch batch(world, 0, 200);
  run.begin(batch.batch(), batch);
  other.begin(batch.batch(), batch);
  const Decided told = run.decide(0, Bits::first(200)), expected = other.decide(0, Bits::first(200));
  EXPECT_EQ(told.yes, expected.yes);
  EXPECT_EQ(told.unsure, expected.unsure);
  EXPECT_TRUE(told.yes.any());
  EXPECT_LT(told.unsure.count(), 100U);
}

TEST(Definitions, RowsThatAreNotLaidAreUnsure) {
  const RandomWorld world(12, 200);
  const Program program = compiled(world.environment(), "has(visit.amount) || line.n > 3");
  const VectorProgram together(std::vector{&program});
  VectorRun run(together, Rest::unsure);
  RandomBatch batch(world, 0, 200);
  Batch unlaid = batch.batch();
  unlaid.unlaid = 1 << 1;  // the visit
  run.begin(unlaid, batch);
  const Decided told = run.decide(0, Bits::first(200));
  EXPECT_EQ(told.yes | told.unsure, Bits::first(200)) << "no row is known to be false";
  EXPECT_TRUE(told.yes.any());
  EXPECT_TRUE(told.unsure.any());
}

}  // namespace
}  // namespace qiuhao::cel
