// Reading tests of rule files: the rows of registers.
#include <fmt/format.h>

#include <algorithm>

#include "rules/rule_tests.h"
#include "rules/test_case_reader.h"

namespace qiuhao::rules {

using claims::Register;

// licences: [{doctor: D1, from: 2025-01-01, antibiotic_grade: 2}]
Status CaseReader::read_licences(const Node& node, TestCase& test) const {
  const claims::EntitySchema& fields = schema_.of(Register::licence);
  const claims::FieldIndex doctor = fields.find("doctor");
  const claims::FieldIndex from = fields.find("from");
  const std::vector<Node> one{node};
  const std::vector<Node>& all = node.is_sequence() ? node.items : one;
  if (all.size() > kMaxTestRows)
    return at(node, "bad_test",
              {fmt::format("at most {} rows", kMaxTestRows), fmt::format("最多 {} 行", kMaxTestRows)});
  const auto key_of = [&](const TestRow& row) {
    return std::pair(row.values[doctor]->words, row.values[from]->number);
  };
  for (const Node& item : all) {
    if (!item.is_map())
      return at(item, "bad_test", {"licence is a map of fields", "licence（执业登记）应为字段的映射"});
    TestRow row;
    row.values.resize(fields.fields.size());
    for (const auto& [key, value] : item.entries) {
      if (!value.is_nothing()) TRY(read_field(key, value, fields, "licence", row));
    }
    if (!row.values[doctor] || !row.values[from])
      return at(item, "bad_test", {"licence needs doctor and from", "执业登记要有 doctor 和 from"});
    if (std::ranges::any_of(test.licences, [&](const TestRow& other) { return key_of(other) == key_of(row); })) {
      return at(item, "bad_test",
                {"doctor and from stand twice; the register keeps one row of them",
                 "同一医师、同一生效日期出现两次；登记表只留一行"});
    }
    test.licences.push_back(std::move(row));
  }
  std::ranges::sort(test.licences, {}, key_of);
  return {};
}

Registers registers_of(const TestCase& test, const claims::Schema& schema) {
  auto rows = std::make_shared<claims::RegisterRows>(schema.of(Register::licence));
  for (const TestRow& row : test.licences) {
    for (std::size_t index = 0; index < row.values.size(); ++index) {
      const auto& value = row.values[index];
      ColumnBuilder& builder = rows->builder(static_cast<claims::FieldIndex>(index));
      switch (rows->schema().fields[index].storage()) {
        case Storage::code:
        case Storage::text: value ? builder.append_text(value->words) : builder.append_absent(); break;
        case Storage::day: value ? builder.append_day(static_cast<Day>(value->number)) : builder.append_absent(); break;
        default: value ? builder.append_number(value->number) : builder.append_absent(); break;
      }
    }
  }
  return {std::move(rows), std::make_shared<const StockTable>(test.stock)};
}

}  // namespace qiuhao::rules
