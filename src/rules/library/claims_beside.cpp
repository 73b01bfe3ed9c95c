// Claims near a claim, at the borders that conditions draw.
#include <algorithm>
#include <set>

#include "rules/library/claim.h"
#include "rules/library/override_check.h"
#include "rules/library/rule_conditions.h"
#include "rules/test_case.h"

namespace qiuhao::rules {
namespace {

using cel::Fact;
using claims::Entity;

constexpr std::int64_t kMostDays = 4'000;
constexpr std::int64_t kMostCopies = 40;

// A field of the dictionary that a thing is: line.price.
struct FieldPlace {
  Entity entity;
  claims::FieldIndex field;
};

std::vector<TestRow>* rows_of(TestCase& claim, Entity entity) {
  switch (entity) {
    case Entity::visit: return &claim.visits;
    case Entity::line: return &claim.lines;
    case Entity::diagnosis: return &claim.diagnoses;
    case Entity::operation: return &claim.operations;
    case Entity::settlement: return &claim.settlements;
    case Entity::provider: return &claim.providers;
    default: return nullptr;
  }
}

// The field in every row of its kind; lines keep the day of their time.
TestCase with_value(TestCase claim, FieldPlace place, const TestValue& value) {
  if (place.entity == Entity::person) claim.person.values[place.field] = value;
  if (auto* rows = rows_of(claim, place.entity)) {
    for (TestRow& row : *rows) row.values[place.field] = value;
  }
  return claim;
}

void move_rows(std::vector<TestRow>& rows, const claims::EntitySchema& fields, const std::string& visit, Day by) {
  for (TestRow& row : rows) {
    if (visit.empty() || row.id == visit || row.visit == visit) move_row(row, fields, by);
  }
}

// All rows of a visit (of all, when it is "") so many days later.
TestCase moved(TestCase claim, const claims::Schema& schema, const std::string& visit, Day by) {
  for (const Entity entity : {Entity::visit, Entity::line, Entity::diagnosis, Entity::operation, Entity::settlement}) {
    move_rows(*rows_of(claim, entity), schema.of(entity), visit, by);
  }
  return claim;
}

class Beside {
 public:
  Beside(const TestCase& claim, const claims::Schema& schema) : claim_(claim), schema_(schema) {}

  void look_at(const Rule& rule) {
    for (const cel::Facts& facts : hit_condition(rule).condition.alternatives) {
      for (const Fact& fact : facts) look_at(fact);
    }
    for (const Day border : {rule.effective_from, rule.effective_to}) {
      if (border == kNoDay || claim_.lines.empty()) continue;
      for (const Day day : {border - 1, border, border + 1}) add(moved(claim_, schema_, "", day - first_day()));
    }
  }

  std::vector<TestCase> take() { return std::move(claims_); }

 private:
  void add(TestCase claim) {
    if (claims_.size() < kMostChangedClaims) claims_.push_back(std::move(claim));
  }

  Day first_day() const {
    const claims::FieldIndex day = schema_.of(Entity::line).find("day");
    return static_cast<Day>(claim_.lines[0].values[day]->number);
  }

  void look_at(const Fact& fact) {
    const auto found = schema_.find(fact.about);
    if (fact.form == Fact::Form::texts || fact.form == Fact::Form::prefix) {
      if (found) add_texts({found->first, found->second}, fact.texts);
      return;
    }
    if (fact.form != Fact::Form::number) return;
    for (const auto& bound : {fact.least, fact.most}) {
      if (!bound) continue;
      found ? add_numbers({found->first, found->second}, bound->value) : add_whole(bound->value);
    }
  }

  void add_texts(FieldPlace place, const std::vector<std::string>& texts) {
    const auto& field = schema_.field(place.entity, place.field);
    const bool is_text = field.type == claims::FieldType::code || field.type == claims::FieldType::text ||
                         field.type == claims::FieldType::id;
    if (!is_text || field.is_key) return;
    std::set<std::string> all(texts.begin(), texts.end());
    for (const auto& code : field.codes) all.insert(code.code);
    all.insert("other");
    for (const std::string& text : all) add(with_value(claim_, place, TestValue::of_text(text)));
  }

  void add_numbers(FieldPlace place, Decimal value) {
    const auto& field = schema_.field(place.entity, place.field);
    const bool is_number = field.type == claims::FieldType::decimal || field.type == claims::FieldType::integer ||
                           field.type == claims::FieldType::date;
    const auto units = rescale(value, field.scale);
    if (!is_number || !units) return;
    for (const std::int64_t step : {-1, 0, 1}) {
      add(with_value(claim_, place, TestValue::of_number(units->units + step)));
      const auto whole = rescale(value, 0);
      if (field.scale == 0 || !whole) continue;
      if (const auto next = rescale(Decimal::from_int(whole->units + step), field.scale)) {
        add(with_value(claim_, place, TestValue::of_number(next->units)));
      }
    }
  }

  // A number beside something that is worked out: days between visits, an age, how many rows, how many units.
  void add_whole(Decimal value) {
    const auto whole = rescale(value, 0);
    if (!whole || whole->units < -1 || whole->units > kMostDays || !tried_.insert(whole->units).second) return;
    for (std::int64_t number = whole->units - 1; number <= whole->units + 1; ++number) {
      if (number < 0) continue;
      if (claim_.visits.size() > 1) add_distance(static_cast<Day>(number));
      if (claim_.lines.empty()) continue;
      const claims::FieldIndex born = schema_.of(Entity::person).find("birth_date");
      if (number <= 130) {
        const Day birthday = add_months(first_day(), -12 * static_cast<int>(number));
        add(with_value(claim_, {Entity::person, born}, TestValue::of_number(birthday)));
      }
      add_copies(number);
      const claims::FieldIndex quantity = schema_.of(Entity::line).find("quantity");
      if (const auto units = rescale(Decimal::from_int(number), schema_.field(Entity::line, quantity).scale)) {
        add(with_value(claim_, {Entity::line, quantity}, TestValue::of_number(units->units)));
      }
    }
  }

  // The last visit begins so many days after the first one ends.
  void add_distance(Day days) {
    const auto& fields = schema_.of(Entity::visit);
    const auto& first = claim_.visits.front();
    const auto& last = claim_.visits.back();
    const auto& end =
        first.values[fields.find("end")] ? first.values[fields.find("end")] : first.values[fields.find("start")];
    const auto& start = last.values[fields.find("start")];
    if (!end || !start) return;
    const Day distance = day_of(start->number) - day_of(end->number);
    add(moved(claim_, schema_, last.id, days - distance));
  }

  void add_copies(std::int64_t times) {
    if (times < 1 || times > kMostCopies) return;
    TestCase claim = claim_;
    const TestRow last = claim.lines.back();
    while (static_cast<std::int64_t>(claim.lines.size()) < times) {
      TestRow& copy = claim.lines.emplace_back(last);
      copy.id += "-" + std::to_string(claim.lines.size());
      copy.values[schema_.of(Entity::line).find("id")] = TestValue::of_text(copy.id);
    }
    add(std::move(claim));
  }

  const TestCase& claim_;
  const claims::Schema& schema_;
  std::set<std::int64_t> tried_;
  std::vector<TestCase> claims_;
};

}  // namespace

std::vector<TestCase> claims_beside(const TestCase& claim, const std::vector<const Rule*>& rules,
                                    const claims::Schema& schema) {
  Beside beside(claim, schema);
  for (const Rule* rule : rules) beside.look_at(*rule);
  return beside.take();
}

}  // namespace qiuhao::rules
