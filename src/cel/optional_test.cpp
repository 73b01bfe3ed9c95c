// Optionals, and how they meet what is absent (docs/reference/rule-language.md); the specification's own lines are run
// by qiuhao-conformance.
#include <gtest/gtest.h>

#include "cel/test_world.h"

namespace qiuhao::cel {
namespace {

World priced() {
  World world;
  world.set(kLineStruct, kPrice, decimal_of("12.50"));
  world.set_history({1, 2});
  world.set(kLineStruct, kPrice, decimal_of("3"), 1);  // row 2 has no price
  return world;
}

TEST(Optional, AFieldGivesItsValueOrNone) {
  const World world = priced();
  EXPECT_EQ(outcome_of("line.?price", world), "optional.of(12.50)");
  EXPECT_EQ(outcome_of("line.?quantity", world), "optional.none()");
  EXPECT_EQ(outcome_of("line.?quantity.hasValue()", world), "false");
  EXPECT_EQ(outcome_of("line.?quantity.orValue(1) * line.price", world), "12.50");
  EXPECT_EQ(outcome_of("line.?quantity.orValue(0.5) == 0.5", world), "true");
  EXPECT_EQ(outcome_of("line.?单价.value() == line.price", world), "true");
}

TEST(Optional, ARowThatIsAbsentGivesNone) {
  const World world = priced();  // which has no line.visit
  EXPECT_EQ(outcome_of("line.visit.?kind", world), "optional.none()");
  EXPECT_EQ(outcome_of("line.?visit.kind.orValue('?')", world), "'?'");
  EXPECT_EQ(outcome_of("has(line.?visit.kind)", world), "false");
  EXPECT_EQ(outcome_of("line.visit.kind == 'x'", world), "absent: line.visit");
}

TEST(Optional, OtherErrorsStay) {
  const World world = priced();
  EXPECT_EQ(outcome_of("optional.of(line.quantity)", world), "absent: line.quantity");
  EXPECT_EQ(outcome_of("optional.none().value()", world),
            "error: the optional is none; test it with hasValue() or give orValue(…)");
  EXPECT_EQ(outcome_of("[1 / (line.price == 12.5 ? 0 : 1)][?0]", world), "error: division by zero");
  EXPECT_EQ(outcome_of("line.?price.orValue(decimal('1') / 0)", world), "12.50");  // which is not evaluated
  EXPECT_EQ(outcome_of("line.?quantity.orValue(decimal('1') / 0)", world), "error: division by zero");
}

TEST(Optional, ListsAndMapsLeaveNoneOut) {
  const World world = priced();
  EXPECT_EQ(outcome_of("history.map(x, x.?price.orValue(0)).sum()", world), "3");
  EXPECT_EQ(outcome_of("optional.unwrap(history.map(x, x.?price))", world), "[3]");
  EXPECT_EQ(outcome_of("[?line.?price, ?line.?quantity, decimal('1')]", world), "[12.50, 1]");
  EXPECT_EQ(outcome_of("{?'a': line.?quantity, 'b': 1}", world), "{'b': 1}");
  EXPECT_EQ(outcome_of("history[?1].price.hasValue()", world), "false");
  EXPECT_EQ(outcome_of("history[?0].price.value()", world), "3");
  EXPECT_EQ(outcome_of("history[?7].price", world), "optional.none()");
  EXPECT_EQ(outcome_of("line.?price.optMap(p, p * 2)", world), "optional.of(25.00)");
  EXPECT_EQ(outcome_of("line.?quantity.optMap(p, p / 0)", world), "optional.none()");
}

TEST(Optional, TypesAreChecked) {
  EXPECT_EQ(outcome_of("line.?qty"), "unknown field line.qty; did you mean line.quantity?");
  EXPECT_EQ(outcome_of("line.?price > 1"), "no > between optional_type(decimal) (line.?price) and int (1)");
  EXPECT_EQ(outcome_of("[?line.price]"),
            "an item written with ? should be optional, but line.price is decimal; remove the ?");
  EXPECT_EQ(outcome_of("has(line.?price)"),
            "has tests a field written with a dot; write .hasValue() after an optional one");
  EXPECT_EQ(outcome_of("line.optMap(x, x)"), "optMap needs an optional, but line is line");
  const auto program = compile("[?line.?price, ?line.?visit.start]", make_world(), Type::any(), {});
  ASSERT_TRUE(program) << program.error().text();
  EXPECT_EQ(program->fields(), (std::vector<std::string>{"line.price", "line.visit", "line.visit.start"}));
}

TEST(Unchecked, WhatDoesNotFitIsAnErrorWhenEvaluated) {
  const Environment environment = make_world();
  const auto outcome = [&](const char* text) {
    const auto program = compile(text, environment, Type::of(Kind::boolean), {}, {.check_types = false});
    Scratch scratch;
    return program ? to_text(program->evaluate(priced(), scratch)) : "refused: " + program.error().message;
  };
  EXPECT_EQ(outcome("zzzz").substr(0, 24), "error: unknown name zzzz");
  EXPECT_EQ(outcome("zzzz || true"), "true");
  EXPECT_EQ(outcome("line.nothing(3) && false"), "false");
  EXPECT_EQ(outcome("line.qty"), "error: unknown field line.qty; did you mean line.quantity?");
  EXPECT_EQ(outcome("true ? 1 : 'a'"), "1");
  EXPECT_EQ(outcome("[1].all(x, x)"), "error: no such overload");
  EXPECT_EQ(outcome("7.all(x, x)"), "error: no such overload");
  EXPECT_EQ(outcome("size(1, 2)"),
            "error: no size(int, int); there is size (string) -> int or (bytes) -> int or "
            "(list(T)) -> int or (map(T, C)) -> int or string.size() -> int or bytes.size() -> "
            "int or list(T).size() -> int or map(T, C).size() -> int");
  EXPECT_EQ(outcome("1 +"), "refused: the expression ends where a value, a name or ( should follow; add it");
}

TEST(Container, NamesAreLookedUpFromTheInnermost) {
  Environment environment;
  World world;
  const char* names[] = {"n", "x.n", "x.y.n"};
  for (SlotId slot = 0; slot < 3; ++slot) {
    environment.add_variable(names[slot], "", Type::of(Kind::integer), slot);
    world.set_variable(slot, Value::of_int(slot));
  }
  const auto outcome = [&](const char* text, const char* container) {
    const auto program = compile(text, environment, Type::any(), {}, {.container = container});
    Scratch scratch;
    return program ? to_text(program->evaluate(world, scratch)) : program.error().message;
  };
  EXPECT_EQ(outcome("n", ""), "0");
  EXPECT_EQ(outcome("n", "x"), "1");
  EXPECT_EQ(outcome("n", "x.y"), "2");
  EXPECT_EQ(outcome("n", "x.y.z"), "2");
  EXPECT_EQ(outcome("n", "other"), "0");
  EXPECT_EQ(outcome(".n", "x.y"), "0");
  EXPECT_EQ(outcome("y.n", "x"), "2");
  EXPECT_EQ(outcome("[7].exists(n, n == 7)", "x.y"), "true");
  EXPECT_EQ(outcome("[7].exists(n, .n == 0)", "x.y"), "true");
}

}  // namespace
}  // namespace qiuhao::cel
