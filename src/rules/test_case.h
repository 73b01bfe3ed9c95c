// One test of a rule file as read: the rows given, the knowledge points, and what is expected; and the part it makes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "claims/part.h"
#include "knowledge/knowledge.h"
#include "rules/judge.h"
#include "rules/rule.h"

namespace qiuhao::rules {

// A value as a column keeps it: units of a number, a day or seconds; or a text.
struct TestValue {
  std::int64_t number = 0;
  std::string words;
  bool is_text = false;

  static TestValue of_number(std::int64_t number) { return {number, "", false}; }
  static TestValue of_text(std::string words) { return {0, std::move(words), true}; }
};

struct TestRow {
  std::string id;
  std::string visit;                             // of a line: the id of its visit
  std::vector<std::optional<TestValue>> values;  // by field of the entity
};

struct Expectation {
  Outcome outcome = Outcome::clear;
  std::string line;                    // id
  std::string point;                   // id; "" when any point may be meant
  std::optional<Cents> amount;         // of a hit
  std::optional<std::string> reason;   // undecided: the absent field; excepted: the exception's name
  std::optional<std::string> message;  // as a person would read it
};

struct TestCase {
  std::string name;
  Place place;
  TestRow person;
  std::optional<TestRow> provider;
  std::vector<TestRow> visits;
  std::vector<TestRow> lines;  // in the order given
  std::vector<knowledge::Point> points;
  std::vector<Expectation> expected;
};

// Reads one item of `tests`.
Result<TestCase> read_test_case(const text::Node& node, std::size_t number, const Rule& rule,
                                const claims::Schema& schema, const knowledge::Kinds& kinds);

// Reads the points given under the name of a knowledge table: one line of `given`.
Status read_test_points(const text::Node& table, const text::Node& node, const std::string& file,
                        const knowledge::Kinds& kinds, std::vector<knowledge::Point>& points);

// The outcomes that the tests of a rule expect, without reading the rest: (outcome, exception's name).
std::vector<std::pair<std::string, std::string>> expected_outcomes(const Rule& rule);

// The part of one person that an import of these rows would make: lines by time, then id.
claims::Part make_test_part(const TestCase& test, const claims::Schema& schema, bool lines_reversed);

std::string_view outcome_name(Outcome outcome);  // hit, clear, excepted, undecided

}  // namespace qiuhao::rules
