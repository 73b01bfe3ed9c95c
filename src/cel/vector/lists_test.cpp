// Lists of rows in the vector program against the row program: random conditions over the items and the rows whose
// lists they are in.
#include <gtest/gtest.h>

#include "cel/vector/random_text.h"
#include "cel/vector/random_world.h"

namespace qiuhao::cel {
namespace {

constexpr SlotId kItemsSlot = 2;  // of `items`, some lines
constexpr std::size_t kRows = 400;

// Lists of lines: none, a few, or more than a batch holds; of every eleventh row the quick way is not told.
struct Lists {
  std::vector<std::vector<RowIndex>> rows;
  std::vector<ListValue> values;

  Lists(std::uint64_t seed, std::size_t lines) : rows(kRows), values(kRows) {
    std::mt19937_64 random(seed);
    for (std::size_t row = 0; row < kRows; ++row) {
      const std::size_t count = row == 9 ? 2 * kBatchRows + 5 : random() % 3 == 0 ? 0 : random() % 9;
      for (std::size_t item = 0; item < count; ++item) rows[row].push_back(static_cast<RowIndex>(random() % lines));
      values[row] = {.values = {}, .rows = rows[row], .row_struct = 0, .of_rows = true};
    }
  }
};

// Whose list a row has: some have that of the row before, as lines of one visit do.
std::size_t owner_of(std::size_t row) { return row % 4 < 2 ? row : row - row % 4 + 1; }

class Row : public RandomRow {
 public:
  Row(const RandomWorld& world, const Lists& lists) : RandomRow(world, false), lists_(&lists) {}
  void stand(std::size_t row) {
    row_ = row;
    stand_on(static_cast<RowIndex>(row));
  }
  Value variable(SlotId slot) const override {
    return slot == kItemsSlot ? Value::of_list(&lists_->values[owner_of(row_)]) : RandomRow::variable(slot);
  }
  Value field(StructId owner, FieldId field, RowIndex row) const override {
    return field == kRowNumberField ? Value::of_int(row) : RandomRow::field(owner, field, row);
  }

 private:
  const Lists* lists_;
  std::size_t row_ = 0;
};

class Host : public BatchHost {
 public:
  Host(const RandomWorld& world, const Lists& lists) : row_(world, lists), lists_(&lists) {
    slots_[0].first = 0;
    slots_[1].rows = world.links().data();
    batch_ = {kRows, world.structs(), slots_};
  }
  const Batch& batch() const { return batch_; }
  Row& row() { return row_; }
  const Activation& stand_on(std::size_t row, std::size_t) override {
    row_.stand(row);
    return row_;
  }
  bool has_lists(const FieldName& list, std::size_t) override { return list.slot == kItemsSlot; }
  Bits lists(const FieldName&, std::size_t, const Bits& asked, std::span<std::span<const RowIndex>> rows) override {
    Bits unsure;
    asked.each([&](std::size_t row) {
      if (row % 11 == 10)
        unsure.set(row);
      else
        rows[row] = lists_->rows[owner_of(row)];
    });
    return unsure;
  }

 private:
  Row row_;
  const Lists* lists_;
  std::array<BatchSlot, 2> slots_;
  Batch batch_;
};

struct World {
  explicit World(std::uint64_t seed)
      : world(seed, kRows), lists(seed, kRows), host(world, lists), environment(world.environment()) {
    environment.add_variable("items", "", Type::list_of(Type::row_of(0)), kItemsSlot);
    environment.add_field(0, "order", "", Type::of(Kind::integer), kRowNumberField);
  }
  RandomWorld world;
  Lists lists;
  Host host;
  Environment& environment;
};

// Some of what is said of the line is said of the item instead.
std::string of_item(std::string text, RandomText& random) {
  for (std::size_t at = text.find("line."); at != std::string::npos; at = text.find("line.", at + 1)) {
    const bool is_word = at > 0 && (std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0 || text[at - 1] == '.');
    if (!is_word && random.pick(3) != 0) text.replace(at, 5, "x.");
  }
  return text;
}

std::string random_list(RandomText& random) {
  std::string list = "items";
  for (std::uint64_t filters = random.pick(3); filters > 0; --filters)
    list += ".filter(x, " + of_item(random.of_kind(Kind::boolean, 2), random) + ")";
  return list;
}

std::string random_formula(RandomText& random) {
  const auto body = [&](Kind kind) { return of_item(random.of_kind(kind, 2), random); };
  std::string list = random_list(random);
  switch (random.pick(6)) {
    case 0: return list + ".exists(x, " + body(Kind::boolean) + ")";
    case 1: return list + ".all(x, " + body(Kind::boolean) + ")";
    case 2: return list + ".exists(x, x.order < line.order && " + body(Kind::boolean) + ")";
    case 3: return "size(" + list + ".filter(x, " + body(Kind::boolean) + ")) >= " + std::to_string(random.pick(4));
    case 4: return list + ".map(x, " + body(Kind::integer) + ").sum() > " + std::to_string(random.pick(200));
    default: return list + ".map(x, " + body(Kind::decimal) + ").sum() <= line.amount";
  }
}

// Whether what is decided is what the row program gives; how many rows it left to that although they have a value.
std::size_t left_open(World& world, const Program& program, Rest rest, const std::string& text) {
  const VectorProgram together(std::vector{&program});
  VectorRun run(together, rest);
  run.begin(world.host.batch(), world.host);
  const Decided decided = run.decide(0, Bits::first(kRows));
  std::size_t open = 0;
  Scratch scratch;
  for (std::size_t row = 0; row < kRows; ++row) {
    world.host.row().stand(row);
    const Value value = program.evaluate(world.host.row(), scratch);
    if (decided.unsure.has(row)) {
      if (!value.is_error() && row % 11 != 10) ++open;
      continue;
    }
    EXPECT_FALSE(value.is_error()) << text << " on row " << row << ": " << to_text(value);
    EXPECT_EQ(decided.yes.has(row), value.is_true()) << text << " on row " << row;
  }
  return open;
}

TEST(Lists, GiveWhatTheRowProgramGives) {
  std::size_t formulas = 0, quick = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    World world(seed);
    RandomText random(seed);
    for (int number = 0; number < 60; ++number) {
      const std::string text = random_formula(random);
      const auto program = compile(text, world.environment, Type::of(Kind::boolean), {});
      if (!program) continue;  // types that do not fit
      ++formulas;
      quick += left_open(world, *program, Rest::unsure, text) < kRows / 10 ? 1 : 0;
      left_open(world, *program, Rest::by_rows, text);
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(formulas, 300U);
  EXPECT_GT(quick, formulas / 3);
}

// A bool by the row program, which knows lets as variables.
Value with_lets(World& world, std::size_t row, const Program& program, const Program& until, const Program& earlier) {
  struct WithLets : public Activation {
    const Activation* below = nullptr;
    Value values[2];
    Value variable(SlotId slot) const override { return slot >= 60 ? values[slot - 60] : below->variable(slot); }
    Value field(StructId owner, FieldId field, RowIndex at) const override { return below->field(owner, field, at); }
  } with;
  world.host.row().stand(row);
  with.below = &world.host.row();
  Scratch of_until, of_earlier, scratch;
  with.values[0] = until.evaluate(with, of_until);
  with.values[1] = earlier.evaluate(with, of_earlier);
  return program.evaluate(with, scratch);
}

// What rules write: nothing is left to the row program but what is an error there.
TEST(Lists, OfRulesAreToldQuickly) {
  World world(3);
  Environment& environment = world.environment;
  const auto until = compile("addDays(line.day, line.?n.orValue(1) - 1)", environment, Type::of(Kind::date), {});
  ASSERT_TRUE(until) << until.error().text();
  environment.add_variable("until", "", Type::of(Kind::date), 60);
  const auto earlier = compile("items.filter(x, x.order < line.order && x.day <= until)", environment,
                               Type::list_of(Type::row_of(0)), {});
  ASSERT_TRUE(earlier) << earlier.error().text();
  environment.add_variable("earlier", "", Type::list_of(Type::row_of(0)), 61);
  const std::vector<Definition> lets = {{60, &*until}, {61, &*earlier}};
  for (const char* text :
       {"items.exists(x, x.n > 24)", "items.all(x, x.amount <= line.amount)",
        "items.exists(x, x.code != line.code && (x.amount > line.amount || (x.amount == line.amount && x.order < "
        "line.order)))",
        "size(items.filter(x, x.code == '42')) > 1 || items.map(x, x.amount).sum() > visit.amount",
        "items.map(x, x.rate * (x.code in ['a', 'bb'] ? decimal('1') : decimal('2.5'))).sum() > decimal('30')",
        "earlier.map(x, x.n).sum() > 20", "size(earlier) > 2",
        "math.least(line.amount, earlier.map(x, x.amount).sum() + line.amount - decimal('1.5')) > 0",
        "line.code == line.wide || items.exists(x, x.wide == line.wide)", "earlier.exists(x, x.?m.orValue(1) == 1)"}) {
    const auto program = compile(text, environment, Type::of(Kind::boolean), {});
    ASSERT_TRUE(program) << text << ": " << program.error().text();
    const VectorProgram together(std::vector{&*program}, 60, lets);
    VectorRun run(together, Rest::unsure);
    run.begin(world.host.batch(), world.host);
    const Decided decided = run.decide(0, Bits::first(kRows));
    std::size_t told = 0;
    for (std::size_t row = 0; row < kRows; ++row) {
      const Value value = with_lets(world, row, *program, *until, *earlier);
      if (decided.unsure.has(row)) {
        EXPECT_TRUE(value.is_error() || row % 11 == 10) << text << " on row " << row;
        continue;
      }
      ++told;
      EXPECT_FALSE(value.is_error()) << text << " on row " << row;
      EXPECT_EQ(decided.yes.has(row), value.is_true()) << text << " on row " << row;
    }
    EXPECT_GT(told, kRows / 5) << text;
  }
}

}  // namespace
}  // namespace qiuhao::cel
