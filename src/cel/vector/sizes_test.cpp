// size() of lists whose length the host knows, and programs that outlive their environment.
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
  const std::int64_t* sizes(const FieldName&, std::size_t) override {
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

TEST(Sizes, ComeFromTheHost) {
  const Program program = compiled("size(days) > 10 && days.size() <= 50");
  const VectorProgram together(std::vector{&program});
  VectorRun run(together, Rest::unsure);
  Host host;
  const FieldColumn* none[1] = {};
  run.begin({100, none, {}}, host);
  const Decided decided = run.decide(0, Bits::first(100));
  for (std::size_t row = 0; row < 100; ++row) {
    const bool is_unknown = row % 7 == 6;
    EXPECT_EQ(decided.unsure.has(row), is_unknown) << row;
    EXPECT_EQ(decided.yes.has(row), !is_unknown && row > 10 && row <= 50) << row;
  }
  EXPECT_EQ(host.asked, 0U);
}

TEST(Sizes, AreUnsureOfOtherLists) {
  const Program program = compiled("size(other) > 10 || size(days) > 10");
  const VectorProgram together(std::vector{&program});
  VectorRun run(together, Rest::unsure);
  Host host;
  const FieldColumn* none[1] = {};
  run.begin({100, none, {}}, host);
  const Decided decided = run.decide(0, Bits::first(100));
  for (std::size_t row = 0; row < 100; ++row) {
    EXPECT_EQ(decided.yes.has(row), row > 10 && row % 7 != 6) << row;
    EXPECT_EQ(decided.unsure.has(row), !decided.yes.has(row)) << row;
  }
}

}  // namespace
}  // namespace qiuhao::cel
