// One test of a rule file as read: the rows given, the knowledge points, and what is expected; and the part it makes.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "claims/loose_rows.h"
#include "claims/part.h"
#include "knowledge/knowledge.h"
#include "rules/judge.h"
#include "rules/register_table.h"
#include "rules/rule.h"
#include "rules/windows/stock.h"

namespace qiuhao::rules {

using TestValue = claims::LooseValue;
using TestRow = claims::LooseRow;

struct Expectation {
  Outcome outcome = Outcome::clear;
  Grain grain = Grain::line;
  std::string line;                    // id; the others by grain
  std::string visit;                   // id
  std::string diagnosis;               // id
  std::string operation;               // id
  Day day = kNoDay;                    // of the person
  std::vector<std::string> pair;       // ids of the main and the included line; empty when any pair may be meant
  std::string provider;                // id; "" when any may be meant, as with the month
  std::string month;                   // "2026-03"
  std::string item;                    // of windows of lines; "" when any may be meant
  std::string point;                   // id; "" when any point may be meant
  std::optional<Cents> amount;         // of a hit
  std::optional<std::string> reason;   // undecided: the absent field; excepted: the exception's name
  std::optional<std::string> message;  // as a person would read it
  std::optional<std::vector<std::string>> lines;  // ids of those blamed, sorted

  std::string subject() const;  // "line L1", "visit V2", "day 2025-03-01"
};

// The rows given, in the order given; and the rest.
struct TestCase : claims::LooseTape {
  std::string name;
  Place place;
  std::vector<knowledge::Point> points;
  std::vector<std::pair<std::string, std::string>> parameters;  // name and value
  std::vector<StockRow> stock;
  // By RegisterNumber: rows sorted by their keys; nothing where the test does not name the register.
  std::array<std::optional<std::vector<TestRow>>, kRuleRegisters.size()> registers;
  // Ids of lines, diagnoses, … of which each copy that `repeat` makes of their visit has one.
  std::set<std::pair<claims::Entity, std::string>> of_each_copy;
  std::vector<Expectation> expected;
};

// Reads one item of `tests`.
Result<TestCase> read_test_case(const text::Node& node, std::size_t number, const Rule& rule,
                                const claims::Schema& schema, const knowledge::Kinds& kinds);

// Reads the points given under the name of a knowledge table: one line of `given`.
Status read_test_points(const text::Node& table, const text::Node& node, const std::string& file,
                        const knowledge::Kinds& kinds, std::vector<knowledge::Point>& points);

// The rows of registers that a test gives, as a plan reads them.
Registers registers_of(const TestCase& test, const claims::Schema& schema);

// A plan of the rule alone, with the knowledge and parameters of the test.
Result<std::shared_ptr<const Plan>> plan_of_test(const TestCase& test, const Rule& rule,
                                                 std::shared_ptr<const claims::Schema> schema,
                                                 const knowledge::Kinds& kinds);

// The outcomes that the tests of a rule expect, without reading the rest: (outcome, exception's name).
std::vector<std::pair<std::string, std::string>> expected_outcomes(const Rule& rule);

// The part of one person that an import of these rows would make: lines by time, then id.
claims::Part make_test_part(const TestCase& test, const claims::Schema& schema, bool lines_reversed);

std::string_view outcome_name(Outcome outcome);  // hit, clear, excepted, undecided

}  // namespace qiuhao::rules
