// Explanations of the lines of test_world.h.
#include "audit/explain.h"

#include "audit/find_subject.h"
#include "audit/test_world.h"

namespace qiuhao::audit {
namespace {

class Explained : public testing::Test {
 protected:
  Explanation of(std::string_view line, rules::RuleIndex rule) {
    const auto place = find_row(tape_, world_.schema(), claims::Entity::line, line);
    EXPECT_TRUE(place.has_value());
    const rules::PartPlan laid(*world_.plan(), tape_.parts()[place->first]);
    rules::Subject subject(laid);
    for (const rules::Candidate& candidate : laid.candidates(laid.items()->code(place->second))) {
      if (candidate.rule != rule) continue;
      const claims::Part& part = laid.part();
      subject.set_person(part.link(claims::Link::visit_person, part.link(claims::Link::line_visit, place->second)));
      subject.set_line(place->second, candidate);
      return explain(subject);
    }
    ADD_FAILURE() << "the rule does not meet the line";
    return {};
  }

  World world_{"explain"};
  claims::Tape tape_ = world_.tape();
};

TEST_F(Explained, AHitShowsFieldsMessageAndCap) {
  const Explanation why = of("L1", 0);
  EXPECT_EQ(why.verdict.outcome, rules::Outcome::hit);
  EXPECT_EQ(why.message, "=1+\"甲\",<b> 用于性别 1");
  EXPECT_EQ(why.cap, 800);
  ASSERT_EQ(why.formulas.size(), 2U);
  EXPECT_EQ(why.formulas[0].text, "person.sex != k.sex");
  std::map<std::string, std::string> values;
  for (const cel::ExplainStep& step : why.formulas[0].steps) values[step.text] = step.value;
  EXPECT_EQ(values["person.sex"], "'1'");
  EXPECT_EQ(values["k.sex"], "'2'");
  EXPECT_EQ(why.formulas[1].value, "8.00");
}

TEST_F(Explained, WindowRowsAreListedInTimeOrder) {
  const Explanation why = of("L2", 1);
  EXPECT_EQ(why.verdict.outcome, rules::Outcome::hit);
  ASSERT_EQ(why.rows.size(), 2U);
  EXPECT_FALSE(why.rows[0].is_subject);
  EXPECT_TRUE(why.rows[1].is_subject);
  EXPECT_EQ(why.rows[0].windows, std::vector<std::string>{"day"});
  ASSERT_FALSE(why.formulas.empty());
  EXPECT_EQ(why.formulas[0].name, "earlier");  // the let comes before the formula that reads it
  EXPECT_EQ(why.formulas[0].value, "1");
}

TEST_F(Explained, AClearLineNamesThePartThatIsFalse) {
  EXPECT_EQ(of("L1", 1).decisive, "earlier > 0");
  EXPECT_EQ(of("L3", 1).decisive, "size(day) > 1");
  EXPECT_EQ(of("L3", 1).verdict.outcome, rules::Outcome::clear);
}

TEST_F(Explained, AnUndecidedLineNamesTheField) {
  const Explanation why = of("L4", 0);
  EXPECT_EQ(why.verdict.outcome, rules::Outcome::undecided);
  EXPECT_EQ(why.reason, "person.sex");
  EXPECT_EQ(why.formulas.back().text, "person.sex != k.sex");
}

TEST_F(Explained, AnUnknownLineIsSaid) {
  EXPECT_EQ(find_row(tape_, world_.schema(), claims::Entity::line, "L9").error().code, "no_such_line");
}

}  // namespace
}  // namespace qiuhao::audit
