// Windows give the rows that a search through all of a person's lines gives: random people, visits and lines with
// absent keys, compared with the definition.
#include <gtest/gtest.h>

#include <random>

#include "rules/judge.h"
#include "rules/test_case.h"
#include "rules/test_world.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;
using claims::Link;

// One line of a random person; what is absent is "" or kNoDay.
struct Row {
  int visit = 0;
  std::string item;
  Day day = kNoDay;
  std::string prescription;
  std::int64_t quantity = 0;
};
struct Person {
  std::vector<std::string> departments;  // of visits
  std::vector<Row> lines;
};

constexpr Day kFirstDay = 20'000;
// The points: drug_course [A, B] from the second day on, service_pair [A, C].
constexpr Day kPointFrom = kFirstDay + 1;

Person random_person(std::mt19937& random) {
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
  Person person;
  const int visits = 1 + below(3);
  for (int visit = 0; visit < visits; ++visit) person.departments.push_back(std::array{"", "D1", "D2"}[below(3)]);
  const int lines = below(25);
  for (int line = 0; line < lines; ++line) {
    person.lines.push_back({below(visits), std::array{"A", "B", "C", "D"}[below(4)], kFirstDay + below(3),
                            std::array{"", "R1", "R2"}[below(3)], below(3)});
  }
  std::stable_sort(person.lines.begin(), person.lines.end(), [](const Row& a, const Row& b) { return a.day < b.day; });
  return person;
}

void append(claims::PartBuilder& builder, const claims::Schema& schema, Entity entity,
            const std::map<std::string, TestValue>& values) {
  const auto& fields = schema.of(entity).fields;
  for (std::size_t index = 0; index < fields.size(); ++index) {
    auto& column = builder.field(entity, static_cast<claims::FieldIndex>(index));
    const auto value = values.find(fields[index].name);
    const bool is_absent = value == values.end() || (value->second.is_text && value->second.words.empty());
    if (is_absent) {
      column.append_absent();
    } else if (value->second.is_text) {
      column.append_text(value->second.words);
    } else if (fields[index].storage() == Storage::day) {
      column.append_day(static_cast<Day>(value->second.number));
    } else {
      column.append_number(value->second.number);
    }
  }
  builder.finish_row(entity);
}

claims::Part part_of(const std::vector<Person>& people, const claims::Schema& schema) {
  auto builder = std::make_unique<claims::PartBuilder>(schema);
  RowIndex first_visit = 0;
  RowIndex next_line = 0;
  for (std::size_t person = 0; person < people.size(); ++person) {
    append(*builder, schema, Entity::person, {{"id", TestValue::of_text("P" + std::to_string(person))}});
    for (const std::string& department : people[person].departments) {
      append(*builder, schema, Entity::visit,
             {{"id", TestValue::of_text("V" + std::to_string(builder->next_row(Entity::visit)))},
              {"department", TestValue::of_text(department)}});
      builder->link(Link::visit_person).append_index(static_cast<RowIndex>(person));
      builder->link(Link::visit_provider).append_index(kNoRow);
    }
    for (const Row& row : people[person].lines) {
      append(*builder, schema, Entity::line,
             {{"id", TestValue::of_text("L" + std::to_string(next_line++))},
              {"item", TestValue::of_text(row.item)},
              {"day", TestValue::of_number(row.day)},
              {"prescription", TestValue::of_text(row.prescription)},
              {"quantity", TestValue::of_number(row.quantity * 10'000)},
              {"in_scope", TestValue::of_number(100)}});
      builder->link(Link::line_visit).append_index(first_visit + static_cast<RowIndex>(row.visit));
      builder->link(Link::line_staff).append_index(kNoRow);
    }
    first_visit += static_cast<RowIndex>(people[person].departments.size());
    builder->finish_person();
  }
  return claims::build(std::move(builder));
}

knowledge::Point point_of(const std::string& id, const std::string& kind, std::vector<std::string> items, Day from) {
  knowledge::Point point;
  point.id = id;
  point.kind = kind;
  point.items = std::move(items);
  point.effective_from = from;
  point.is_read = true;
  return point;
}

constexpr const char* kSameRule =
    "knowledge: {table: drug_course, key: line.item, as_of: line.day}\n"
    "windows:\n"
    "  visit_point: {same: line, by: [visit.id, k.point]}\n"
    "  visit_day: {same: line, by: [visit.id, line.day]}\n"
    "  prescription: {same: line, by: [person.id, line.prescription], where: r.quantity > 0}\n"
    "  department: {same: line, by: [visit.department, line.item]}\n"
    "when: size(visit_point) >= 0\ntests: []\n";
constexpr const char* kPairRule =
    "knowledge: {table: service_pair, key: line.item, as_of: line.day, match: second}\n"
    "windows:\n"
    "  beside: {pair: service_pair, by: [visit.id, line.day], where: r.quantity > 0}\n"
    "  department: {pair: service_pair, by: [visit.department]}\n"
    "when: size(beside) >= 0\ntests: []\n";

// What the definitions give for one line: nullopt when a key of the line is absent.
using Found = std::optional<std::vector<RowIndex>>;

class Windows : public testing::Test {
 protected:
  std::shared_ptr<const Plan> plan_of(const std::string& rule_rest) {
    std::vector<Rule> rules;
    auto rule = parse_rule(rule_text(rule_rest), "r.yaml", *schema_);
    EXPECT_TRUE(rule.has_value()) << rule.error().text();
    rules.push_back(std::move(*rule));
    auto plan = Plan::make(schema_, std::move(rules),
                           knowledge::Library::make(shipped_kinds(),
                                                    {point_of("K1", "药品限支付疗程", {"A", "B"}, kPointFrom),
                                                     point_of("K2", "医疗服务项目重复收费", {"A", "C"}, kNoDay)},
                                                    kNoDay));
    EXPECT_TRUE(plan.has_value()) << plan.error().text();
    return *plan;
  }

  // The rows of a window, read as a formula reads them; nullopt when it is absent.
  static Found rows_of(const Subject& subject, std::size_t window) {
    const cel::Value value = subject.variable(static_cast<cel::SlotId>(kFirstWindowSlot + window));
    if (value.is_error()) return std::nullopt;
    return std::vector<RowIndex>(value.list->rows.begin(), value.list->rows.end());
  }

  // Calls check(subject, person, first line of the person, line within the person) for each line that meets the rule.
  template <typename Check>
  void for_each_line(const Plan& plan, const std::vector<Person>& people, Check check) {
    const claims::Part part = part_of(people, *schema_);
    const PartPlan part_plan(plan, part);
    Subject subject(part_plan);
    RowIndex first = 0;
    for (std::size_t person = 0; person < people.size(); ++person) {
      subject.set_person(static_cast<RowIndex>(person));
      const auto lines = static_cast<RowIndex>(people[person].lines.size());
      for (RowIndex line = 0; line < lines; ++line) {
        for (const Candidate& candidate : part_plan.candidates(part_plan.items()->code(first + line))) {
          subject.set_line(first + line, candidate);
          check(subject, people[person], first, line);
        }
      }
      first += lines;
    }
  }

  std::shared_ptr<const claims::Schema> schema_ = shipped_schema();
};

template <typename Belongs>
Found search(const Person& person, RowIndex first, bool key_is_there, Belongs belongs) {
  if (!key_is_there) return std::nullopt;
  std::vector<RowIndex> rows;
  for (RowIndex other = 0; other < person.lines.size(); ++other) {
    if (belongs(person.lines[other])) rows.push_back(first + other);
  }
  return rows;
}

std::vector<Person> random_people(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Person> people;
  for (int count = 0; count < 40; ++count) people.push_back(random_person(random));
  return people;
}

TEST_F(Windows, SameGivesTheRowsThatShareTheKey) {
  const auto plan = plan_of(kSameRule);
  std::size_t judged = 0;
  for (unsigned seed = 1; seed <= 10; ++seed) {
    for_each_line(
        *plan, random_people(seed), [&](const Subject& subject, const Person& person, RowIndex first, RowIndex line) {
          ++judged;
          const Row& row = person.lines[line];
          ASSERT_TRUE(row.item == "A" || row.item == "B");
          EXPECT_EQ(rows_of(subject, 0), search(person, first, true, [&](const Row& other) {
                      const bool met = (other.item == "A" || other.item == "B") && other.day >= kPointFrom;
                      return other.visit == row.visit && met;
                    }));
          EXPECT_EQ(rows_of(subject, 1), search(person, first, true, [&](const Row& other) {
                      return other.visit == row.visit && other.day == row.day;
                    }));
          EXPECT_EQ(rows_of(subject, 2), search(person, first, !row.prescription.empty(), [&](const Row& other) {
                      return other.prescription == row.prescription && other.quantity > 0;
                    }));
          const std::string& department = person.departments[static_cast<std::size_t>(row.visit)];
          EXPECT_EQ(rows_of(subject, 3), search(person, first, !department.empty(), [&](const Row& other) {
                      return person.departments[static_cast<std::size_t>(other.visit)] == department &&
                             other.item == row.item;
                    }));
        });
  }
  EXPECT_GT(judged, 1'000U);
}

TEST_F(Windows, PairGivesTheRowsOfTheFirstItem) {
  const auto plan = plan_of(kPairRule);
  std::size_t found = 0;
  for (unsigned seed = 1; seed <= 10; ++seed) {
    for_each_line(*plan, random_people(seed),
                  [&](const Subject& subject, const Person& person, RowIndex first, RowIndex line) {
                    const Row& row = person.lines[line];
                    ASSERT_EQ(row.item, "C");
                    const Found beside = rows_of(subject, 0);
                    EXPECT_EQ(beside, search(person, first, true, [&](const Row& other) {
                                return other.visit == row.visit && other.day == row.day && other.item == "A" &&
                                       other.quantity > 0;
                              }));
                    found += beside ? beside->size() : 0;
                    const std::string& department = person.departments[static_cast<std::size_t>(row.visit)];
                    EXPECT_EQ(rows_of(subject, 1), search(person, first, !department.empty(), [&](const Row& other) {
                                return person.departments[static_cast<std::size_t>(other.visit)] == department &&
                                       other.item == "A";
                              }));
                  });
  }
  EXPECT_GT(found, 100U);
}

// The absent key is named, so that an undecided line says which field it lacks.
TEST_F(Windows, NamesTheKeyThatIsAbsent) {
  const auto plan = plan_of(kSameRule);
  const std::vector<Person> people = {{{""}, {{0, "A", kFirstDay, "", 1}}}};
  for_each_line(*plan, people, [&](const Subject& subject, const Person&, RowIndex, RowIndex) {
    EXPECT_EQ(subject.variable(kFirstWindowSlot + 2).as_text(), "line.prescription");
    EXPECT_EQ(subject.variable(kFirstWindowSlot + 3).as_text(), "visit.department");
  });
}

}  // namespace
}  // namespace qiuhao::rules
