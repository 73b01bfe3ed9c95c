// The language as rules use it: decimals, dates, absence, Chinese names, explanations, messages.
#include "cel/cel.h"

#include <gtest/gtest.h>

#include "cel/parser/macros.h"
#include "cel/test_world.h"

namespace qiuhao::cel {
namespace {

TEST(Decimals, AreExact) {
  EXPECT_EQ(outcome_of("decimal('0.1') + decimal('0.2') == decimal('0.3')"), "true");
  EXPECT_EQ(outcome_of("decimal('1.50') == decimal('1.5')"), "true");
  EXPECT_EQ(outcome_of("decimal('12.34') * 3"), "37.02");
  EXPECT_EQ(outcome_of("3 * decimal('12.34') - 1"), "36.02");
  EXPECT_EQ(outcome_of("decimal('1') / 3"), "0.333333");
  EXPECT_EQ(outcome_of("decimal('-1') / 6"), "-0.166667");  // half away from zero at six places
  EXPECT_EQ(outcome_of("-decimal('2.5')"), "-2.5");
  EXPECT_EQ(outcome_of("decimal('2.5') > 2 && 3 > decimal('2.5') && decimal('3.00') == 3"), "true");
  EXPECT_EQ(outcome_of("decimal('1') / decimal('0')"), "error: division by zero");
  EXPECT_EQ(outcome_of("decimal('9223372036854775807') + 1"), "error: the result is out of range");
  EXPECT_EQ(outcome_of("int(decimal('-7.9'))"), "-7");
  EXPECT_EQ(outcome_of("math.round(decimal('1.005'), 2)"), "1.01");
}

TEST(Decimals, ReadADoubleLiteralFromItsText) {
  World world;
  world.set(kLineStruct, kPrice, decimal_of("0.3"));
  EXPECT_EQ(outcome_of("line.price == 0.3", world), "true");
  EXPECT_EQ(outcome_of("0.1 + line.price", world), "0.4");
  EXPECT_EQ(outcome_of("line.price * - 0.5", world), "-0.15");
  EXPECT_EQ(outcome_of("line.price in [0.1, 0.3]", world), "true");
  EXPECT_EQ(outcome_of("true ? 0.10 : line.price", world), "0.10");
  EXPECT_EQ(outcome_of("math.greatest(line.price, 0.25, 0.31)", world), "0.31");
  EXPECT_EQ(outcome_of("math.least(0.25, line.price)", world), "0.25");
  EXPECT_EQ(outcome_of("decimal(0.1) + 0.2", world), "0.3");
  EXPECT_EQ(outcome_of("[line.price, 0.7, 1].sum()", world), "2.0");
  // A sixteen-digit price is exact although no double holds it.
  EXPECT_EQ(outcome_of("decimal('9007199254740993.1') == 9007199254740993.1", world), "true");
}

TEST(Decimals, RefuseADoubleVariable) {
  EXPECT_EQ(outcome_of("line.price > factor"),
            "no > between decimal (line.price) and double (factor); a double is not exact, write decimal('…') or make "
            "both double()");
  EXPECT_EQ(outcome_of("line.price * line.ratio"),
            "no * between decimal (line.price) and double (line.ratio); a double is not exact, write decimal('…') or "
            "make both double()");
  World world;
  world.set(kLineStruct, kPrice, decimal_of("2"));
  world.set_variable(kDynSlot, Value::of_double(2));
  EXPECT_EQ(outcome_of("line.price == anything", world), "error: no such overload");
  EXPECT_EQ(outcome_of("line.price + anything", world), "error: no such overload");
}

TEST(Decimals, AreMadeOfIntsWhereWanted) {
  const Environment environment = make_world();
  Scratch scratch;
  for (const char* text : {"0", "0.0", "true ? 0 : line.price", "math.least(line.price, 0)"}) {
    const auto program = compile(text, environment, Type::of(Kind::decimal), {});
    ASSERT_TRUE(program) << text << program.error().message;
    World world;
    world.set(kLineStruct, kPrice, decimal_of("5"));
    const Value value = program->evaluate(world, scratch);
    EXPECT_EQ(value.kind, Kind::decimal) << text;
    EXPECT_TRUE(value.as_decimal() == Decimal{}) << text;
  }
  EXPECT_FALSE(compile("'x'", environment, Type::of(Kind::decimal), {}));
  EXPECT_FALSE(compile("factor", environment, Type::of(Kind::decimal), {}));
}

TEST(Dates, CountAsCalendarsDo) {
  EXPECT_EQ(outcome_of("daysBetween(date('2026-01-01'), date('2026-03-01'))"), "59");
  EXPECT_EQ(outcome_of("daysBetween(date('2026-03-01'), date('2026-01-01'))"), "-59");
  EXPECT_EQ(outcome_of("ageYears(date('2010-05-20'), date('2024-05-19'))"), "13");
  EXPECT_EQ(outcome_of("ageYears(date('2010-05-20'), date('2024-05-20'))"), "14");
  EXPECT_EQ(outcome_of("ageMonths(date('2024-01-15'), date('2024-03-14'))"), "1");
  EXPECT_EQ(outcome_of("ageDays(date('2024-02-01'), date('2024-03-01'))"), "29");
  EXPECT_EQ(outcome_of("addMonths(date('2024-01-31'), 1)"), "2024-02-29");
  EXPECT_EQ(outcome_of("date('2024-01-31').addDays(-31)"), "2023-12-31");
  EXPECT_EQ(outcome_of("year(date('2024-02-29')) * 100 + date('2024-02-29').month()"), "202402");
  EXPECT_EQ(outcome_of("isoWeek(date('2021-01-03'))"), "53");
  EXPECT_EQ(outcome_of("weekday(date('1970-01-01'))"), "4");
  EXPECT_EQ(outcome_of("date(timestamp('2026-01-31T16:00:00Z'))"), "2026-02-01");  // midnight in Shanghai
  EXPECT_EQ(outcome_of("date('2023-02-30')"), "error: a date is written as 2026-01-31");
  EXPECT_EQ(outcome_of("addDays(date('9999-12-31'), 1)"), "error: the result is out of range");
  EXPECT_EQ(outcome_of("[date('2026-02-01'), date('2026-01-01')].min()"), "2026-01-01");
  EXPECT_EQ(outcome_of("line.day >= '2026-01-01'"),
            "no >= between date (line.day) and string ('2026-01-01'); write the date as date('2026-01-31')");
}

TEST(Absence, IsAnErrorWithThePath) {
  EXPECT_EQ(outcome_of("line.price"), "absent: line.price");
  EXPECT_EQ(outcome_of("line.price > 5 || line.quantity > 5"), "absent: line.price");
  EXPECT_EQ(outcome_of("line.visit.kind == 'x'"), "absent: line.visit");
  EXPECT_EQ(outcome_of("age + 1"), "absent: age");
  EXPECT_EQ(outcome_of("history.size()"), "absent: history");
  World world;
  world.set(kLineStruct, kVisit, Value::of_row(kVisitStruct, 7));
  EXPECT_EQ(outcome_of("line.visit.kind == 'x'", world), "absent: line.visit.kind");
  world.set(kVisitStruct, kVisitKind, Value::of_text("inpatient"), 7);
  EXPECT_EQ(outcome_of("line.visit.kind", world), "'inpatient'");
  world.set_history({1, 2});
  world.set(kLineStruct, kPrice, decimal_of("3"), 1);
  EXPECT_EQ(outcome_of("history.map(x, x.price).sum()", world), "absent: history.price");
  EXPECT_EQ(outcome_of("history.exists(x, x.price > 2)", world), "true");
  EXPECT_EQ(outcome_of("history.filter(x, has(x.price)).map(x, x.price).sum()", world), "3");
  EXPECT_EQ(outcome_of("history.filter(x, x.price > 100).map(x, x.price).sum() == 0"), "absent: history");
}

TEST(Absence, IsTestedByHasAndAbsorbed) {
  EXPECT_EQ(outcome_of("has(line.price)"), "false");
  EXPECT_EQ(outcome_of("has(line.visit.kind)"), "false");  // line.visit itself is absent
  EXPECT_EQ(outcome_of("has(line.price) && line.price > 5"), "false");
  EXPECT_EQ(outcome_of("line.price > 5 || true"), "true");
  EXPECT_EQ(outcome_of("line.price > 5 && false"), "false");
  EXPECT_EQ(outcome_of("line.price > 5 ? true : true"), "absent: line.price");
  EXPECT_EQ(outcome_of("line.price == null"),
            "no == between decimal (line.price) and null_type (null); a field without value is absent, test it with "
            "has(…)");
}

TEST(Lists, HaveSumsExtremesAndDistinctValues) {
  EXPECT_EQ(outcome_of("[1, 2, 3].sum()"), "6");
  EXPECT_EQ(outcome_of("[1.5, 2.0].sum()"), "3.5");
  EXPECT_EQ(outcome_of("[0.5].filter(x, x > 1.0).sum()"), "0.0");
  EXPECT_EQ(outcome_of("[decimal('1.25'), decimal('2')].sum()"), "3.25");
  EXPECT_EQ(outcome_of("['b', 'a'].min() + ['b', 'a'].max()"), "'ab'");
  EXPECT_EQ(outcome_of("[].min()"), "error: an empty list has no least or greatest item");
  EXPECT_EQ(outcome_of("[1, 2, 1, 3, 2].distinct()"), "[1, 2, 3]");
  EXPECT_EQ(outcome_of("[decimal('1.0'), decimal('1'), decimal('2.50'), decimal('2.5')].distinct()"), "[1.0, 2.50]");
  EXPECT_EQ(outcome_of("['甲', '乙', '甲'].distinct().size()"), "2");
  EXPECT_EQ(outcome_of("[[1], [1], [2]].distinct()"), "[[1], [2]]");
  EXPECT_EQ(outcome_of("[3, 1].map(x, x > 1, x * 2)"), "[6]");
}

TEST(Membership, OfConstantsIsAsOfValues) {
  World world;
  for (const char* sex : {"1", "2", "9", "男"}) {
    world.set(kPersonStruct, kSex, Value::of_text(sex));
    const std::string wanted = std::string_view(sex) == "1" || std::string_view(sex) == "2" ? "true" : "false";
    EXPECT_EQ(outcome_of("person.sex in ['1', '2']", world), wanted);
    EXPECT_EQ(outcome_of("person.sex in ['1', '2'].map(x, x)", world), wanted);
  }
  for (const std::int64_t age : {-3, 0, 18, 64, 100}) {
    world.set_variable(kAgeSlot, Value::of_int(age));
    EXPECT_EQ(outcome_of("age in [0, 18, 64] == (age == 0 || age == 18 || age == 64)", world), "true") << age;
    EXPECT_EQ(outcome_of("age in [decimal('0.0'), decimal('18.00')]", world), age == 0 || age == 18 ? "true" : "false");
  }
  EXPECT_EQ(outcome_of("person.sex in [1, 2]", world), "no in between string (person.sex) and list(int) ([1, 2])");
}

TEST(Chinese, NamesAndAliases) {
  World world;
  world.set(kLineStruct, kPrice, decimal_of("12"));
  world.set(kLineStruct, kQuantity, decimal_of("3"));
  EXPECT_EQ(outcome_of("费用.单价 * 费用.数量", world), "36");
  EXPECT_EQ(outcome_of("费用.数量 > 知识.限价", world), "absent: k.cap");
  EXPECT_EQ(outcome_of("[1, 2].exists(值, 值 == 2)", world), "true");
  EXPECT_EQ(outcome_of("'中'.size() == 1 && '青霉素'.substring(1, 2) == '霉'", world), "true");
  const Environment environment = make_world();
  const auto program = compile("费用.单价 > 1 && 就诊.kind == 'x' && history.exists(x, x.day == line.day) && age > 1",
                               environment, Type::of(Kind::boolean), {});
  ASSERT_TRUE(program);
  EXPECT_EQ(program->fields(), (std::vector<std::string>{"history.day", "line.day", "line.price", "visit.kind"}));
  EXPECT_EQ(program->variables(), (std::vector<std::string>{"age", "history", "line", "visit"}));
}

TEST(Functions, ExamplesOfTheDocumentationHold) {
  const Environment environment = make_world();
  std::vector<FunctionDoc> docs = environment.functions();
  for (FunctionDoc& doc : macro_docs()) docs.push_back(doc);
  EXPECT_GE(docs.size(), 60U);
  for (const FunctionDoc& doc : docs) EXPECT_EQ(outcome_of(doc.example), "true") << doc.example;
}

TEST(Functions, OfTheHost) {
  Environment environment = make_world();
  environment.add_function({"twice", "(int) -> int", {"Twice.", "两倍。"}, "twice(1) == 2"}, {Type::of(Kind::integer)},
                           Type::of(Kind::integer), [](const Activation&, std::span<const Value> arguments) {
                             return Value::of_int(2 * arguments[0].integer);
                           });
  environment.add_function(
      {"twice", "(string) -> int", {"Twice.", "两倍。"}, ""}, {Type::of(Kind::text)}, Type::of(Kind::integer),
      [](const Activation&, std::span<const Value> arguments) { return Value::of_int(2 * arguments[0].size); });
  World world;
  world.set_variable(kDynSlot, Value::of_text("abc"));
  Scratch scratch;
  const auto program = compile("twice(4) + twice('xy') + twice(anything)", environment, Type::of(Kind::integer), {});
  ASSERT_TRUE(program) << program.error().message;
  EXPECT_EQ(program->evaluate(world, scratch).integer, 18);
  EXPECT_FALSE(compile("twice(true)", environment, Type::any(), {}));
}

TEST(Explain, ListsThePartsThatDecide) {
  World world;
  world.set(kPersonStruct, kSex, Value::of_text("1"));
  world.set(kKnowledgeStruct, kSexLimit, Value::of_text("2"));
  world.set(kPersonStruct, kBirthDate, date_of("2010-05-20"));
  const Environment environment = make_world();
  const auto program =
      compile("(has(k.sex) && person.sex != k.sex) || line.price > k.cap", environment, Type::any(), {});
  ASSERT_TRUE(program);
  Scratch scratch;
  std::string shown;
  for (const ExplainStep& step : program->explain(world, scratch)) {
    shown += std::string(static_cast<std::size_t>(2 * step.depth), ' ') + step.text + " = " + step.value + "\n";
  }
  EXPECT_EQ(shown,
            "(has(k.sex) && person.sex != k.sex) || line.price > k.cap = true\n"
            "  has(k.sex) && person.sex != k.sex = true\n"
            "    has(k.sex) = true\n"
            "    person.sex != k.sex = true\n"
            "      person.sex = '1'\n"
            "      k.sex = '2'\n"
            "  line.price > k.cap = absent: line.price\n");
}

TEST(Messages, HoldValues) {
  const Environment environment = make_world();
  const auto message = compile_message(
      "{line.item_name} 单价 {line.price} 元，高于限价 {k.cap} 元 {{注}} {age > 3 ? '}' : '否'}", environment, {});
  ASSERT_TRUE(message) << message.error().message;
  World world;
  world.set(kLineStruct, kItemName, Value::of_text("头孢'克肟'"));
  world.set(kLineStruct, kPrice, decimal_of("12.50"));
  world.set_variable(kAgeSlot, Value::of_int(4));
  Scratch scratch;
  EXPECT_EQ(message->render(world, scratch), "头孢'克肟' 单价 12.5 元，高于限价 — 元 {注} }");
  EXPECT_EQ(message->fields(), (std::vector<std::string>{"k.cap", "line.item_name", "line.price"}));
}

TEST(Messages, NameThePlaceInTheWholeSentence) {
  const Environment environment = make_world();
  const auto message = compile_message("单价 {line.prize} 元", environment, {"r.yaml", 9, 11, ""});
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().text(),
            "r.yaml:9:20: unknown field line.prize; did you mean line.price?\n"
            "  单价 {line.prize} 元\n"
            "             ^");
  EXPECT_EQ(compile_message("a } b", environment, {}).error().code, "lone_brace");
  EXPECT_EQ(compile_message("a {line.price", environment, {}).error().code, "open_brace");
}

}  // namespace
}  // namespace qiuhao::cel
