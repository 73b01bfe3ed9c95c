// Rows are gathered first, each once, and then written field by field in the order of the dictionary.
#include "evidence/finding_leaves.h"

#include <fmt/format.h>

#include <array>
#include <set>

#include "audit/export_rows.h"
#include "audit/field_text.h"

namespace qiuhao::evidence {
namespace {

using claims::Entity;
using claims::Link;
using claims::Part;

class Rows {
 public:
  Rows(const claims::Schema& schema, const Part& part) : schema_(schema), part_(part) {}

  void add(Entity entity, RowIndex row) {
    auto& rows = rows_[static_cast<std::size_t>(entity)];
    if (row == kNoRow || rows.contains(row)) return;
    if (rows.size() == kRowsMost) {
      ++left_out_;
      return;
    }
    rows.insert(row);
    if (entity == Entity::line) {
      add(Entity::visit, part_.link(Link::line_visit, row));
      add(Entity::staff, part_.link(Link::line_staff, row));
    }
    if (entity == Entity::visit) {
      add(Entity::person, part_.link(Link::visit_person, row));
      add(Entity::provider, part_.link(Link::visit_provider, row));
    }
  }
  void add_whole_visit(RowIndex visit) {
    if (visit == kNoRow || whole_visits_.contains(visit)) return;
    if (whole_visits_.size() == kWholeVisitsMost) {
      ++visits_cut_;
      return;
    }
    whole_visits_.insert(visit);
    add(Entity::visit, visit);
    const RowIndex person = part_.link(Link::visit_person, visit);
    add_of_visit(Entity::line, Link::person_lines, Link::line_visit, person, visit);
    add_of_visit(Entity::diagnosis, Link::person_diagnoses, Link::diagnosis_visit, person, visit);
    add_of_visit(Entity::operation, Link::person_operations, Link::operation_visit, person, visit);
    add_of_visit(Entity::settlement, Link::person_settlements, Link::settlement_visit, person, visit);
  }
  void count_left_out(std::size_t rows) { left_out_ += rows; }

  void write(Builder& builder, const std::set<RowIndex>& blamed) const {
    for (std::size_t entity = 0; entity < claims::kEntities; ++entity) {
      std::size_t number = 0;
      for (const RowIndex row : rows_[entity]) write_row(builder, static_cast<Entity>(entity), row, ++number, blamed);
    }
    if (left_out_ > 0) builder.add("rows/left_out", "未列入的行数", fmt::to_string(left_out_));
    if (visits_cut_ > 0) builder.add("rows/visits_cut", "仅列入涉及明细的就诊数", fmt::to_string(visits_cut_));
  }

 private:
  void add_of_visit(Entity entity, Link of_person, Link of_visit, RowIndex person, RowIndex visit) {
    const claims::Range range = part_.range(of_person, person);
    for (RowIndex row = range.begin; row < range.end; ++row) {
      if (part_.link(of_visit, row) == visit) add(entity, row);
    }
  }
  // The visit that a row belongs to, or kNoRow.
  RowIndex visit_of(Entity entity, RowIndex row) const {
    switch (entity) {
      case Entity::line: return part_.link(Link::line_visit, row);
      case Entity::diagnosis: return part_.link(Link::diagnosis_visit, row);
      case Entity::operation: return part_.link(Link::operation_visit, row);
      case Entity::settlement: return part_.link(Link::settlement_visit, row);
      default: return kNoRow;
    }
  }
  void write_row(Builder& builder, Entity entity, RowIndex row, std::size_t number,
                 const std::set<RowIndex>& blamed) const {
    const std::string path = fmt::format("rows/{}/{}/", claims::kEntityNames[static_cast<std::size_t>(entity)], number);
    for (const claims::Field& field : schema_.of(entity).fields) {
      const std::string text = audit::field_text(schema_, part_, entity, field.name, row);
      if (!text.empty()) builder.add(path + field.name, field.label, text);
    }
    if (const RowIndex visit = visit_of(entity, row); visit != kNoRow)
      builder.add(path + "of_visit", "所属就诊", audit::field_text(schema_, part_, Entity::visit, "id", visit));
    if (entity == Entity::line && blamed.contains(row)) builder.add(path + "is_blamed", "涉及", "是");
  }

  const claims::Schema& schema_;
  const Part& part_;
  std::array<std::set<RowIndex>, claims::kEntities> rows_;
  std::set<RowIndex> whole_visits_;
  std::size_t left_out_ = 0;
  std::size_t visits_cut_ = 0;
};

void add_rows(Builder& builder, const rules::Subject& subject, const audit::Explanation& why) {
  const Part& part = subject.plan().part();
  Rows rows(subject.plan().plan().schema(), part);
  rows.add(Entity::person, subject.person());
  rows.add_whole_visit(subject.visit());
  for (const RowIndex line : why.blamed) {
    rows.add(Entity::line, line);
    rows.add_whole_visit(part.link(Link::line_visit, line));
  }
  for (const audit::ExplainedRow& row : why.rows) rows.add(row.of, row.row);
  rows.count_left_out(why.rows_left_out);
  rows.write(builder, {why.blamed.begin(), why.blamed.end()});
}

// Leaves only for what is said.
class Section {
 public:
  Section(Builder& builder, std::string path) : builder_(builder), path_(std::move(path)) {}
  void add(std::string_view name, std::string_view label, std::string_view value) {
    if (!value.empty()) builder_.add_long(fmt::format("{}/{}", path_, name), label, value);
  }

 private:
  Builder& builder_;
  std::string path_;
};

void add_rule(Builder& builder, const rules::Rule& rule) {
  Section section(builder, "rule");
  section.add("code", "规则编号", rule.code);
  section.add("name", "规则名称", rule.name);
  section.add("version", "规则版本", fmt::to_string(rule.version));
  section.add("national", "国家编号", rule.national);
  section.add("certainty", "确定程度", rule.certainty);
  section.add("effective_from", "生效日期", format_day(rule.effective_from));
  section.add("effective_to", "失效日期", format_day(rule.effective_to));
  section.add("basis", "依据", audit::basis_text(rule));
  section.add("hash", "规则及其参数的哈希（XXH3-128）", rule.hash);
  section.add("text", "规则文件", rule.text);
}

void add_point(Builder& builder, const knowledge::Point& point) {
  Section section(builder, "knowledge/point");
  section.add("id", "知识点编号", point.id);
  section.add("kind", "知识点类别", point.kind.str());
  section.add("item_name", "项目", point.item_name);
  section.add("constraint", "内容", point.constraint.str());
  section.add("effective_from", "生效日期", format_day(point.effective_from));
  section.add("effective_to", "失效日期",
              point.effective_to == knowledge::kBeforeAllDays ? "从未生效" : format_day(point.effective_to));
  section.add("known_since", "已知自", format_day(point.known_since));
  section.add("certainty", "确定程度", point.certainty.str());
  section.add("basis", "依据", point.basis.str());
  section.add("source", "来源", point.source);
}

}  // namespace

void add_finding(Builder& builder, const ExplainedFinding& finding) {
  const rules::Subject& subject = *finding.subject;
  const rules::Plan& plan = subject.plan().plan();
  Section section(builder, "finding");
  section.add("id", "发现编号", finding.id);
  section.add("run", "审核批次", finding.run);
  section.add("lines", "涉及明细", finding.lines);
  section.add("gross", "规则金额（元）", format_cents(finding.gross));
  section.add("net", "去重金额（元）", format_cents(finding.net));
  section.add("generation", "数据版本", fmt::to_string(finding.generation));
  section.add("rule_was_changed", "审核后规则有改动", finding.rule_was_changed ? "是" : "");
  section.add("text", "解释", finding.text);
  section.add("json", "解释（JSON）", finding.json);
  add_rule(builder, plan.rules()[subject.candidate().rule]);
  Section knowledge(builder, "knowledge");
  knowledge.add("publication", "知识库发布", finding.knowledge);
  knowledge.add("publications", "已发布次数", fmt::to_string(finding.publications));
  knowledge.add("known_on", "知识库截至", format_day(finding.known_on));
  if (subject.candidate().point != rules::kNoPoint) add_point(builder, plan.library()[subject.candidate().point]);
  add_rows(builder, subject, *finding.explanation);
}

}  // namespace qiuhao::evidence
