// Registers as rules read them: which row is in force, what is absent, and who pays for it.
#include <fmt/format.h>

#include <algorithm>

#include "rules/register_table.h"
#include "rules/rule_tests.h"
#include "rules/test_case.h"
#include "rules/test_world.h"
#include "rules/touched_fields.h"

namespace qiuhao::rules {
namespace {

struct Row {
  const char* doctor;
  const char* from;
  const char* to;  // "" for open
  int grade;       // -1: not said
};

std::shared_ptr<const claims::RegisterRows> register_of(const claims::Schema& schema, const std::vector<Row>& rows) {
  auto made = std::make_shared<claims::RegisterRows>(schema.of(claims::Register::licence));
  for (const Row& row : rows) {
    for (std::size_t index = 0; index < made->schema().fields.size(); ++index) {
      const std::string& name = made->schema().fields[index].name;
      ColumnBuilder& builder = made->builder(static_cast<claims::FieldIndex>(index));
      if (name == "doctor")
        builder.append_text(row.doctor);
      else if (name == "from")
        builder.append_day(*parse_day(row.from));
      else if (name == "to" && *row.to != '\0')
        builder.append_day(*parse_day(row.to));
      else if (name == "antibiotic_grade" && row.grade >= 0)
        builder.append_number(row.grade);
      else
        builder.append_absent();
    }
  }
  return made;
}

std::string grade_on(const claims::Schema& schema, const RegisterTable& table, const char* doctor, const char* day) {
  const claims::FieldIndex grade = schema.of(claims::Register::licence).find("antibiotic_grade");
  const cel::Value value = table.field(table.row(table.of(doctor), *parse_day(day)), grade);
  return value.kind == cel::Kind::integer ? fmt::format("{}", value.integer) : "-";
}

// Held against a plain look at every row.
TEST(Licences, AreThoseInForceOnTheDay) {
  const auto schema = shipped_schema();
  const std::vector<Row> rows = {{"A", "2025-01-01", "", 1},
                                 {"B", "2025-01-01", "2025-01-31", 1},
                                 {"B", "2025-01-11", "2025-01-20", 3},
                                 {"B", "2025-01-15", "2025-01-15", 0},
                                 {"B", "2025-03-01", "", -1},
                                 {"BB", "2025-01-01", "", 2},
                                 {"C", "2025-01-05", "", 3}};
  const RegisterTable table(schema->of(claims::Register::licence), register_of(*schema, rows));
  for (const char* doctor : {"A", "B", "BB", "C", "", "AA", "D"}) {
    for (Day day = *parse_day("2024-12-30"); day <= *parse_day("2025-03-02"); ++day) {
      std::string wanted = "-";
      for (const Row& row : rows) {  // a later one began later
        const bool is_open = *row.to == '\0' || *parse_day(row.to) >= day;
        if (std::string_view(row.doctor) == doctor && *parse_day(row.from) <= day && is_open)
          wanted = row.grade < 0 ? "-" : fmt::format("{}", row.grade);
      }
      EXPECT_EQ(grade_on(*schema, table, doctor, format_day(day).c_str()), wanted) << doctor << " " << format_day(day);
    }
  }
}

TEST(Licences, OfNobodyAreAbsent) {
  const auto schema = shipped_schema();
  const RegisterTable table(schema->of(claims::Register::licence), nullptr);
  EXPECT_EQ(table.nobody(), 0U);
  EXPECT_EQ(grade_on(*schema, table, "A", "2025-01-01"), "-");
}

// A rule that reads no licence asks for no column of doctors and has the hash of its file; one that does has both.
TEST(Licences, CostOnlyWhoReadsThem) {
  const auto schema = shipped_schema();
  const auto plan_of = [&](const std::string& rest, Registers registers) {
    std::vector<Rule> rules;
    rules.push_back(*parse_rule(rule_text(rest), "r.yaml", *schema));
    const std::string hash = rules[0].hash;
    auto plan = *Plan::make(schema, std::move(rules), knowledge::Library::make(shipped_kinds(), {}, kNoDay), {},
                            std::move(registers));
    return std::pair(plan, plan->rules()[0].hash == hash);
  };
  const claims::FieldPlace doctor{claims::Entity::line, schema->of(claims::Entity::line).find("doctor")};
  const auto touches_doctor = [&](const Plan& plan) {
    const auto fields = touched_fields(plan, false);
    return std::ranges::find(fields, doctor) != fields.end();
  };
  const Registers registers{{register_of(*schema, {{"A", "2025-01-01", "", 1}})}};
  const std::string tests = "tests: []\n";
  const auto [plain, same] = plan_of("when: line.quantity > 3\n" + tests, registers);
  EXPECT_TRUE(plain->registers_of(0).is_empty());
  EXPECT_FALSE(touches_doctor(*plain));
  EXPECT_TRUE(same);
  for (const char* rest : {"when: licence.antibiotic_grade > 1\n", "where: has(licence.title)\nwhen: \"true\"\n",
                           "let: {t: licence.title}\nwhen: t == '231'\n", "when: 执业登记.职称 == '231'\n"}) {
    const auto [reading, unchanged] = plan_of(rest + tests, registers);
    EXPECT_TRUE(reading->registers_of(0).has(kLicences)) << rest;
    EXPECT_TRUE(touches_doctor(*reading)) << rest;
    EXPECT_FALSE(unchanged) << rest;
  }
}

// What is wrong in a test's rows of the register is told at its place.
TEST(Licences, OfTestsAreChecked) {
  const auto schema = shipped_schema();
  const auto failure_of = [&](const std::string& licences) {
    const auto rule =
        parse_rule(rule_text("when: licence.antibiotic_grade > 1\ntests:\n  - given:\n      line: {item: A, "
                             "day: 2025-01-01, doctor: D1}\n      licences: " +
                             licences + "\n    expect: {outcome: hit}\n"),
                   "r.yaml", *schema);
    EXPECT_TRUE(rule.has_value());
    const auto read = read_test_case(rule->tests.items[0], 1, *rule, *schema, shipped_kinds());
    return read ? "" : read.error().code + ": " + read.error().message;
  };
  EXPECT_EQ(failure_of("[{doctor: D1, from: 2025-01-01}]"), "");
  EXPECT_EQ(failure_of("[{执业登记: D1}]").substr(0, 13), "unknown_field");
  EXPECT_EQ(failure_of("[{doctor: D1}]"), "bad_test: licence needs doctor and from");
  EXPECT_NE(failure_of("[{doctor: D1, from: 2025-01-01}, {doctor: D1, from: 2025-01-01}]").find("twice"),
            std::string::npos);
  EXPECT_NE(failure_of("[{doctor: D1, from: 2025-13-01}]"), "");
}

// Whoever is on no list is not on it, as long as there is a list.
TEST(ListsOfPeople, SayWhoIsOnThem) {
  const auto schema = shipped_schema();
  const claims::EntitySchema& deaths = schema->of(claims::Register::death);
  const auto listed_on = [&](const RegisterTable& table, const char* person, const char* day) {
    const cel::Value value = table.field(table.row(table.of(person), *parse_day(day)), deaths.find("listed"));
    return value.kind == cel::Kind::text ? std::string(value.as_text()) : "-";
  };
  auto rows = std::make_shared<claims::RegisterRows>(deaths);
  for (std::size_t index = 0; index < deaths.fields.size(); ++index) {
    const std::string& name = deaths.fields[index].name;
    ColumnBuilder& builder = rows->builder(static_cast<claims::FieldIndex>(index));
    if (name == "person")
      builder.append_text("A");
    else if (name == "from")
      builder.append_day(*parse_day("2025-03-01"));
    else if (name == "listed")
      builder.append_text("1");
    else
      builder.append_absent();
  }
  const RegisterTable table(deaths, rows);
  EXPECT_EQ(listed_on(table, "A", "2025-02-28"), "0");
  EXPECT_EQ(listed_on(table, "A", "2025-03-01"), "1");
  EXPECT_EQ(listed_on(table, "A", "2045-03-01"), "1");  // without a last day for ever
  EXPECT_EQ(listed_on(table, "B", "2025-03-01"), "0");
  const RegisterTable never(deaths, nullptr);
  EXPECT_EQ(listed_on(never, "A", "2025-03-01"), "-");
  const RegisterTable empty(deaths, std::make_shared<claims::RegisterRows>(deaths));
  EXPECT_EQ(listed_on(empty, "A", "2025-03-01"), "0");
}

// Another grain says what to write instead.
TEST(Licences, AreOfLinesAlone) {
  const auto schema = shipped_schema();
  std::string text = rule_text("when: licence.antibiotic_grade > 1\ntests: []\n");
  text.replace(text.find("grain: line"), 11, "grain: visit");
  text.replace(text.find("amount: line.in_scope"), 21, "amount: decimal('1')");
  text.replace(text.find("message: 涉及 {line.in_scope} 元"), std::string("message: 涉及 {line.in_scope} 元").size(),
               "message: 试");
  const auto rule = parse_rule(text, "r.yaml", *schema);
  ASSERT_FALSE(rule.has_value());
  EXPECT_NE(rule.error().message.find("grain visit has no licence"), std::string::npos) << rule.error().text();
}

}  // namespace
}  // namespace qiuhao::rules
