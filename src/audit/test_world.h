// A small workspace for tests, with figures worked out by hand: three findings, one undecided line, names that try to
// break out of HTML and of a spreadsheet.
//
//   L1  P1 (sex 1)  A1  2025-03-01  in scope 8.00   R1 takes 8.00
//   L2  P1          A1  2025-03-01  in scope 5.00   R1 takes 5.00; R2 (a repeat of the day) would take 5.00 too
//   L3  P1          B1  2025-04-01  in scope 3.00   clear
//   L4  P2 (no sex) A1  2025-03-02  in scope 7.00   R1 cannot tell: person.sex
//
// So gross is 18.00, net 13.00, in scope 23.00.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "audit/record.h"
#include "claims/part_file.h"
#include "claims/tape.h"

namespace qiuhao::audit {

inline const char* const kSexRule = R"(rule: R1
name: 性别不符
version: 3
effective: [2025-01-01, null]
class: 合理使用
national: GZ1
certainty: 明确违规
basis: [{document: 条例, clause: 第三十八条}]
moments: [after]
grain: line
knowledge: {table: drug_sex, key: line.item, as_of: line.day}
when: person.sex != k.sex
amount: line.in_scope
message: "{line.item_name} 用于性别 {person.sex}"
tests: []
)";

inline const char* const kRepeatRule = R"(rule: R2
name: 同日重复
version: 1
effective: [null, null]
class: 重复收费
certainty: 可疑
basis: [{document: 条例, clause: 第十五条}]
moments: [after]
grain: line
windows:
  day: {same: line, by: [person.id, line.day, line.item]}
let:
  earlier: size(day.filter(x, x.order < line.order))
when: size(day) > 1 && earlier > 0
amount: line.in_scope
message: "当日第 {earlier + 1} 次"
except:
  甲项目不计: "line.item == 'C1'"
tests: []
)";

// Values by the dictionary's names, as texts.
using TestRow = std::map<std::string, std::string>;

// Appends one row; what it does not name is absent.
inline void add_row(claims::PartBuilder& builder, const claims::Schema& schema, claims::Entity entity,
                    const TestRow& row) {
  const auto& fields = schema.of(entity).fields;
  for (std::size_t index = 0; index < fields.size(); ++index) {
    ColumnBuilder& column = builder.field(entity, static_cast<claims::FieldIndex>(index));
    const auto value = row.find(fields[index].name);
    if (value == row.end()) {
      column.append_absent();
    } else if (fields[index].storage() == Storage::day) {
      column.append_day(*parse_day(value->second));
    } else if (fields[index].type == claims::FieldType::time) {
      column.append_number(*parse_time(value->second));
    } else if (fields[index].storage() == Storage::number) {
      column.append_number(rescale(*parse_decimal(value->second), fields[index].scale)->units);
    } else {
      column.append_text(value->second);
    }
  }
  builder.finish_row(entity);
}

class World {
 public:
  explicit World(const std::string& name)
      : folder_(std::filesystem::temp_directory_path() / ("qiuhao-" + name + "-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "tape/parts");
    schema_ = std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
    write_tape();
    knowledge::Point point;
    point.id = "K1";
    point.kind = "药品区分性别使用";
    point.constraint = "限女性";
    point.items = {"A1"};
    point.limits = *knowledge::parse_limits("sex=2");
    point.is_read = true;
    auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
    const auto library = knowledge::Library::make(*kinds, {point}, 20'500);
    std::vector<rules::Rule> rules;
    for (const char* text : {kSexRule, kRepeatRule}) {
      auto rule = rules::parse_rule(text, "test.yaml", *schema_);
      EXPECT_TRUE(rule.has_value()) << rule.error().text();
      rules.push_back(std::move(*rule));
    }
    auto plan = rules::Plan::make(schema_, std::move(rules), library);
    EXPECT_TRUE(plan.has_value()) << plan.error().text();
    plan_ = *plan;
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World() { std::filesystem::remove_all(folder_); }

  const Path& folder() const { return folder_; }
  const claims::Schema& schema() const { return *schema_; }
  std::shared_ptr<const rules::Plan> plan() const { return plan_; }
  claims::Tape tape() const { return *claims::Tape::open(folder_, *schema_); }
  AuditResult audit(const AuditOptions& options = {}) const { return *run_audit(tape(), plan_, options); }
  static RunFacts facts() { return {"0.1.0", 1'760'000'000, 20'500, "公布 <1>", 1, false, 1}; }

 private:
  void add(claims::PartBuilder& builder, claims::Entity entity, const TestRow& row) const {
    add_row(builder, *schema_, entity, row);
  }

  void add_visit(claims::PartBuilder& builder, const std::string& id, RowIndex person) const {
    add(builder, claims::Entity::visit,
        {{"id", id}, {"provider", "H1"}, {"kind", "outpatient"}, {"start", "2025-03-01 08:00:00"}});
    builder.link(claims::Link::visit_person).append_index(person);
    builder.link(claims::Link::visit_provider).append_index(0);
  }

  void add_line(claims::PartBuilder& builder, RowIndex visit, const std::string& id, const std::string& item,
                const std::string& day, const std::string& in_scope) const {
    add(builder, claims::Entity::line,
        {{"id", id},
         {"item", item},
         {"item_name", "=1+\"甲\",<b>"},
         {"day", day},
         {"time", day},
         {"quantity", "1.5"},
         {"price", "6.25"},
         {"amount", in_scope},
         {"in_scope", in_scope}});
    builder.link(claims::Link::line_visit).append_index(visit);
    builder.link(claims::Link::line_staff).append_index(kNoRow);
  }

  void write_tape() const {
    auto builder = std::make_unique<claims::PartBuilder>(*schema_);
    add(*builder, claims::Entity::provider, {{"id", "H1"}, {"name", "<script>alert(1)</script>医院"}});
    add(*builder, claims::Entity::person, {{"id", "P1"}, {"sex", "1"}, {"birth_date", "1980-05-06"}});
    add_visit(*builder, "V1", 0);
    add_line(*builder, 0, "L1", "A1", "2025-03-01", "8.00");
    add_line(*builder, 0, "L2", "A1", "2025-03-01", "5.00");
    add_line(*builder, 0, "L3", "B1", "2025-04-01", "3.00");
    builder->finish_person();
    add(*builder, claims::Entity::person, {{"id", "P2"}});
    add_visit(*builder, "V2", 1);
    add_line(*builder, 1, "L4", "A1", "2025-03-02", "7.00");
    builder->finish_person();
    const claims::Part part = claims::build(std::move(builder));
    const auto checksum = claims::write_part(part, *schema_, folder_ / "tape/parts/000001.part");
    EXPECT_TRUE(checksum.has_value()) << checksum.error().text();
    EXPECT_TRUE(claims::publish_manifest(folder_, {1, {{"tape/parts/000001.part", 2, 2, 4, *checksum}}}).has_value());
  }

  Path folder_;
  std::shared_ptr<const claims::Schema> schema_;
  std::shared_ptr<const rules::Plan> plan_;
};

}  // namespace qiuhao::audit
