// Conditions by truth tables: what is called never true must be false for every value tried, what is called implied
// must be true wherever the other is.
#include "cel/conditions/conditions.h"

#include <gtest/gtest.h>

#include <map>

#include "cel/cel.h"

namespace qiuhao::cel {
namespace {

// One row with a number, a quantity, two texts, a day and a flag; each may be absent.
class World {
 public:
  World() : row_(environment_.add_struct("row")) {
    environment_.add_field(row_, "n", "数", Type::of(Kind::integer), 0);
    environment_.add_field(row_, "q", "量", Type::of(Kind::decimal), 1);
    environment_.add_field(row_, "s", "文", Type::of(Kind::text), 2);
    environment_.add_field(row_, "t", "", Type::of(Kind::text), 3);
    environment_.add_field(row_, "d", "", Type::of(Kind::date), 4);
    environment_.add_field(row_, "m", "", Type::of(Kind::integer), 5);
    environment_.add_variable("r", "行", Type::row_of(row_), 0);
    environment_.add_variable("age", "", Type::of(Kind::integer), 1);
  }
  Program compile(const std::string& text) const {
    auto program = cel::compile(text, environment_, Type::any(), {"test", 1, 1, ""});
    EXPECT_TRUE(program.has_value()) << text << ": " << program.error().text();
    return std::move(*program);
  }
  StructId row() const { return row_; }

 private:
  Environment environment_;
  StructId row_;
};

struct Row : Activation {
  explicit Row(StructId owner) : owner(owner) {}
  StructId owner;
  std::map<FieldId, Value> fields;
  Value variable(SlotId slot) const override {
    if (slot == 0) return Value::of_row(owner, 0);
    return fields.contains(0) ? fields.at(0) : Value::absent("age");
  }
  Value field(StructId, FieldId field, RowIndex) const override {
    const auto found = fields.find(field);
    return found == fields.end() ? Value::absent() : found->second;
  }
};

// Rows of many values, and of absent ones.
std::vector<Row> rows(StructId owner) {
  std::vector<Row> all;
  const char* const texts[] = {"a", "ab", "b", "Z51", "Z51.1", ""};
  for (int n = -1; n <= 6; ++n) {
    for (int q = -5; q <= 65; q += 5) {
      for (std::size_t s = 0; s < std::size(texts); ++s) {
        Row row(owner);
        if (n != -1) row.fields[0] = Value::of_int(n);
        row.fields[1] = Value::of_decimal({q, 1});
        if (s != 5 || q > 0) row.fields[2] = Value::of_text(texts[s]);
        row.fields[3] = Value::of_text(texts[(s + static_cast<std::size_t>(n + 1)) % std::size(texts)]);
        row.fields[4] = Value::of_date(20'000 + n);
        row.fields[5] = Value::of_int(q / 10);
        all.push_back(row);
      }
    }
  }
  return all;
}

ConditionNames plain_names() {
  return {[](const std::string&) { return nullptr; }, [](const std::string& name) { return name; }};
}

bool is_true(const Program& program, const Row& row) {
  Scratch scratch;
  return program.evaluate(row, scratch).is_true();
}

const char* const kConditions[] = {
    "r.n > 4",
    "r.n >= 5",
    "r.n < 3",
    "r.n > 2 && r.n < 3",
    "r.n > 2 && r.n <= 3",
    "r.n == 3",
    "r.n != 3",
    "r.n in [1, 2, 3]",
    "!(r.n in [1, 2, 3])",
    "r.n > 60 && r.n < 18",
    "r.n + 1 > 5",
    "5 < r.n + 1",
    "r.q > 2.5",
    "r.q >= 2.5 && r.q <= 2.5",
    "r.q > 2.5 && r.q < 2.5",
    "r.q > 2 || r.q < 1",
    "!(r.q > 2 || r.q < 1)",
    "r.s == 'a'",
    "r.s == 'a' && r.s == 'b'",
    "r.s in ['a', 'b']",
    "r.s != 'a' && r.s in ['a', 'b']",
    "r.s.startsWith('Z5')",
    "r.s.startsWith('Z51.1')",
    "r.s.startsWith('Z51') && r.s == 'a'",
    "r.s.startsWith('Z51') && !r.s.startsWith('Z5')",
    "r.s.startsWith('a') && r.s.startsWith('b')",
    "r.s == r.t",
    "r.s != r.t",
    "r.n < r.m",
    "r.m > r.n",
    "r.n < r.m && r.n > r.m",
    "r.n <= r.m && r.n >= r.m",
    "has(r.n)",
    "!has(r.n)",
    "!has(r.n) && r.n > 2",
    "!has(r.n) || r.n > 2",
    "has(r.n) ? r.n > 4 : r.q > 2",
    "r.d >= date('2024-10-05')",
    "r.d >= date('2024-10-05') && r.d < date('2024-10-05')",
    "r.n > 2 && (r.s == 'a' || r.s == 'b') && r.s != 'a' && r.s != 'b'",
    "true",
    "false",
    "1 > 2 || r.n > 4",
    "行.数 > 4",
    "size(r.s) < 0",
    "r.n > 3 && !(r.n > 3)",
};

TEST(Conditions, WhatIsCalledNeverTrueIsFalseForEveryRow) {
  const World world;
  const auto all = rows(world.row());
  std::size_t never = 0;
  for (const char* text : kConditions) {
    const Program program = world.compile(text);
    const auto clashes = never_true(condition_of(program, true, plain_names()));
    if (!clashes) continue;
    ++never;
    for (const Row& row : all) ASSERT_FALSE(is_true(program, row)) << text;
  }
  EXPECT_EQ(never, 14U);
}

TEST(Conditions, WhatIsCalledImpliedIsTrueWhereTheOtherIs) {
  const World world;
  const auto all = rows(world.row());
  std::vector<Program> programs;
  std::vector<Condition> conditions;
  std::vector<std::vector<bool>> truths;
  for (const char* text : kConditions) {
    programs.push_back(world.compile(text));
    conditions.push_back(condition_of(programs.back(), true, plain_names()));
    auto& truth = truths.emplace_back();
    for (const Row& row : all) truth.push_back(is_true(programs.back(), row));
  }
  std::size_t implied = 0;
  for (std::size_t a = 0; a < programs.size(); ++a) {
    for (std::size_t b = 0; b < programs.size(); ++b) {
      if (!implies(conditions[a], conditions[b])) continue;
      ++implied;
      for (std::size_t row = 0; row < all.size(); ++row) {
        ASSERT_TRUE(!truths[a][row] || truths[b][row]) << kConditions[a] << "  =>  " << kConditions[b];
      }
    }
  }
  EXPECT_GT(implied, 500U);
}

bool follows(const World& world, const char* from, const char* to) {
  const Program a = world.compile(from);
  const Program b = world.compile(to);
  return implies(condition_of(a, true, plain_names()), condition_of(b, true, plain_names()));
}

TEST(Conditions, FollowFromNarrowerOnes) {
  const World world;
  EXPECT_TRUE(follows(world, "r.n > 4", "r.n >= 5"));  // of whole numbers
  EXPECT_FALSE(follows(world, "r.q > 4", "r.q >= 5"));
  EXPECT_TRUE(follows(world, "r.n == 3", "r.n in [1, 2, 3]"));
  EXPECT_TRUE(follows(world, "r.s == 'a' && r.n > 2", "r.s in ['b', 'a']"));
  EXPECT_TRUE(follows(world, "r.s == 'Z51.1'", "r.s.startsWith('Z51')"));
  EXPECT_TRUE(follows(world, "r.s.startsWith('Z51.1')", "r.s.startsWith('Z51')"));
  EXPECT_FALSE(follows(world, "r.s.startsWith('Z51')", "r.s.startsWith('Z51.1')"));
  EXPECT_TRUE(follows(world, "r.n < r.m", "r.m >= r.n"));
  EXPECT_TRUE(follows(world, "r.n > 4", "has(r.n)"));
  EXPECT_FALSE(follows(world, "r.q > 4", "has(r.n)"));
  EXPECT_TRUE(follows(world, "r.n > 4 || r.n == 4", "r.n > 3"));
  EXPECT_TRUE(follows(world, "行.数 > 4", "r.n > 4"));
}

TEST(Conditions, LetsStandForWhatTheySay) {
  const World world;
  const Program let = world.compile("r.n + 1");
  const ConditionNames names{
      [&](const std::string& name) { return name == "age" ? &let : nullptr; },
      [&](const std::string& name) { return name == "age" ? thing_of(let, plain_names()) : name; }};
  const Program by_let = world.compile("age > 5");
  const Program plain = world.compile("r.n > 4");
  EXPECT_TRUE(implies(condition_of(by_let, true, names), condition_of(plain, true, names)));
  EXPECT_TRUE(implies(condition_of(plain, true, names), condition_of(by_let, true, names)));
}

TEST(Conditions, OfManyAlternativesAreLeftInexact) {
  const World world;
  std::string text = "true";
  for (int i = 0; i < 12; ++i) text += " && (r.n == " + std::to_string(i) + " || r.m == " + std::to_string(i) + ")";
  const Program program = world.compile(text);
  const Condition condition = condition_of(program, true, plain_names());
  EXPECT_LE(condition.alternatives.size(), kMaxAlternatives);
  EXPECT_FALSE(condition.is_exact);
  const Program other = world.compile("r.n == 0 || r.m == 0");
  EXPECT_FALSE(implies(condition_of(other, true, plain_names()), condition));
}

}  // namespace
}  // namespace qiuhao::cel
