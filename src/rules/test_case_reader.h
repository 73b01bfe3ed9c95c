// Reads one test of a rule file; the first mistake ends it. test_case.cpp reads what is given (test_stock.cpp the stock
// records), test_expect.cpp what is expected.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/test_case.h"

namespace qiuhao::rules {

class CaseReader {
 public:
  CaseReader(const Rule& rule, const claims::Schema& schema, const knowledge::Kinds& kinds)
      : rule_(rule), schema_(schema), kinds_(kinds) {}

  Result<TestCase> read(const text::Node& node, std::size_t number) const;

 private:
  using Node = text::Node;

  std::unexpected<Error> at(const Node& node, std::string code, Sentence sentence) const {
    return input_error(std::move(code), std::move(sentence), {rule_.file, node.line, node.column, ""});
  }
  Status check_keys(const Node& node, std::span<const std::string_view> known, std::string_view what) const;
  Status read_given(const Node& given, TestCase& test) const;
  Status read_parameters(const Node& node, TestCase& test) const;
  Status read_stock(const Node& node, TestCase& test) const;
  Result<StockRow> read_stock_row(const Node& node) const;
  // Whether the key is a register.
  Result<bool> read_register(const Node& key, const Node& node, TestCase& test) const;
  Result<bool> read_given_rows(const Node& key, const Node& value, TestCase& test) const;
  Status read_rows(const Node& node, claims::Entity entity, std::string_view letter, std::vector<TestRow>& rows,
                   TestCase& test) const;
  Result<TestRow> read_row(const Node& node, claims::Entity entity, const std::string& default_id) const;
  // A key and its value of a row of a table of the dictionary, or of a register.
  Status read_field(const Node& key, const Node& value, const claims::EntitySchema& fields, std::string_view name,
                    TestRow& row) const;
  Result<std::size_t> read_repeat(const Node& node) const;
  Result<TestValue> read_value(const Node& node, const claims::Field& field) const;
  Status finish_lines(const Node& given, TestCase& test) const;
  Status find_visits(const Node& given, std::vector<TestRow>& rows, const TestCase& test) const;
  Status give_each_copy(const Node& given, claims::Entity entity, std::vector<TestRow>& rows,
                        const TestCase& test) const;
  Status read_expectations(const Node& node, TestCase& test) const;
  Result<Expectation> read_expectation(const Node& node, const TestCase& test) const;
  Status read_subject(const Node& node, const TestCase& test, Expectation& expected) const;
  Status read_verdict(const Node& node, Expectation& expected) const;
  Status check_given(const Node& node, std::string_view what, const std::string& id,
                     const std::vector<TestRow>& rows) const;

  const Rule& rule_;
  const claims::Schema& schema_;
  const knowledge::Kinds& kinds_;
};

}  // namespace qiuhao::rules
