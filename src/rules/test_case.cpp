// Reading tests of rule files: the rows given.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

#include "rules/load/rule_keys.h"
#include "rules/rule_tests.h"
#include "rules/test_case_reader.h"

namespace qiuhao::rules {

using claims::Entity;
using text::Node;

constexpr std::string_view kEachVisit = "visit";  // repeat: visit

Status CaseReader::check_keys(const Node& node, std::span<const std::string_view> known, std::string_view what) const {
  if (!node.is_map()) return at(node, "bad_test", {fmt::format("{} is a map", what), fmt::format("{} 应为映射", what)});
  for (const auto& [key, value] : node.entries) {
    if (std::find(known.begin(), known.end(), key.scalar) == known.end()) {
      return at(key, "unknown_key",
                {fmt::format("unknown key '{}' of {}; write one of {}", key.scalar, what, fmt::join(known, ", ")),
                 fmt::format("{} 没有键“{}”；可写 {}", what, key.scalar, fmt::join(known, "、"))});
    }
  }
  return {};
}

Result<TestValue> CaseReader::read_value(const Node& node, const claims::Field& field) const {
  const auto wrong = [&](const Error& error) {
    return at(node, error.code, Sentence{field.name + ": ", field.label + "："} + error.sentence());
  };
  switch (field.type) {
    case claims::FieldType::code:
    case claims::FieldType::text:
    case claims::FieldType::id: return TestValue::of_text(node.scalar);
    case claims::FieldType::date: {
      const auto day = parse_day(node.scalar);
      if (!day) return wrong(day.error());
      return TestValue::of_number(*day);
    }
    case claims::FieldType::time: {
      const auto time = parse_time(node.scalar);
      if (!time) return wrong(time.error());
      return TestValue::of_number(*time);
    }
    case claims::FieldType::decimal:
    case claims::FieldType::integer: break;
  }
  const auto number = parse_decimal(node.scalar);
  if (!number) return wrong(number.error());
  const auto fitted = rescale(*number, field.scale);
  if (!fitted || *fitted != *number) {
    return at(node, "bad_number",
              {fmt::format("{} keeps {} places; {} has more", field.name, field.scale, node.scalar),
               fmt::format("{} 保留 {} 位小数；{} 超出", field.label, field.scale, node.scalar)});
  }
  return TestValue::of_number(fitted->units);
}

Status CaseReader::read_field(const Node& key, const Node& value, const claims::EntitySchema& fields,
                              std::string_view name, TestRow& row) const {
  if (!value.is_scalar())
    return at(value, "bad_test",
              {fmt::format("{}.{} is one value", name, key.scalar), fmt::format("{}.{} 应为一个值", name, key.scalar)});
  const claims::FieldIndex field = fields.find_any(key.scalar);
  if (field == claims::kNoField) {
    return at(key, "unknown_field",
              {fmt::format("unknown field {}.{}; policy/schema/{}.yaml lists the fields", name, key.scalar, name),
               fmt::format("没有字段 {}.{}；policy/schema/{}.yaml 列出全部字段", name, key.scalar, name)});
  }
  ASSIGN(row.values[field], read_value(value, fields.fields[field]));
  return {};
}

Result<TestRow> CaseReader::read_row(const Node& node, Entity entity, const std::string& default_id) const {
  const claims::EntitySchema& fields = schema_.of(entity);
  const std::string_view name = claims::kEntityNames[static_cast<std::size_t>(entity)];
  if (!node.is_map())
    return at(node, "bad_test", {fmt::format("{} is a map of fields", name), fmt::format("{} 应为字段的映射", name)});
  TestRow row;
  row.values.resize(fields.fields.size());
  for (const auto& [key, value] : node.entries) {
    if (value.is_nothing()) continue;  // said to be absent
    const bool is_of_visit = entity == Entity::line || entity == Entity::diagnosis || entity == Entity::operation ||
                             entity == Entity::settlement;
    if (is_of_visit && key.scalar == "visit" && value.is_scalar()) {
      row.visit = value.scalar;
      continue;
    }
    if (key.scalar == "repeat" && value.is_scalar()) continue;
    TRY(read_field(key, value, fields, name, row));
  }
  auto& id = row.values[fields.find("id")];
  if (!id) id = TestValue::of_text(default_id);
  row.id = id->words;
  return row;
}

Status CaseReader::read_rows(const Node& node, Entity entity, std::string_view letter, std::vector<TestRow>& rows,
                             TestCase& test) const {
  const std::vector<Node> one{node};
  const std::vector<Node>& all = node.is_sequence() ? node.items : one;
  if (all.size() > kMaxTestRows)
    return at(node, "bad_test",
              {fmt::format("at most {} rows", kMaxTestRows), fmt::format("最多 {} 行", kMaxTestRows)});
  std::set<std::string> ids;
  for (const Node& item : all) {
    ASSIGN(const TestRow row, read_row(item, entity, fmt::format("{}{}", letter, rows.size() + 1)));
    const bool is_of_each_copy = entity != Entity::visit && item.text_of("repeat") == kEachVisit;
    if (is_of_each_copy) test.of_each_copy.emplace(entity, row.id);
    ASSIGN(const std::size_t times, is_of_each_copy ? Result<std::size_t>(1) : read_repeat(item));
    if (rows.size() + times > kMaxTestRows) {
      return at(item, "bad_test",
                {fmt::format("at most {} rows", kMaxTestRows), fmt::format("最多 {} 行", kMaxTestRows)});
    }
    for (std::size_t time = 1; time <= times; ++time) {
      TestRow& copy = rows.emplace_back(row);
      if (time > 1) copy.id += fmt::format("-{}", time);
      copy.values[schema_.of(entity).find("id")] = TestValue::of_text(copy.id);
      if (!ids.insert(copy.id).second)
        return at(item, "bad_test",
                  {fmt::format("the id {} stands twice", copy.id), fmt::format("流水号 {} 出现两次", copy.id)});
    }
  }
  return {};
}

// repeat: 30 gives a row so many times, as L1, L1-2, L1-3, …
Result<std::size_t> CaseReader::read_repeat(const Node& node) const {
  const Node* repeat = node.find("repeat");
  if (repeat == nullptr) return 1;
  const std::string& digits = repeat->scalar;
  const bool is_number =
      !digits.empty() && digits.size() <= 4 && digits.find_first_not_of("0123456789") == std::string::npos;
  const std::size_t times = is_number ? std::stoul(digits) : 0;
  if (times > 0) return times;
  return at(*repeat, "bad_test",
            {fmt::format("repeat is how many times a row stands, or of a line, diagnosis, … `visit`, not '{}'", digits),
             fmt::format("repeat 是一行出现的次数；费用、诊断等也可写 visit；不能是“{}”", digits)});
}

// repeat: visit gives a row to each copy of its visit: L1 of V1, L1-2 of V1-2, …
Status CaseReader::give_each_copy(const Node& given, Entity entity, std::vector<TestRow>& rows,
                                  const TestCase& test) const {
  const claims::FieldIndex id = schema_.of(entity).find("id");
  std::vector<TestRow> copies;
  for (const TestRow& row : rows) {
    if (!test.of_each_copy.contains({entity, row.id})) continue;
    for (const TestRow& visit : test.visits) {
      if (!visit.id.starts_with(row.visit + "-")) continue;
      TestRow& copy = copies.emplace_back(row);
      copy.visit = visit.id;
      copy.id += visit.id.substr(row.visit.size());
      copy.values[id] = TestValue::of_text(copy.id);
    }
  }
  if (rows.size() + copies.size() > kMaxTestRows) {
    return at(given, "bad_test",
              {fmt::format("at most {} rows", kMaxTestRows), fmt::format("最多 {} 行", kMaxTestRows)});
  }
  rows.insert(rows.end(), std::make_move_iterator(copies.begin()), std::make_move_iterator(copies.end()));
  return {};
}

// Each row finds its visit; the first one when it does not say.
Status CaseReader::find_visits(const Node& given, std::vector<TestRow>& rows, const TestCase& test) const {
  for (TestRow& row : rows) {
    if (row.visit.empty()) row.visit = test.visits.front().id;
    const bool known = std::any_of(test.visits.begin(), test.visits.end(),
                                   [&](const TestRow& visit) { return visit.id == row.visit; });
    if (!known)
      return at(given, "bad_test",
                {fmt::format("{} is of visit {}, which is not given", row.id, row.visit),
                 fmt::format("{} 属于就诊 {}，但没有给出该就诊", row.id, row.visit)});
  }
  return {};
}

// Days of lines follow from their times, and each line finds its visit.
Status CaseReader::finish_lines(const Node& given, TestCase& test) const {
  const claims::EntitySchema& fields = schema_.of(Entity::line);
  const claims::FieldIndex time = fields.find("time");
  const claims::FieldIndex day = fields.find("day");
  for (TestRow& line : test.lines) {
    if (!line.values[day] && line.values[time]) {
      line.values[day] = TestValue::of_number(day_of(line.values[time]->number));
    }
    if (!line.values[day])
      return at(given, "bad_test",
                {fmt::format("line {} needs time or day", line.id), fmt::format("费用 {} 要有 time 或 day", line.id)});
    if (!line.values[fields.find("item")])
      return at(given, "bad_test",
                {fmt::format("line {} needs item", line.id), fmt::format("费用 {} 要有 item", line.id)});
    if (line.values[time] && day_of(line.values[time]->number) != line.values[day]->number)
      return at(given, "bad_test",
                {fmt::format("line {} has a day that is not its time's", line.id),
                 fmt::format("费用 {} 的 day 与 time 不是同一天", line.id)});
  }
  TRY(find_visits(given, test.lines, test));
  return give_each_copy(given, Entity::line, test.lines, test);
}

// Whether the key names rows, which are then read.
Result<bool> CaseReader::read_given_rows(const Node& key, const Node& value, TestCase& test) const {
  struct Rows {
    std::string_view one;
    std::string_view many;
    Entity entity;
    std::string_view letter;
    std::vector<TestRow>* rows;
  };
  const Rows all[] = {{"provider", "providers", Entity::provider, "H", &test.providers},
                      {"visit", "visits", Entity::visit, "V", &test.visits},
                      {"line", "lines", Entity::line, "L", &test.lines},
                      {"diagnosis", "diagnoses", Entity::diagnosis, "D", &test.diagnoses},
                      {"operation", "operations", Entity::operation, "O", &test.operations},
                      {"settlement", "settlements", Entity::settlement, "S", &test.settlements}};
  for (const Rows& rows : all) {
    if (key.scalar != rows.one && key.scalar != rows.many) continue;
    if (rows.entity == Entity::provider) test.has_one_provider = key.scalar == rows.one;
    TRY(read_rows(value, rows.entity, rows.letter, *rows.rows, test));
    return true;
  }
  return false;
}

// parameters: {gap_days: 15, planned_codes: [Z51, Z49]}, of those that the rule declares.
Status CaseReader::read_parameters(const Node& node, TestCase& test) const {
  if (!node.is_map())
    return at(node, "bad_test", {"parameters is a map of names to values", "parameters 应为名称到值的映射"});
  for (const auto& [key, value] : node.entries) {
    const auto is_it = [&](const ParameterUse& use) { return use.name == key.scalar; };
    if (std::ranges::none_of(rule_.parameters, is_it)) {
      return at(
          key, "unknown_parameter",
          {fmt::format("the rule declares no parameter '{}'; add it to the key 'parameters' of the rule", key.scalar),
           fmt::format("规则没有声明参数“{}”；请写入规则的键 parameters", key.scalar)});
    }
    if (value.is_nothing()) continue;  // said to be absent
    test.parameters.emplace_back(key.scalar, fmt::format("{}", fmt::join(node.texts_of(key.scalar), ";")));
  }
  return {};
}

Status CaseReader::read_given(const Node& given, TestCase& test) const {
  if (!given.is_map())
    return at(given, "bad_test",
              {"given is a map: {person: …, visit: …, line: …, TABLE: […]}",
               "given 应为映射：{person: …, visit: …, line: …, 知识表: […]}"});
  std::optional<TestRow> person;
  for (const auto& [key, value] : given.entries) {
    if (key.scalar == "person") {
      ASSIGN(person, read_row(value, Entity::person, "P1"));
      continue;
    }
    if (key.scalar == "parameters") {
      TRY(read_parameters(value, test));
      continue;
    }
    if (key.scalar == "stock") {
      TRY(read_stock(value, test));
      continue;
    }
    ASSIGN(const bool is_register, read_register(key, value, test));
    if (is_register) continue;
    ASSIGN(const bool is_rows, read_given_rows(key, value, test));
    if (!is_rows) TRY(read_test_points(key, value, rule_.file, kinds_, test.points));
  }
  Node nothing_said;
  nothing_said.kind = Node::Kind::map;
  if (!person) {
    ASSIGN(person, read_row(nothing_said, Entity::person, "P1"));
  }
  test.person = std::move(*person);
  if (test.visits.empty()) TRY(read_rows(nothing_said, Entity::visit, "V", test.visits, test));
  const bool needs_line = rule_.grain == Grain::line || rule_.grain == Grain::pair || rule_.grain == Grain::person_day;
  if (test.lines.empty() && needs_line)
    return at(given, "bad_test", {"given needs line or lines", "given 要有 line 或 lines"});
  if (test.diagnoses.empty() && rule_.grain == Grain::diagnosis)
    return at(given, "bad_test", {"given needs diagnosis or diagnoses", "given 要有 diagnosis 或 diagnoses"});
  if (test.operations.empty() && rule_.grain == Grain::operation)
    return at(given, "bad_test", {"given needs operation or operations", "given 要有 operation 或 operations"});
  const std::pair<Entity, std::vector<TestRow>*> beside[] = {{Entity::diagnosis, &test.diagnoses},
                                                             {Entity::operation, &test.operations},
                                                             {Entity::settlement, &test.settlements}};
  for (const auto& [entity, rows] : beside) {
    TRY(find_visits(given, *rows, test));
    TRY(give_each_copy(given, entity, *rows, test));
  }
  return finish_lines(given, test);
}

Result<TestCase> CaseReader::read(const Node& node, std::size_t number) const {
  TRY(check_keys(node, test_keys(), "a test"));
  TestCase test;
  test.name = node.text_of("name");
  if (test.name.empty()) test.name = fmt::format("{}", number);
  test.place = {rule_.file, node.line, node.column, ""};
  const Node* given = node.find("given");
  const Node* expect = node.find("expect");
  if (given == nullptr || expect == nullptr)
    return at(node, "bad_test", {"a test needs given and expect", "测试要有 given 和 expect"});
  TRY(read_given(*given, test));
  TRY(read_expectations(*expect, test));
  return test;
}

Result<TestCase> read_test_case(const Node& node, std::size_t number, const Rule& rule, const claims::Schema& schema,
                                const knowledge::Kinds& kinds) {
  return CaseReader(rule, schema, kinds).read(node, number);
}

Result<std::shared_ptr<const Plan>> plan_of_test(const TestCase& test, const Rule& rule,
                                                 std::shared_ptr<const claims::Schema> schema,
                                                 const knowledge::Kinds& kinds) {
  // A plan owns its rules, so each test gets the rule anew.
  std::vector<Rule> rules;
  ASSIGN(Rule again, parse_rule(rule.text, rule.file, *schema));
  rules.push_back(std::move(again));
  Parameters parameters = Parameters::everywhere(test.parameters, test.place);
  Registers registers = registers_of(test, *schema);
  return Plan::make(std::move(schema), std::move(rules), knowledge::Library::make(kinds, test.points, kNoDay),
                    std::move(parameters), std::move(registers));
}

std::vector<std::pair<std::string, std::string>> expected_outcomes(const Rule& rule) {
  std::vector<std::pair<std::string, std::string>> outcomes;
  for (const Node& test : rule.tests.items) {
    const Node* expect = test.find("expect");
    if (expect == nullptr) continue;
    if (expect->is_map()) outcomes.emplace_back(expect->text_of("outcome"), expect->text_of("exception"));
    for (const Node& item : expect->items) outcomes.emplace_back(item.text_of("outcome"), item.text_of("exception"));
  }
  return outcomes;
}

}  // namespace qiuhao::rules
