// What the filter leaves out is clear: every line of random tapes, judged anyway.
#include "audit/line_filter.h"

#include <fmt/format.h>

#include <random>

#include "audit/test_world.h"
#include "rules/judge.h"

namespace qiuhao::audit {
namespace {

constexpr RowIndex kPeople = 40;
constexpr RowIndex kLinesOfPerson = 130;  // so that batches begin and end inside of people

// A rule's head; its formulas follow.
std::string rule_text(int number, const std::string& formulas) {
  return fmt::format(
      "rule: T{}\nname: 试\nversion: 1\neffective: [null, null]\nclass: 试\ncertainty: 可疑\nbasis: [{{document: 试, "
      "clause: 一}}]\nmoments: [after]\ngrain: line\namount: line.in_scope\nmessage: 试\ntests: []\n{}",
      number, formulas);
}

claims::Part random_part(const claims::Schema& schema) {
  auto builder = std::make_unique<claims::PartBuilder>(schema);
  std::mt19937_64 random(11);
  const auto pick = [&](std::uint64_t count) { return static_cast<int>(random() % count); };
  using claims::Entity;
  using claims::Link;
  add_row(*builder, schema, Entity::provider, {{"id", "H1"}, {"kind", "hospital"}});
  for (RowIndex person = 0; person < kPeople; ++person) {
    const RowIndex visit = builder->next_row(Entity::visit);
    TestRow visit_row{{"id", fmt::format("V{}", person)}};
    if (pick(3) > 0) visit_row["kind"] = pick(2) == 0 ? "inpatient" : "outpatient";
    add_row(*builder, schema, Entity::visit, visit_row);
    builder->link(Link::visit_person).append_index(person);
    builder->link(Link::visit_provider).append_index(pick(5) == 0 ? kNoRow : 0);
    for (RowIndex line = 0; line < kLinesOfPerson; ++line) {
      TestRow row{
          {"id", fmt::format("L{}-{}", person, line)}, {"day", "2025-03-01"}, {"item", fmt::format("A{}", pick(5))}};
      if (pick(4) > 0) row["quantity"] = fmt::to_string(pick(10) - 2);
      if (pick(4) > 0) row["in_scope"] = fmt::format("{}.50", pick(40));
      add_row(*builder, schema, Entity::line, row);
      builder->link(Link::line_visit).append_index(visit);
      builder->link(Link::line_staff).append_index(kNoRow);
    }
    TestRow person_row{{"id", fmt::format("P{}", person)}};
    if (pick(3) > 0) person_row["sex"] = pick(2) == 0 ? "1" : "2";
    add_row(*builder, schema, Entity::person, person_row);
    builder->finish_person();
  }
  return claims::build(std::move(builder));
}

TEST(LineFilter, LeavesOutOnlyWhatIsClear) {
  const auto schema = std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
  const char* formulas[] = {
      "when: line.quantity > 3\n",
      "where: visit.kind == 'inpatient'\nwhen: line.quantity > 3 && person.sex == '1'\n",
      "where: line.in_scope > 20\nwhen: line.quantity > 3 || line.item == 'A1'\n",
      "where: provider.kind == 'hospital'\nwhen: line.in_scope / line.quantity > 5\n",
      "let: {twice: line.quantity * 2}\nwhere: has(visit.kind)\nwhen: twice > 8\n",
      "windows: {d: {same: line, by: [person.id, line.item], where: r.quantity > 0}}\nwhere: line.quantity > 5\nwhen: "
      "size(d) > 20\n",
      "where: line.quantity / (line.quantity - 2) > 1\nwhen: false\n",
  };
  std::vector<rules::Rule> rules;
  for (const char* text : formulas) {
    auto rule = rules::parse_rule(rule_text(static_cast<int>(rules.size()), text), "test.yaml", *schema);
    ASSERT_TRUE(rule) << text << rule.error().text();
    rules.push_back(std::move(*rule));
  }
  auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
  const auto plan = rules::Plan::make(schema, std::move(rules), knowledge::Library::make(*kinds, {}, kNoDay));
  ASSERT_TRUE(plan);
  const claims::Part part = random_part(*schema);
  const rules::PartPlan part_plan(**plan, part);
  const LineFilterRules filtered(**plan);
  LineFilter filter(filtered, part_plan);
  rules::Subject subject(part_plan);
  rules::JudgeScratch scratch;
  for (rules::RuleIndex rule = 0; rule < std::size(formulas); ++rule) {
    std::size_t left_out = 0, hits = 0, undecided = 0;
    for (RowIndex person = 0; person < kPeople; ++person) {
      subject.set_person(person);
      const claims::Range lines = part.range(claims::Link::person_lines, person);
      for (RowIndex line = lines.begin; line < lines.end; ++line) {
        subject.set_line(line, {rule, rules::kNoPoint});
        const rules::Outcome outcome = rules::judge(subject, scratch).outcome;
        hits += outcome == rules::Outcome::hit ? 1 : 0;
        undecided += outcome == rules::Outcome::undecided ? 1 : 0;
        if (filter.may_hit(rule, line)) continue;
        ++left_out;
        ASSERT_EQ(outcome, rules::Outcome::clear) << formulas[rule] << "line " << line;
      }
    }
    EXPECT_GT(left_out, kPeople * kLinesOfPerson / 10) << formulas[rule];
    EXPECT_GT(hits + undecided, 0U) << formulas[rule];
  }
}

}  // namespace
}  // namespace qiuhao::audit
