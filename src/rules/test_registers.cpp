// Reading tests of rule files: the rows of registers.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "rules/rule_tests.h"
#include "rules/test_case_reader.h"

namespace qiuhao::rules {

using claims::FieldIndex;

namespace {

// The keys of a row, as texts that sort.
std::vector<std::string> key_of(const TestRow& row, const claims::EntitySchema& fields) {
  std::vector<std::string> key;
  const auto add = [&](FieldIndex field) {
    const bool is_day = fields.fields[field].storage() == Storage::day;
    key.push_back(is_day ? fmt::format("{:012}", row.values[field]->number) : row.values[field]->words);
  };
  for (const FieldIndex field : fields.order) add(field);
  for (FieldIndex field = 0; field < fields.fields.size(); ++field) {
    if (fields.fields[field].is_key) add(field);
  }
  return key;
}

// "doctor and from": what a row must say.
std::string needed_names(const claims::EntitySchema& fields, bool in_chinese) {
  std::vector<std::string> names;
  for (const claims::Field& field : fields.fields) {
    if (field.is_required) names.push_back(field.name);
  }
  return fmt::format("{}", fmt::join(names, in_chinese ? " 和 " : " and "));
}

}  // namespace

// licences: [{doctor: D1, from: 2025-01-01, antibiotic_grade: 2}]; the name of the register with or without an s.
Result<bool> CaseReader::read_register(const Node& key, const Node& node, TestCase& test) const {
  const auto is_named = [&](claims::Register table) {
    const std::string name(claims::kRegisterNames[static_cast<std::size_t>(table)]);
    return key.scalar == name || key.scalar == name + "s";
  };
  const auto found = std::ranges::find_if(kRuleRegisters, is_named);
  if (found == kRuleRegisters.end()) return false;
  const claims::EntitySchema& fields = schema_.of(*found);
  const std::string_view name = claims::kRegisterNames[static_cast<std::size_t>(*found)];
  const std::vector<Node> one{node};
  const std::vector<Node>& all = node.is_sequence() ? node.items : one;
  if (all.size() > kMaxTestRows)
    return at(node, "bad_test",
              {fmt::format("at most {} rows", kMaxTestRows), fmt::format("最多 {} 行", kMaxTestRows)});
  std::vector<TestRow>& rows = test.registers[static_cast<std::size_t>(found - kRuleRegisters.begin())].emplace();
  for (const Node& item : all) {
    if (!item.is_map()) {
      return at(
          item, "bad_test",
          {fmt::format("{} is a map of fields", name), fmt::format("{}（{}）应为字段的映射", name, fields.label)});
    }
    TestRow row;
    row.values.resize(fields.fields.size());
    for (std::size_t field = 0; field < fields.fields.size(); ++field) {
      if (fields.fields[field].derived == "listed") row.values[field] = TestValue::of_text("1");
    }
    for (const auto& [field, value] : item.entries) {
      if (!value.is_nothing()) TRY(read_field(field, value, fields, name, row));
    }
    for (std::size_t field = 0; field < fields.fields.size(); ++field) {
      if (!fields.fields[field].is_required || row.values[field]) continue;
      return at(item, "bad_test",
                {fmt::format("{} needs {}", name, needed_names(fields, false)),
                 fmt::format("{}要有 {}", fields.label, needed_names(fields, true))});
    }
    if (std::ranges::any_of(rows, [&](const TestRow& other) { return key_of(other, fields) == key_of(row, fields); })) {
      return at(
          item, "bad_test",
          {"the keys of a row stand twice; the register keeps one row of them", "同一主键出现两次；登记表只留一行"});
    }
    rows.push_back(std::move(row));
  }
  std::ranges::sort(rows, {}, [&](const TestRow& row) { return key_of(row, fields); });
  return true;
}

Registers registers_of(const TestCase& test, const claims::Schema& schema) {
  Registers registers;
  for (RegisterNumber number = 0; number < kRuleRegisters.size(); ++number) {
    if (!test.registers[number]) continue;
    auto rows = std::make_shared<claims::RegisterRows>(schema.of(kRuleRegisters[number]));
    for (const TestRow& row : *test.registers[number]) {
      for (std::size_t index = 0; index < row.values.size(); ++index) {
        const auto& value = row.values[index];
        ColumnBuilder& builder = rows->builder(static_cast<FieldIndex>(index));
        switch (rows->schema().fields[index].storage()) {
          case Storage::code:
          case Storage::text: value ? builder.append_text(value->words) : builder.append_absent(); break;
          case Storage::day:
            value ? builder.append_day(static_cast<Day>(value->number)) : builder.append_absent();
            break;
          default: value ? builder.append_number(value->number) : builder.append_absent(); break;
        }
      }
    }
    registers.rows[number] = std::move(rows);
  }
  registers.stock = std::make_shared<const StockTable>(test.stock);
  return registers;
}

}  // namespace qiuhao::rules
