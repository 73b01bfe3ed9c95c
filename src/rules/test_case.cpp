// Reading tests of rule files.
#include "rules/test_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "rules/rule_tests.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;
using text::Node;

constexpr std::array<std::string_view, 4> kOutcomes = {"clear", "hit", "excepted", "undecided"};
constexpr std::array<std::string_view, 3> kTestKeys = {"name", "given", "expect"};
constexpr std::array<std::string_view, 7> kExpectKeys = {"outcome",   "line",  "point",  "amount",
                                                         "exception", "field", "message"};
template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Reads one test; the first mistake ends it.
class CaseReader {
 public:
  CaseReader(const Rule& rule, const claims::Schema& schema, const knowledge::Kinds& kinds)
      : rule_(rule), schema_(schema), kinds_(kinds) {}

  Result<TestCase> read(const Node& node, std::size_t number) const;

 private:
  std::unexpected<Error> at(const Node& node, std::string code, Sentence sentence) const {
    return input_error(std::move(code), std::move(sentence), {rule_.file, node.line, node.column, ""});
  }
  template <std::size_t N>
  Status check_keys(const Node& node, const std::array<std::string_view, N>& known, std::string_view what) const;
  Status read_given(const Node& given, TestCase& test) const;
  Status read_rows(const Node& node, Entity entity, std::string_view letter, std::vector<TestRow>& rows) const;
  Result<TestRow> read_row(const Node& node, Entity entity, const std::string& default_id) const;
  Result<TestValue> read_value(const Node& node, const claims::Field& field) const;
  Status finish_lines(const Node& given, TestCase& test) const;
  Status read_expectations(const Node& node, TestCase& test) const;
  Result<Expectation> read_expectation(const Node& node, const TestCase& test) const;

  const Rule& rule_;
  const claims::Schema& schema_;
  const knowledge::Kinds& kinds_;
};

template <std::size_t N>
Status CaseReader::check_keys(const Node& node, const std::array<std::string_view, N>& known,
                              std::string_view what) const {
  if (!node.is_map()) return at(node, "bad_test", {fmt::format("{} is a map", what), fmt::format("{} 应为映射", what)});
  for (const auto& [key, value] : node.entries) {
    if (!is_one_of(known, key.scalar)) {
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

Result<TestRow> CaseReader::read_row(const Node& node, Entity entity, const std::string& default_id) const {
  const claims::EntitySchema& fields = schema_.of(entity);
  const std::string_view name = claims::kEntityNames[static_cast<std::size_t>(entity)];
  if (!node.is_map())
    return at(node, "bad_test", {fmt::format("{} is a map of fields", name), fmt::format("{} 应为字段的映射", name)});
  TestRow row;
  row.values.resize(fields.fields.size());
  for (const auto& [key, value] : node.entries) {
    if (value.is_nothing()) continue;  // said to be absent
    if (!value.is_scalar())
      return at(
          value, "bad_test",
          {fmt::format("{}.{} is one value", name, key.scalar), fmt::format("{}.{} 应为一个值", name, key.scalar)});
    if (entity == Entity::line && key.scalar == "visit") {
      row.visit = value.scalar;
      continue;
    }
    const claims::FieldIndex field = fields.find_any(key.scalar);
    if (field == claims::kNoField) {
      return at(key, "unknown_field",
                {fmt::format("unknown field {}.{}; policy/schema/{}.yaml lists the fields", name, key.scalar, name),
                 fmt::format("没有字段 {}.{}；policy/schema/{}.yaml 列出全部字段", name, key.scalar, name)});
    }
    ASSIGN(row.values[field], read_value(value, fields.fields[field]));
  }
  auto& id = row.values[fields.find("id")];
  if (!id) id = TestValue::of_text(default_id);
  row.id = id->words;
  return row;
}

Status CaseReader::read_rows(const Node& node, Entity entity, std::string_view letter,
                             std::vector<TestRow>& rows) const {
  const std::vector<Node> one{node};
  const std::vector<Node>& all = node.is_sequence() ? node.items : one;
  if (all.size() > kMaxTestRows)
    return at(node, "bad_test",
              {fmt::format("at most {} rows", kMaxTestRows), fmt::format("最多 {} 行", kMaxTestRows)});
  std::set<std::string> ids;
  for (const Node& item : all) {
    ASSIGN(TestRow row, read_row(item, entity, fmt::format("{}{}", letter, rows.size() + 1)));
    if (!ids.insert(row.id).second)
      return at(item, "bad_test",
                {fmt::format("the id {} stands twice", row.id), fmt::format("流水号 {} 出现两次", row.id)});
    rows.push_back(std::move(row));
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
    if (line.visit.empty()) line.visit = test.visits.front().id;
    const bool known = std::any_of(test.visits.begin(), test.visits.end(),
                                   [&](const TestRow& visit) { return visit.id == line.visit; });
    if (!known)
      return at(given, "bad_test",
                {fmt::format("line {} is of visit {}, which is not given", line.id, line.visit),
                 fmt::format("费用 {} 属于就诊 {}，但没有给出该就诊", line.id, line.visit)});
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
    } else if (key.scalar == "provider") {
      ASSIGN(test.provider, read_row(value, Entity::provider, "H1"));
    } else if (key.scalar == "visit" || key.scalar == "visits") {
      TRY(read_rows(value, Entity::visit, "V", test.visits));
    } else if (key.scalar == "line" || key.scalar == "lines") {
      TRY(read_rows(value, Entity::line, "L", test.lines));
    } else {
      TRY(read_test_points(key, value, rule_.file, kinds_, test.points));
    }
  }
  Node nothing_said;
  nothing_said.kind = Node::Kind::map;
  if (!person) {
    ASSIGN(person, read_row(nothing_said, Entity::person, "P1"));
  }
  test.person = std::move(*person);
  if (test.visits.empty()) TRY(read_rows(nothing_said, Entity::visit, "V", test.visits));
  if (test.lines.empty()) return at(given, "bad_test", {"given needs line or lines", "given 要有 line 或 lines"});
  return finish_lines(given, test);
}

Result<Expectation> CaseReader::read_expectation(const Node& node, const TestCase& test) const {
  TRY(check_keys(node, kExpectKeys, "expect"));
  Expectation expected;
  const std::string outcome = node.text_of("outcome");
  const auto known = std::find(kOutcomes.begin(), kOutcomes.end(), outcome);
  if (known == kOutcomes.end()) {
    return at(node, "bad_test",
              {fmt::format("outcome '{}' is not known; write hit, clear, excepted or undecided", outcome),
               fmt::format("没有结果“{}”；请写 hit、clear、excepted 或 undecided", outcome)});
  }
  expected.outcome = static_cast<Outcome>(known - kOutcomes.begin());
  expected.point = node.text_of("point");
  expected.line = node.find("line") != nullptr ? node.text_of("line") : test.lines.front().id;
  const bool line_given =
      std::any_of(test.lines.begin(), test.lines.end(), [&](const TestRow& line) { return line.id == expected.line; });
  if (!line_given)
    return at(node, "bad_test",
              {fmt::format("line {} is not given", expected.line), fmt::format("没有给出费用 {}", expected.line)});
  if (const Node* amount = node.find("amount")) {
    const auto yuan = parse_decimal(amount->scalar);
    const auto cents = yuan ? to_cents(*yuan) : std::nullopt;
    if (!cents || Decimal::from_cents(*cents) != *yuan)
      return at(*amount, "bad_number",
                {fmt::format("'{}' is no amount; write e.g. \"6.00\"", amount->scalar),
                 fmt::format("“{}”不是金额；请写成 \"6.00\"", amount->scalar)});
    expected.amount = *cents;
  }
  const bool is_undecided = expected.outcome == Outcome::undecided;
  const bool is_excepted = expected.outcome == Outcome::excepted;
  if ((node.find("field") != nullptr && !is_undecided) || (node.find("exception") != nullptr && !is_excepted) ||
      ((node.find("amount") != nullptr || node.find("message") != nullptr) && expected.outcome != Outcome::hit)) {
    return at(node, "bad_test",
              {"field goes with undecided, exception with excepted, amount and message with hit",
               "field 只配 undecided，exception 只配 excepted，amount 和 message 只配 hit"});
  }
  if (is_undecided && node.find("field") != nullptr) expected.reason = english_path(node.text_of("field"), schema_);
  if (is_excepted && node.find("exception") != nullptr) expected.reason = node.text_of("exception");
  if (node.find("message") != nullptr) expected.message = node.text_of("message");
  return expected;
}

Status CaseReader::read_expectations(const Node& node, TestCase& test) const {
  const std::vector<Node> one{node};
  for (const Node& item : node.is_sequence() ? node.items : one) {
    ASSIGN(Expectation expected, read_expectation(item, test));
    test.expected.push_back(std::move(expected));
  }
  if (test.expected.empty()) return at(node, "bad_test", {"expect needs an outcome", "expect 要有 outcome"});
  return {};
}

Result<TestCase> CaseReader::read(const Node& node, std::size_t number) const {
  TRY(check_keys(node, kTestKeys, "a test"));
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

}  // namespace

Result<TestCase> read_test_case(const Node& node, std::size_t number, const Rule& rule, const claims::Schema& schema,
                                const knowledge::Kinds& kinds) {
  return CaseReader(rule, schema, kinds).read(node, number);
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

std::string_view outcome_name(Outcome outcome) { return kOutcomes[static_cast<std::size_t>(outcome)]; }

}  // namespace qiuhao::rules
