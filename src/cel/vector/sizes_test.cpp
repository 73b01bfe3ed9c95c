// size() of lists whose length the host knows, answers of its functions, and programs that outlive their environment.
#include <gtest/gtest.h>

#include "cel/vector/vector.h"

namespace qiuhao::cel {
namespace {

constexpr SlotId kDays = 3;
constexpr SlotId kOther = 4;

Program compiled(const std::string& text) {
  Environment environment;
  environment.add_variable("days", "", Type::list_of(Type::of(Kind::integer)), kDays);
  environment.add_variable("other", "", Type::list_of(Type::of(Kind::integer)), kOther);
  auto program = compile(text, environment, Type::of(Kind::boolean), {});
  EXPECT_TRUE(program) << program.error().text();
  return std::move(*program);
}

// Knows how long `days` is: on row i it has i items, and on every seventh it cannot tell.
class Host : public BatchHost, public Activation {
 public:
  const Activation& stand_on(std::size_t, std::size_t) override {
    ++asked;
    return *this;
  }
  bool has_sizes(const FieldName& list, std::size_t) override {
    return list.slot == kDays && list.field == kWholeVariable;
  }
  const std::int64_t* sizes(const FieldName&, std::size_t, const Bits&) override {
    for (std::size_t row = 0; row < std::size(sizes_); ++row) {
      sizes_[row] = row % 7 == 6 ? -1 : static_cast<std::int64_t>(row);
    }
    return sizes_;
  }
  Value variable(SlotId) const override { return Value::absent(); }
  Value field(StructId, FieldId, RowIndex) const override { return Value::absent(); }

  std::size_t asked = 0;

 private:
  std::int64_t sizes_[100];
};

// Over a hundred rows without columns.
Decided decide(const Program& program, BatchHost& host) {
  const VectorProgram together(std::vector{&program});
  VectorRun run(together, Rest::unsure);
  const FieldColumn* none[8] = {};
  run.begin({100, none, {}}, host);
  return run.decide(0, Bits::first(100));
}

TEST(Sizes, ComeFromTheHost) {
  const Program program = compiled("size(days) > 10 && days.size() <= 50");
  Host host;
  const Decided decided = decide(program, host);
  for (std::size_t row = 0; row < 100; ++row) {
    const bool is_unknown = row % 7 == 6;
    EXPECT_EQ(decided.unsure.has(row), is_unknown) << row;
    EXPECT_EQ(decided.yes.has(row), !is_unknown && row > 10 && row <= 50) << row;
  }
  EXPECT_EQ(host.asked, 0U);
}

TEST(Sizes, AreUnsureOfOtherLists) {
  const Program program = compiled("size(other) > 10 || size(days) > 10");
  Host host;
  const Decided decided = decide(program, host);
  for (std::size_t row = 0; row < 100; ++row) {
    EXPECT_EQ(decided.yes.has(row), row > 10 && row % 7 != 6) << row;
    EXPECT_EQ(decided.unsure.has(row), !decided.yes.has(row)) << row;
  }
}

Value never_asked(const Activation&, std::span<const Value>) { return Value::of_bool(false); }

// Knows what known(text, date) gives: true on even rows, and on every fifth it cannot tell.
class AnsweringHost : public Host {
 public:
  bool has_answers(const HostCall& call) override {
    call_ = call;
    return true;
  }
  Decided answer(const HostCall&, const Bits& asked) override {
    Decided decided;
    asked.each([&](std::size_t row) {
      if (row % 5 == 4)
        decided.unsure.set(row);
      else if (row % 2 == 0)
        decided.yes.set(row);
    });
    return decided;
  }
  HostCall call_;
};

TEST(Answers, ComeFromTheHost) {
  Environment environment;
  const StructId row = environment.add_struct("row");
  environment.add_field(row, "item", "", Type::of(Kind::text), 0);
  environment.add_field(row, "day", "", Type::of(Kind::date), 1);
  environment.add_variable("r", "", Type::row_of(row), kOther);
  environment.add_function({"known", "known(text, text, date) -> bool", {}, ""},
                           {Type::of(Kind::text), Type::of(Kind::text), Type::of(Kind::date)}, Type::of(Kind::boolean),
                           never_asked);
  const auto program = compile("!known('table', r.item, r.day)", environment, Type::of(Kind::boolean), {});
  ASSERT_TRUE(program) << program.error().text();
  AnsweringHost host;
  const Decided decided = decide(*program, host);
  for (std::size_t at = 0; at < 100; ++at) {
    EXPECT_EQ(decided.unsure.has(at), at % 5 == 4) << at;
    EXPECT_EQ(decided.yes.has(at), at % 5 != 4 && at % 2 == 1) << at;
  }
  EXPECT_EQ(host.asked, 0U);
  EXPECT_TRUE(host.call_.function == never_asked);
  ASSERT_EQ(host.call_.arguments.size(), 3U);
  EXPECT_EQ(host.call_.arguments[0].constant.as_text(), "table");
  EXPECT_TRUE((host.call_.arguments[1].field == FieldName{kOther, row, 0}));
  EXPECT_TRUE((host.call_.arguments[2].field == FieldName{kOther, row, 1}));
}

}  // namespace
}  // namespace qiuhao::cel
