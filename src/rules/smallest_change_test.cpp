// Smallest changes over the shipped rules' own tests and random variations of them: each that is offered clears the
// hit when the rows of the test itself are changed and judged anew, and no smaller cut of a quantity does.
#include "rules/smallest_change.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "rules/subjects.h"
#include "rules/test_case.h"
#include "rules/test_world.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;
using Kind = SmallestChange::Kind;

constexpr std::int64_t kNear = 150;    // units around a boundary that are all tried
constexpr std::int64_t kStride = 197;  // and every so many between

// One test of a rule, with everything that judging needs.
struct World {
  std::shared_ptr<const claims::Schema> schema = shipped_schema();
  knowledge::Kinds kinds = shipped_kinds();

  std::shared_ptr<const Plan> plan_of(const Rule& rule, const TestCase& test) const {
    return *plan_of_test(test, rule, schema, kinds);
  }
};

std::string id_of(const claims::Schema& schema, const claims::Part& part, Entity entity, RowIndex row) {
  return std::string(part.column(entity, schema.of(entity).find("id"))->text(row));
}

// What the rule says about the test's line (or visit, …) with this id: the outcome of each point, and how many hits
// there are in all.
struct Said {
  std::vector<Outcome> outcomes;
  std::size_t hits = 0;
};
Said judge_test(const World& world, const Plan& plan, const TestCase& test, const std::string& id, PointIndex point) {
  const claims::Part part = make_test_part(test, *world.schema, false);
  const PartPlan laid(plan, part);
  Subject subject(laid);
  JudgeScratch scratch;
  subject.set_person(0);
  Said said;
  const Grain grain = plan.rules()[0].grain;
  for_each_subject(subject, grain, [&] {
    if (subject.candidate().point != point) return;
    const Outcome outcome = judge(subject, scratch).outcome;
    said.hits += outcome == Outcome::hit ? 1U : 0U;
    const Entity entity = grain == Grain::visit ? Entity::visit : Entity::line;
    if (id_of(*world.schema, part, entity, subject.ref().row) == id) said.outcomes.push_back(outcome);
  });
  return said;
}

// The same change made to the test's own rows.
TestCase with_change(const World& world, const claims::Part& part, TestCase test, const PersonChange& change) {
  for (const ChangedValue& value : change.values) {
    const std::string id = id_of(*world.schema, part, value.of, value.row);
    for (auto* rows : {&test.lines, &test.visits}) {
      if ((rows == &test.lines) != (value.of == Entity::line)) continue;
      for (TestRow& row : *rows) {
        const bool is_text = !value.words.empty();
        if (row.id == id) row.values[value.field] = TestValue{value.number, value.words, is_text};
      }
    }
  }
  for (const RowIndex line : change.dropped_lines) {
    std::erase_if(test.lines,
                  [&](const TestRow& row) { return row.id == id_of(*world.schema, part, Entity::line, line); });
  }
  return test;
}

// No quantity between the one offered and the one charged is right; of whole ones no whole one.
void expect_minimal(const World& world, const Plan& plan, const TestCase& test, const claims::Part& part,
                    const SmallestChange& found, const std::string& id, PointIndex point) {
  ChangedValue value = found.change.values[0];
  const std::int64_t right = value.number;
  const std::int64_t charged = part.column(value.of, value.field)->number(value.row);
  const bool all = std::getenv("QIUHAO_ALL_UNITS") != nullptr;
  // Whole boxes stay whole.
  const std::int64_t whole = kPowersOfTen[world.schema->field(value.of, value.field).scale];
  const std::int64_t unit = right % whole == 0 && charged % whole == 0 ? whole : 1;
  for (std::int64_t units = right + unit; units < charged;) {
    value.number = units;
    const Said said = judge_test(world, plan, with_change(world, part, test, {{value}, {}}), id, point);
    ASSERT_FALSE(std::all_of(said.outcomes.begin(), said.outcomes.end(), [](Outcome o) { return o == Outcome::clear; }))
        << test.name << ": " << units << " is right too, more than " << right;
    const bool is_near = units - right < kNear || charged - units < kNear + kStride;
    units += all || is_near || unit > 1 ? unit : kStride;
  }
}

struct Tally {
  std::size_t hits = 0;
  std::size_t with_change = 0;
  std::size_t by_kind[5] = {};
};

void check_test(const World& world, const Rule& rule, const TestCase& test, Tally& tally) {
  const auto plan = world.plan_of(rule, test);
  const claims::Part part = make_test_part(test, *world.schema, false);
  const PartPlan laid(*plan, part);
  Subject subject(laid);
  JudgeScratch scratch;
  subject.set_person(0);
  std::vector<SubjectRef> hits;
  for_each_subject(subject, rule.grain, [&] {
    if (judge(subject, scratch).outcome == Outcome::hit) hits.push_back(subject.ref());
  });
  for (const SubjectRef& hit : hits) {
    ++tally.hits;
    const auto changes = smallest_changes(laid, hit);
    tally.with_change += changes.empty() ? 0U : 1U;
    const std::string id =
        id_of(*world.schema, part, rule.grain == Grain::visit ? Entity::visit : Entity::line, hit.row);
    const std::size_t before = judge_test(world, *plan, test, id, hit.point).hits;
    for (const SmallestChange& change : changes) {
      ++tally.by_kind[static_cast<std::size_t>(change.kind)];
      const Said said = judge_test(world, *plan, with_change(world, part, test, change.change), id, hit.point);
      for (const Outcome outcome : said.outcomes) {
        EXPECT_EQ(outcome, Outcome::clear) << rule.code << " " << test.name << ": " << change.sentence.english;
      }
      EXPECT_LT(said.hits, before) << rule.code << " " << test.name << ": " << change.sentence.english;
      EXPECT_FALSE(change.sentence.english.empty() || change.sentence.chinese.empty());
      const bool is_cut = change.kind == Kind::fewer_units || change.kind == Kind::fewer_days;
      if (is_cut) expect_minimal(world, *plan, test, part, change, id, hit.point);
    }
  }
}

std::vector<Rule> rules_with_one_person(const World& world) {
  auto all = load_rules({QIUHAO_SOURCE_DIR "/policy/rules"}, {}, *world.schema);
  EXPECT_TRUE(all) << all.error().text();
  std::vector<Rule> rules;
  for (Rule& rule : *all) {
    if (rule.grain == Grain::line || rule.grain == Grain::visit) rules.push_back(std::move(rule));
  }
  return rules;
}

TEST(SmallestChanges, ClearEveryHitOfTheShippedRulesTests) {
  const World world;
  std::set<std::string> explained;
  Tally tally;
  for (const Rule& rule : rules_with_one_person(world)) {
    const std::size_t before = tally.with_change;
    for (std::size_t i = 0; i < rule.tests.items.size(); ++i) {
      const auto test = read_test_case(rule.tests.items[i], i + 1, rule, *world.schema, world.kinds);
      ASSERT_TRUE(test) << test.error().text();
      check_test(world, rule, *test, tally);
    }
    // Each rule has hits in its tests, and not charging the line is always a way out of a line's. Only where the fault
    // is that nothing was done after the line (R0501), one line less makes the idle days no fewer.
    if (rule.grain == Grain::line && rule.code != "R0501") {
      EXPECT_GT(tally.with_change, before) << rule.code;
    }
  }
  EXPECT_GT(tally.by_kind[static_cast<std::size_t>(Kind::fewer_units)], 0U);
  EXPECT_GT(tally.by_kind[static_cast<std::size_t>(Kind::line_less)], 14U);
  EXPECT_GT(tally.by_kind[static_cast<std::size_t>(Kind::own_payment)], 5U);
}

TEST(SmallestChanges, ClearEveryHitOfRandomVariations) {
  const World world;
  const claims::FieldIndex quantity = world.schema->of(Entity::line).find("quantity");
  std::mt19937 random(20'260'301);
  Tally tally;
  for (const Rule& rule : rules_with_one_person(world)) {
    for (std::size_t i = 0; i < rule.tests.items.size(); ++i) {
      auto test = read_test_case(rule.tests.items[i], i + 1, rule, *world.schema, world.kinds);
      ASSERT_TRUE(test);
      for (TestRow& line : test->lines) {
        if (line.values[quantity]) line.values[quantity]->number = 1 + static_cast<std::int64_t>(random() % 60'000);
      }
      if (test->lines.empty()) continue;  // visits alone have no line to change
      // A line of the same kind once more.
      TestRow again = test->lines[random() % test->lines.size()];
      again.id += "x";
      again.values[world.schema->of(Entity::line).find("id")] = TestValue::of_text(again.id);
      test->lines.push_back(again);
      check_test(world, rule, *test, tally);
    }
  }
  EXPECT_GT(tally.hits, 40U);
  EXPECT_GT(tally.by_kind[static_cast<std::size_t>(Kind::fewer_units)], 3U);
}

// What a clerk reads, and the diagnosis of the record.
TEST(SmallestChanges, SayWhatToWriteInstead) {
  const World world;
  const std::string text = rule_text(
      "when: line.quantity * line.days_supply > 30 && line.in_scope > 0\n"
      "tests: [{given: {line: {item: A1, item_name: 阿司匹林, day: 2025-03-01, quantity: 4, days_supply: 10, "
      "in_scope: '9.00', amount: '9.00'}}, expect: {outcome: hit}}]\n");
  const auto rule = parse_rule(text, "R9.yaml", *world.schema);
  ASSERT_TRUE(rule) << rule.error().text();
  const auto test = read_test_case(rule->tests.items[0], 1, *rule, *world.schema, world.kinds);
  const auto plan = world.plan_of(*rule, *test);
  const claims::Part part = make_test_part(*test, *world.schema, false);
  const PartPlan laid(*plan, part);
  const auto changes = smallest_changes(laid, {0, kNoPoint, 0, kNoRow});
  ASSERT_EQ(changes.size(), 4U);
  EXPECT_EQ(changes[0].sentence.english, "with quantity 3 instead of 4 (line L1（阿司匹林 2025-03-01）)");
  EXPECT_EQ(changes[0].sentence.chinese, "费用 L1（阿司匹林 2025-03-01），数量由 4 减为 3");
  EXPECT_EQ(changes[0].change.values[0].number, 30'000);
  EXPECT_EQ(changes[1].sentence.chinese, "费用 L1（阿司匹林 2025-03-01），用药天数由 10 减为 7");
  EXPECT_EQ(changes[2].sentence.chinese, "不收费用 L1（阿司匹林 2025-03-01）");
  EXPECT_EQ(changes[3].sentence.chinese, "费用 L1（阿司匹林 2025-03-01），改为全自费");
  // Of a subject that is no hit there is nothing to change.
  const auto clear = parse_rule(rule_text("when: line.quantity > 5.0\ntests: []\n"), "R9.yaml", *world.schema);
  const auto other = world.plan_of(*clear, *test);
  const PartPlan other_laid(*other, part);
  EXPECT_TRUE(smallest_changes(other_laid, {0, kNoPoint, 0, kNoRow}).empty());
}

class Record : public testing::Test {
 protected:
  // A stay with main diagnosis Z99 and the diagnoses given.
  claims::Part part_with(const std::vector<std::string>& codes) {
    auto builder = std::make_unique<claims::PartBuilder>(*world_.schema);
    add(*builder, Entity::person, {{"id", "P1"}});
    add(*builder, Entity::visit, {{"id", "V1"}, {"main_diagnosis", "Z99"}});
    builder->link(claims::Link::visit_person).append_index(0);
    builder->link(claims::Link::visit_provider).append_index(kNoRow);
    add(*builder, Entity::line, {{"id", "L1"}, {"item", "A1"}});
    builder->link(claims::Link::line_visit).append_index(0);
    builder->link(claims::Link::line_staff).append_index(kNoRow);
    for (const std::string& code : codes) {
      add(*builder, Entity::diagnosis, {{"id", "D" + code}, {"code", code}, {"name", "病" + code}});
      builder->link(claims::Link::diagnosis_visit).append_index(0);
    }
    builder->finish_person();
    return claims::build(std::move(builder));
  }
  void add(claims::PartBuilder& builder, Entity entity, const std::vector<std::pair<std::string, std::string>>& texts) {
    const auto& fields = world_.schema->of(entity).fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      ColumnBuilder& column = builder.field(entity, static_cast<claims::FieldIndex>(i));
      const auto given =
          std::find_if(texts.begin(), texts.end(), [&](const auto& text) { return text.first == fields[i].name; });
      if (given != texts.end()) {
        column.append_text(given->second);
      } else if (entity == Entity::line && fields[i].name == "day") {
        column.append_day(*parse_day("2025-03-01"));
      } else if (entity == Entity::line && fields[i].name == "in_scope") {
        column.append_number(900);
      } else {
        column.append_absent();
      }
    }
    builder.finish_row(entity);
  }
  World world_;
};

TEST_F(Record, ADiagnosisOfTheRecordIsOfferedWhenItClears) {
  const auto rule = parse_rule(rule_text("when: \"!(visit.main_diagnosis in ['I10', 'E11'])\"\ntests: []\n"), "R9.yaml",
                               *world_.schema);
  ASSERT_TRUE(rule) << rule.error().text();
  const auto plan = world_.plan_of(*rule, TestCase{});
  const auto kinds_of = [&](const claims::Part& part) {
    const PartPlan laid(*plan, part);
    std::string sentences;
    for (const auto& change : smallest_changes(laid, {0, kNoPoint, 0, kNoRow})) {
      if (change.kind == Kind::diagnosis) sentences += change.sentence.chinese;
    }
    return sentences;
  };
  EXPECT_EQ(kinds_of(part_with({"J20", "E11", "I10"})), "主诊断由 Z99 改为病历中已有的 E11 病E11");
  EXPECT_EQ(kinds_of(part_with({"J20"})), "");
  EXPECT_EQ(kinds_of(part_with({})), "");
}

}  // namespace
}  // namespace qiuhao::rules
