// && || ! ?: against their truth tables, by brute force over all small expressions and all values; and random texts,
// which must neither crash nor hang.
#include <gtest/gtest.h>

#include <random>

#include "cel/test_world.h"

namespace qiuhao::cel {
namespace {

enum class Truth { no, yes, error };

// A model written from the specification's words, without the evaluator: expressions as trees of small ints.
struct Formula {
  char sign = 'v';  // v variable, ! & | ?
  int variable = 0;
  std::vector<Formula> parts;
};

Truth model(const Formula& formula, const std::vector<Truth>& values) {
  const auto part = [&](std::size_t i) { return model(formula.parts[i], values); };
  switch (formula.sign) {
    case 'v': return values[static_cast<std::size_t>(formula.variable)];
    case '!': return part(0) == Truth::error ? Truth::error : part(0) == Truth::yes ? Truth::no : Truth::yes;
    case '&':
      if (part(0) == Truth::no || part(1) == Truth::no) return Truth::no;
      return part(0) == Truth::yes && part(1) == Truth::yes ? Truth::yes : Truth::error;
    case '|':
      if (part(0) == Truth::yes || part(1) == Truth::yes) return Truth::yes;
      return part(0) == Truth::no && part(1) == Truth::no ? Truth::no : Truth::error;
    default: return part(0) == Truth::error ? Truth::error : part(0) == Truth::yes ? part(1) : part(2);
  }
}

std::string text_of(const Formula& formula) {
  const auto part = [&](std::size_t i) { return text_of(formula.parts[i]); };
  switch (formula.sign) {
    case 'v': return std::string("x") + static_cast<char>('0' + formula.variable);
    case '!': return "!" + part(0);
    case '&': return "(" + part(0) + " && " + part(1) + ")";
    case '|': return "(" + part(0) + " || " + part(1) + ")";
    default: return "(" + part(0) + " ? " + part(1) + " : " + part(2) + ")";
  }
}

Formula random_formula(std::mt19937& random, int depth) {
  const std::size_t choice = depth == 0 ? 0 : random() % 5;
  Formula formula;
  formula.sign = "v!&|?"[choice];
  formula.variable = static_cast<int>(random() % 3);
  const std::size_t parts = choice == 0 ? 0 : choice == 1 ? 1 : choice == 4 ? 3 : 2;
  for (std::size_t i = 0; i < parts; ++i) formula.parts.push_back(random_formula(random, depth - 1));
  return formula;
}

class Three : public Activation {
 public:
  std::vector<Truth> values{3, Truth::no};
  Value variable(SlotId slot) const override {
    const Truth truth = values[slot];
    return truth == Truth::error ? Value::absent() : Value::of_bool(truth == Truth::yes);
  }
  Value field(StructId, FieldId, RowIndex) const override { return Value::absent(); }
};

TEST(Absorption, IsAsTheTablesSay) {
  Environment environment;
  for (SlotId slot = 0; slot < 3; ++slot)
    environment.add_variable("x" + std::to_string(slot), "", Type::of(Kind::boolean), slot);
  std::mt19937 random(20260131);
  Scratch scratch;
  Three three;
  for (int round = 0; round < 2000; ++round) {
    const Formula formula = random_formula(random, 4);
    const auto program = compile(text_of(formula), environment, Type::of(Kind::boolean), {});
    ASSERT_TRUE(program) << text_of(formula) << program.error().message;
    for (int code = 0; code < 27; ++code) {
      three.values = {static_cast<Truth>(code % 3), static_cast<Truth>(code / 3 % 3), static_cast<Truth>(code / 9)};
      const Value value = program->evaluate(three, scratch);
      const Truth found = value.is_error() ? Truth::error : value.is_true() ? Truth::yes : Truth::no;
      ASSERT_EQ(found, model(formula, three.values)) << text_of(formula) << " at " << code;
    }
  }
}

// all and exists over a list are && and || over its items.
TEST(Absorption, OfComprehensionsIsThatOfChains) {
  for (int code = 0; code < 81; ++code) {
    std::string list, ands, ors;
    for (int rest = code, i = 0; i < 4; ++i, rest /= 3) {
      const std::string item = std::to_string(rest % 3);  // 0 is false, 1 is true, 2 divides by zero
      const std::string test = "(" + item + " == 2 ? 1 / 0 == 1 : " + item + " == 1)";
      list += (i > 0 ? ", " : "") + item;
      ands += (i > 0 ? " && " : "") + test;
      ors += (i > 0 ? " || " : "") + test;
    }
    const std::string body = "(x, x == 2 ? 1 / 0 == 1 : x == 1)";
    EXPECT_EQ(outcome_of("[" + list + "].all" + body), outcome_of(ands)) << list;
    EXPECT_EQ(outcome_of("[" + list + "].exists" + body), outcome_of(ors)) << list;
  }
}

constexpr const char* kSeeds[] = {
    "(has(k.sex) && person.sex in ['1', '2'] && person.sex != k.sex) || ageYears(person.birth_date, line.day) > "
    "k.age_max",
    "history.filter(x, x.price > 0.5).map(x, x.quantity * 2).sum() / 3 - line.price",
    "费用.单价 > 12.50 ? '是' + line.item_name : r'\\否' + \"\\u4e2d\"",
    "{'a': [1, 2u, 3.0], 1: b'\\xff'}['a'][dyn(0)] == 1 && 'J18'.matches('^J[0-9]+')",
    "cel.bind(x, [3, 1, 2].distinct(), x.exists_one(y, y % 2 == 0)) // 注",
    "'a,b'.split(',').join('-').replace('a', '').size() + int('12') * -3",
    "timestamp('2026-01-31T00:00:00Z') + duration('1h30m') > timestamp(0) && 'x'.charAt(0) < 'y'",
};

TEST(Mutation, NeverCrashesOrHangs) {
  const Environment environment = make_world();
  std::string alphabet = "()[]{}.,:?!+-*/%<>=&|'\"`\\ \n\t0123456789abexuXr_";
  std::mt19937 random(7);
  const auto below = [&](std::size_t limit) { return random() % limit; };
  World world;
  world.set_history({1, 2, 3});
  for (RowIndex row = 0; row < 4; ++row) {
    world.set(kLineStruct, kPrice, decimal_of("12.5"), row);
    world.set(kLineStruct, kQuantity, decimal_of("2"), row);
  }
  Scratch scratch;
  int compiled = 0;
  for (int round = 0; round < 40'000; ++round) {
    std::string text = kSeeds[below(std::size(kSeeds))];
    for (std::size_t change = 1 + below(4); change > 0; --change) {
      const std::size_t at = below(text.size() + 1);
      const std::string other = kSeeds[below(std::size(kSeeds))];
      const std::size_t from = below(other.size());
      switch (below(5)) {
        case 0: text.insert(at, 1, alphabet[below(alphabet.size())]); break;
        case 1: text.erase(at, 1 + below(4)); break;
        case 2: text.insert(at, other.substr(from, 1 + below(20))); break;
        case 3: text.insert(at, 1, static_cast<char>(below(256))); break;
        default:
          if (at < text.size()) text[at] = alphabet[below(alphabet.size())];
      }
    }
    const auto program = compile(text, environment, Type::any(), {"f", 1, 1, ""});
    if (!program) {
      ASSERT_FALSE(program.error().message.empty());
      ASSERT_FALSE(program.error().code.empty());
      continue;
    }
    ++compiled;
    const std::string value = to_text(program->evaluate(world, scratch));
    const auto steps = program->explain(world, scratch);
    ASSERT_FALSE(steps.empty());
    ASSERT_EQ(steps[0].value, value) << text;
    const auto message = compile_message("值 {" + text + "}", environment, {});
    if (message) message->render(world, scratch);
  }
  EXPECT_GT(compiled, 1000);
}

}  // namespace
}  // namespace qiuhao::cel
