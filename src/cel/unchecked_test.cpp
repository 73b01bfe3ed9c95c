// Random texts, compiled with and without type check: refused or evaluated, explained, and never a crash (run this
// under the sanitizers). What is checked and runs has a value of the type that the checker promised.
#include <gtest/gtest.h>

#include <random>

#include "cel/test_world.h"
#include "cel/values/types.h"

namespace qiuhao::cel {
namespace {

class TextMaker {
 public:
  explicit TextMaker(std::uint32_t seed) : random_(seed) {}

  std::string make(int depth) {
    if (depth <= 0) return pick(kLeaves);
    switch (random_() % 12) {
      case 0: return "(" + make(depth - 1) + pick(kOperators) + make(depth - 1) + ")";
      case 1: return "(" + make(depth - 1) + " ? " + make(depth - 1) + " : " + make(depth - 1) + ")";
      case 2: return make(depth - 1) + pick(kSelections);
      case 3: return make(depth - 1) + (random_() % 2 == 0 ? "[" : "[?") + make(depth - 1) + "]";
      case 4: return "[" + mark() + make(depth - 1) + ", " + mark() + make(depth - 1) + "]";
      case 5: return "{" + mark() + make(depth - 1) + ": " + make(depth - 1) + "}";
      case 6: return make(depth - 1) + pick(kMacros) + make(depth - 1) + ")";
      case 7: return make(depth - 1) + pick(kMethods) + make(depth - 1) + ")";
      case 8: return make(depth - 1) + pick(kPlainMethods);
      case 9: return pick(kFunctions) + make(depth - 1) + ")";
      case 10: return pick(kTwo) + make(depth - 1) + ", " + make(depth - 1) + ")";
      default: return pick(kPrefixes) + make(depth - 1);
    }
  }

 private:
  using Pieces = std::vector<const char*>;
  std::string pick(const Pieces& pieces) { return pieces[random_() % pieces.size()]; }
  std::string mark() { return random_() % 4 == 0 ? "?" : ""; }

  const Pieces kLeaves = {"1",
                          "0",
                          "-7",
                          "2u",
                          "1.5",
                          "0.0",
                          "'a'",
                          "'%s %d'",
                          "b'ab'",
                          "true",
                          "false",
                          "null",
                          "[]",
                          "{}",
                          "line",
                          "line.price",
                          "line.quantity",
                          "line.day",
                          "line.visit",
                          "line.visit.start",
                          "line.item_name",
                          "history",
                          "person.sex",
                          "age",
                          "anything",
                          "k.cap",
                          "x",
                          "zzz",
                          "int",
                          "optional.none()",
                          "date('2026-01-31')",
                          "timestamp(0)",
                          "duration('1h')",
                          "decimal('12.50')",
                          "9223372036854775807",
                          "'Europe/Berlin'"};
  const Pieces kOperators = {" + ", " - ", " * ", " / ", " % ", " == ", " != ", " < ", " >= ", " in ", " && ", " || "};
  const Pieces kSelections = {".price", ".?price", ".kind", ".?kind", ".a", ".?a", ".start", ".zzz"};
  const Pieces kMacros = {".all(x, ",        ".exists(x, ",          ".map(x, ",
                          ".filter(x, ",     ".exists_one(x, ",      ".optMap(x, ",
                          ".optFlatMap(x, ", ".transformMap(i, x, ", ".transformList(i, x, "};
  const Pieces kMethods = {".or(",      ".orValue(", ".contains(", ".split(",     ".join(",   ".format(",
                           ".matches(", ".indexOf(", ".getHours(", ".substring(", ".charAt(", ".zzz("};
  const Pieces kPlainMethods = {".size()",  ".value()",   ".hasValue()",    ".sum()",       ".max()",  ".distinct()",
                                ".first()", ".reverse()", ".getFullYear()", ".isWorkday()", ".trim()", ".unwrapOpt()"};
  const Pieces kFunctions = {"size(",     "int(",           "string(",
                             "double(",   "decimal(",       "dyn(",
                             "type(",     "optional.of(",   "optional.ofNonZeroValue(",
                             "math.abs(", "base64.encode(", "base64.decode(",
                             "bytes(",    "timestamp(",     "duration(",
                             "date(",     "strings.quote(", "isWorkday(",
                             "bool("};
  const Pieces kTwo = {"cel.bind(x, ", "daysBetween(", "addDays(", "math.greatest(",
                       "ageYears(",    "math.bitAnd(", "size("};
  const Pieces kPrefixes = {"!", "-", "has(line.?a) || ", "cel.bind(x, 1, x) + "};
  std::mt19937 random_;
};

World made_world() {
  World world;
  world.set_history({1, 2});
  world.set(kLineStruct, kPrice, decimal_of("12.50"));
  world.set(kLineStruct, kPrice, decimal_of("3"), 1);
  world.set(kLineStruct, kDay, date_of("2026-01-31"));
  world.set(kLineStruct, kItemName, Value::of_text("氯化钠,250ml"));
  world.set(kLineStruct, kVisit, Value::of_row(kVisitStruct, 0));
  world.set(kVisitStruct, kVisitStart, Value::of_timestamp(1'000'000));
  world.set_variable(kAgeSlot, Value::of_int(40));
  world.set_variable(kDynSlot, Value::of_double(2.5));
  return world;
}

// Whether a value is of a type, where the type is known.
bool is_of(const Value& value, const Type& type) {
  if (is_unknown(type)) return true;
  const bool int_as_decimal = type.kind == Kind::decimal && value.kind == Kind::integer;
  if (value.kind != type.kind && !int_as_decimal) return false;
  const Type element = type.element ? *type.element : Type::any();
  if (value.kind == Kind::optional) return value.inner == nullptr || is_of(*value.inner, element);
  if (value.kind != Kind::list) return true;
  for (std::size_t i = 0; i < value.list->size(); ++i) {
    if (!is_of(value.list->at(i), element)) return false;
  }
  return true;
}

TEST(Unchecked, RandomTextsNeverCrash) {
  const Environment environment = make_world();
  const World world = made_world();
  Scratch scratch;
  std::size_t checked = 0, unchecked = 0;
  for (std::uint32_t seed = 1; seed <= 20'000; ++seed) {
    const std::string text = TextMaker(seed).make(1 + static_cast<int>(seed % 4));
    if (const auto program = compile(text, environment, Type::any(), {})) {
      ++checked;
      const Value value = program->evaluate(world, scratch);
      EXPECT_TRUE(value.is_error() || is_of(value, program->type()))
          << "seed " << seed << ": " << text << " gives " << to_text(value) << ", not "
          << environment.describe(program->type());
      program->explain(world, scratch);
    }
    CompileOptions options;
    options.check_types = false;
    if (const auto program = compile(text, environment, Type::any(), {}, options)) {
      ++unchecked;
      to_text(program->evaluate(world, scratch));
      program->explain(world, scratch);
    }
  }
  EXPECT_GT(checked, 900U);
  EXPECT_GT(unchecked, 15'000U);
}

// Names that stand for lists of lists nest values far deeper than the text: 13,000 levels in 28 KB.
std::string deep_text(const std::string& function, const std::string& end) {
  std::string text, name = "1";
  for (int level = 0; level < 100; ++level) {
    const auto wraps = static_cast<std::size_t>(230 - 2 * level);
    const std::string value = std::string(wraps, '[') + name + std::string(wraps, ']');
    name = "x" + std::to_string(level);
    text += "cel.bind(" + name + ", " + function + "(" + value + "), ";
  }
  text += end;
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@')) text.replace(at, 1, name);
  return text + std::string(100, ')');
}

TEST(DeepValues, EndAtALimitNotAtTheStack) {
  EXPECT_EQ(outcome_of(deep_text("", "@ == @")), "the value is nested more than 250 deep; make it flatter");
  const std::string limit = "error: the evaluation takes too many steps or too much memory";
  EXPECT_EQ(outcome_of(deep_text("dyn", "@ == @")), limit);
  EXPECT_EQ(outcome_of(deep_text("dyn", "'%s'.format([@])")), limit);
  EXPECT_EQ(outcome_of(deep_text("dyn", "@.size()")), "1");
  EXPECT_TRUE(outcome_of(deep_text("dyn", "@")).contains("…"));
}

}  // namespace
}  // namespace qiuhao::cel
