// Reading tests of rule files: what is expected of which subject.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "rules/load/rule_keys.h"
#include "rules/test_case_reader.h"

namespace qiuhao::rules {

using text::Node;

namespace {

// The keys that say which subject of a grain is meant.
std::vector<std::string_view> subject_keys(Grain grain) {
  switch (grain) {
    case Grain::line: return {"line"};
    case Grain::visit: return {"visit"};
    case Grain::person_day: return {"day"};
    case Grain::person: return {};
    case Grain::pair: return {"pair"};
    case Grain::provider_period: return {"provider", "month", "item"};
    case Grain::diagnosis: return {"diagnosis"};
    case Grain::operation: return {"operation"};
  }
  return {};
}

}  // namespace

Status CaseReader::check_given(const Node& node, std::string_view what, const std::string& id,
                               const std::vector<TestRow>& rows) const {
  if (std::any_of(rows.begin(), rows.end(), [&](const TestRow& row) { return row.id == id; })) return {};
  return at(node, "bad_test", {fmt::format("{} {} is not given", what, id), fmt::format("没有给出 {} {}", what, id)});
}

Status CaseReader::read_subject(const Node& node, const TestCase& test, Expectation& expected) const {
  const auto keys = subject_keys(rule_.grain);
  for (const std::string_view key :
       {"line", "visit", "day", "pair", "provider", "month", "item", "diagnosis", "operation"}) {
    if (node.find(key) == nullptr || std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    return at(*node.find(key), "bad_test",
              {fmt::format("a test of grain {} says {}, not {}", grain_name(rule_.grain),
                           keys.empty() ? "no subject" : fmt::format("{}", fmt::join(keys, " and ")), key),
               fmt::format("粒度 {} 的测试写 {}，不写 {}", grain_name(rule_.grain),
                           keys.empty() ? "空" : fmt::format("{}", fmt::join(keys, "、")), key)});
  }
  expected.grain = rule_.grain;
  expected.line = node.text_of("line");
  expected.visit = node.text_of("visit");
  expected.pair = node.texts_of("pair");
  expected.provider = node.text_of("provider");
  expected.month = node.text_of("month");
  expected.item = node.text_of("item");
  if (rule_.grain == Grain::line) {
    if (expected.line.empty()) expected.line = test.lines.front().id;
    return check_given(node, "line", expected.line, test.lines);
  }
  if (rule_.grain == Grain::visit) {
    if (expected.visit.empty()) expected.visit = test.visits.front().id;
    return check_given(node, "visit", expected.visit, test.visits);
  }
  if (rule_.grain == Grain::diagnosis) {
    expected.diagnosis = node.text_of("diagnosis");
    if (expected.diagnosis.empty()) expected.diagnosis = test.diagnoses.front().id;
    return check_given(node, "diagnosis", expected.diagnosis, test.diagnoses);
  }
  if (rule_.grain == Grain::operation) {
    expected.operation = node.text_of("operation");
    if (expected.operation.empty()) expected.operation = test.operations.front().id;
    return check_given(node, "operation", expected.operation, test.operations);
  }
  if (rule_.grain == Grain::person_day) {
    const auto& first = test.lines.front().values[schema_.of(claims::Entity::line).find("day")];
    expected.day = static_cast<Day>(first->number);
    if (const Node* day = node.find("day")) {
      const auto read = parse_day(day->scalar);
      if (!read) return at(*day, read.error().code, read.error().sentence());
      expected.day = *read;
    }
  }
  if (rule_.grain == Grain::pair && !expected.pair.empty()) {
    if (expected.pair.size() != 2) {
      return at(
          *node.find("pair"), "bad_test",
          {"pair is [main line, included line]: pair: [L1, L2]", "pair 写作 [主项费用, 从项费用]：pair: [L1, L2]"});
    }
    for (const std::string& line : expected.pair) TRY(check_given(node, "line", line, test.lines));
  }
  if (rule_.grain == Grain::provider_period && !expected.provider.empty()) {
    return check_given(node, "provider", expected.provider, test.providers);
  }
  return {};
}

Result<Expectation> CaseReader::read_expectation(const Node& node, const TestCase& test) const {
  TRY(check_keys(node, expect_keys(), "expect"));
  Expectation expected;
  const std::string outcome = node.text_of("outcome");
  const auto known = std::ranges::find(outcome_names(), outcome);
  if (known == outcome_names().end()) {
    return at(node, "bad_test",
              {fmt::format("outcome '{}' is not known; write hit, clear, excepted or undecided", outcome),
               fmt::format("没有结果“{}”；请写 hit、clear、excepted 或 undecided", outcome)});
  }
  expected.outcome = static_cast<Outcome>(known - outcome_names().begin());
  expected.point = node.text_of("point");
  TRY(read_subject(node, test, expected));
  if (const Node* lines = node.find("lines")) {
    expected.lines = node.texts_of("lines");
    std::sort(expected.lines->begin(), expected.lines->end());
    for (const std::string& line : *expected.lines) TRY(check_given(*lines, "line", line, test.lines));
  }
  TRY(read_verdict(node, expected));
  return expected;
}

Status CaseReader::read_verdict(const Node& node, Expectation& expected) const {
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
      ((node.find("amount") != nullptr || node.find("message") != nullptr || expected.lines) &&
       expected.outcome != Outcome::hit)) {
    return at(node, "bad_test",
              {"field goes with undecided, exception with excepted, amount and message with hit, lines too",
               "field 只配 undecided，exception 只配 excepted，amount、message 和 lines 只配 hit"});
  }
  if (is_undecided && node.find("field") != nullptr) expected.reason = english_path(node.text_of("field"), schema_);
  if (is_excepted && node.find("exception") != nullptr) expected.reason = node.text_of("exception");
  if (node.find("message") != nullptr) expected.message = node.text_of("message");
  return {};
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

std::string_view outcome_name(Outcome outcome) { return outcome_names()[static_cast<std::size_t>(outcome)]; }

std::string Expectation::subject() const {
  switch (grain) {
    case Grain::line: return "line " + line;
    case Grain::visit: return "visit " + visit;
    case Grain::person_day: return "day " + format_day(day);
    case Grain::person: return "person";
    case Grain::pair: return pair.empty() ? "pair" : fmt::format("pair {}", fmt::join(pair, ", "));
    case Grain::provider_period:
      return fmt::format("provider {} {}{}{}", provider, month, item.empty() ? "" : " ", item);
    case Grain::diagnosis: return "diagnosis " + diagnosis;
    case Grain::operation: return "operation " + operation;
  }
  return "";
}

}  // namespace qiuhao::rules
