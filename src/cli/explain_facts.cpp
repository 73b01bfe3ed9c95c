// Facts from the tape, the rule and the knowledge point.
#include "cli/explain_facts.h"

#include <fmt/format.h>

#include "audit/export_rows.h"
#include "audit/field_text.h"
#include "audit/report_text.h"
#include "cel/values/error_words.h"

namespace qiuhao::cli {

using audit::field_text;
using audit::value_text;
using claims::Entity;

namespace {

std::string period_text(Day from, Day to) {
  if (from == kNoDay && to == kNoDay) return "不限";
  return fmt::format("{} – {}", format_day(from), to == knowledge::kBeforeAllDays ? "从未生效" : format_day(to));
}

// What a register says of the doctor of the line or of the person; of a rule that reads it.
FactGroup register_facts(const rules::Plan& plan, rules::RegisterNumber number, RowIndex row) {
  const claims::EntitySchema& known = plan.schema().of(rules::kRuleRegisters[number]);
  FactGroup group{std::string(rules::register_name(number)), known.label, {}};
  for (std::size_t index = 0; index < known.fields.size(); ++index) {
    const claims::Field& field = known.fields[index];
    group.facts.push_back(
        {field.name, field.label, value_text(field, plan.register_table(number).columns()[index].column, row)});
  }
  return group;
}

FactGroup rule_facts(const rules::Rule& rule) {
  return {"rule",
          "规则",
          {{"code", "编号", rule.code},
           {"name", "名称", rule.name},
           {"version", "版本", fmt::to_string(rule.version)},
           {"national", "国家编号", rule.national},
           {"grain", "粒度", fmt::format("{} {}", audit::grain_zh(rule.grain), rules::grain_name(rule.grain))},
           {"certainty", "确定程度", rule.certainty},
           {"effective", "生效", period_text(rule.effective_from, rule.effective_to)},
           {"basis", "依据", audit::basis_text(rule)}}};
}

FactGroup point_facts(const knowledge::Point& point) {
  return {"point",
          "知识点",
          {{"id", "编号", point.id},
           {"kind", "类别", point.kind.str()},
           {"item_name", "项目", point.item_name},
           {"constraint", "内容", point.constraint.str()},
           {"effective", "生效", period_text(point.effective_from, point.effective_to)},
           {"known_since", "已知自", format_day(point.known_since)},
           {"basis", "依据", point.basis.str()},
           {"source", "来源", point.source}}};
}

class EntityFacts {
 public:
  EntityFacts(const claims::Schema& schema, const claims::Part& part) : schema_(schema), part_(part) {}

  FactGroup read(Entity entity, RowIndex row, std::initializer_list<std::string_view> fields) const {
    const claims::EntitySchema& known = schema_.of(entity);
    FactGroup group{std::string(claims::kEntityNames[static_cast<std::size_t>(entity)]), known.label, {}};
    for (const std::string_view field : fields) {
      const claims::FieldIndex index = known.find(field);
      if (index == claims::kNoField) continue;
      group.facts.push_back(
          {std::string(field), known.fields[index].label, field_text(schema_, part_, entity, field, row)});
    }
    return group;
  }

 private:
  const claims::Schema& schema_;
  const claims::Part& part_;
};

// The item of a provider's month, and what its stock records say of it.
FactGroup stock_facts(const rules::Subject& subject) {
  FactGroup group{"stock", "进销存", {}};
  const cel::Value stock = subject.variable(rules::kStockSlot);
  const auto add = [&](const char* name, const char* label, rules::StockField field) {
    const cel::Value value =
        stock.is_error() ? stock : subject.field(rules::kStockStruct, field, static_cast<cel::RowIndex>(stock.integer));
    group.facts.push_back({name, label, value.is_error() ? "" : cel::to_text(value)});
  };
  add("item", "医保目录编码", rules::kStockItem);
  add("item_name", "医保目录名称", rules::kStockItemName);
  add("opening_count", "期初盘存日", rules::kStockOpeningCount);
  add("opening", "期初库存", rules::kStockOpening);
  add("bought", "采购入库", rules::kStockBought);
  add("returned", "采购退货", rules::kStockReturned);
  add("changed", "库存变更", rules::kStockChanged);
  add("closing", "期末库存", rules::kStockClosing);
  add("closing_count", "期末盘存日", rules::kStockClosingCount);
  add("sold_uploaded", "上传销售", rules::kStockSoldUploaded);
  add("available", "可销数量", rules::kStockAvailable);
  return group;
}

}  // namespace

std::vector<FactGroup> facts_of(const rules::Subject& subject) {
  const rules::Plan& plan = subject.plan().plan();
  const claims::Part& part = subject.plan().part();
  const EntityFacts entities(plan.schema(), part);
  std::vector<FactGroup> groups{rule_facts(plan.rules()[subject.candidate().rule])};
  if (subject.candidate().point != rules::kNoPoint) {
    groups.push_back(point_facts(plan.library()[subject.candidate().point]));
  }
  if (subject.person() != kNoRow) {
    groups.push_back(entities.read(Entity::person, subject.person(), {"id", "sex", "birth_date", "person_type"}));
  }
  if (subject.visit() != kNoRow) {
    groups.push_back(entities.read(Entity::visit, subject.visit(),
                                   {"id", "kind", "medical_type", "insurance", "start", "end", "days", "hospital_grade",
                                    "main_diagnosis", "main_diagnosis_name"}));
  }
  if (const cel::Value provider = subject.variable(rules::kProviderSlot); provider.kind == cel::Kind::row) {
    groups.push_back(entities.read(Entity::provider, static_cast<RowIndex>(provider.integer), {"id", "name", "kind"}));
  }
  const auto line = [&](RowIndex row) {
    return entities.read(Entity::line, row,
                         {"id", "time", "item", "item_name", "quantity", "price", "amount", "in_scope"});
  };
  switch (subject.grain()) {
    case rules::Grain::pair:
      groups.push_back(line(subject.ref().other));
      groups.back().name = "left_line";
      groups.back().label += "（前项）";
      [[fallthrough]];
    case rules::Grain::line: groups.push_back(line(subject.line())); break;
    case rules::Grain::person_day:
      groups.push_back({"day", "当日", {{"day", "日期", format_day(subject.day())}}});
      break;
    case rules::Grain::provider_period:
      groups.push_back({"month", "当月", {{"month", "月份", format_day(subject.day()).substr(0, 7)}}});
      if (!subject.item().empty()) groups.push_back(stock_facts(subject));
      break;
    case rules::Grain::diagnosis:
      groups.push_back(entities.read(Entity::diagnosis, subject.code_row(), {"id", "code", "name", "is_main"}));
      break;
    case rules::Grain::operation:
      groups.push_back(entities.read(Entity::operation, subject.code_row(), {"id", "code", "name", "is_main", "date"}));
      break;
    case rules::Grain::visit:
    case rules::Grain::person: break;
  }
  plan.registers_of(subject.candidate().rule).each([&](rules::RegisterNumber number) {
    const cel::Value row = subject.variable(static_cast<cel::SlotId>(rules::kFirstRegisterSlot + number));
    groups.push_back(register_facts(plan, number, static_cast<RowIndex>(row.integer)));
  });
  return groups;
}

std::string_view outcome_zh(rules::Outcome outcome) {
  switch (outcome) {
    case rules::Outcome::clear: return "不命中";
    case rules::Outcome::hit: return "命中";
    case rules::Outcome::excepted: return "例外放行";
    case rules::Outcome::undecided: return "未定";
  }
  return "";
}

std::string_view outcome_en(rules::Outcome outcome) {
  switch (outcome) {
    case rules::Outcome::clear: return "clear";
    case rules::Outcome::hit: return "hit";
    case rules::Outcome::excepted: return "excepted";
    case rules::Outcome::undecided: return "undecided";
  }
  return "";
}

std::string_view role_en(audit::ExplainedFormula::Role role) {
  using Role = audit::ExplainedFormula::Role;
  switch (role) {
    case Role::let: return "let";
    case Role::where: return "where";
    case Role::when: return "when";
    case Role::except: return "except";
    case Role::lines: return "lines";
    case Role::amount: return "amount";
  }
  return "";
}

namespace {

// "（size(day) = 1）": the values below the part that decides, as its formula shows them.
Sentence values_below(const audit::Explanation& why) {
  if (why.formulas.empty()) return {};
  const auto& steps = why.formulas.back().steps;
  Sentence values;
  for (std::size_t at = 0; at < steps.size(); ++at) {
    if (steps[at].text != why.decisive) continue;
    for (std::size_t next = at + 1; next < steps.size() && steps[next].depth > steps[at].depth; ++next) {
      const bool is_first = values.english.empty();
      values.english += fmt::format("{}{} = {}", is_first ? "" : ", ", steps[next].text, steps[next].value);
      values.chinese += fmt::format("{}{} = {}", is_first ? "" : "，", steps[next].text, steps[next].value);
    }
    break;
  }
  if (values.english.empty()) return {};
  return {" (" + values.english + ")", "（" + values.chinese + "）"};
}

Sentence undecided_sentence(const ExplainedSubject& explained) {
  const std::string& reason = explained.explanation.reason;
  const std::string_view chinese = cel::chinese_error(reason);
  if (chinese != reason) {
    return {fmt::format("a formula fails: {}", reason), fmt::format("公式出错：{}，无法判断", chinese)};
  }
  const claims::Schema& schema = explained.subject->plan().plan().schema();
  const auto found = schema.find_named(reason);
  const std::string label = found ? fmt::format("（{}）", found->field().label) : "";
  return {fmt::format("{} is absent, so nothing can be said", reason),
          fmt::format("缺少 {}{}，无法判断", reason, label)};
}

std::string days_text(Day from, Day to) {
  return fmt::format("{} – {}", from == kNoDay ? "…" : format_day(from), to == kNoDay ? "…" : format_day(to));
}

}  // namespace

Sentence reason_of(const ExplainedSubject& explained) {
  const audit::Explanation& why = explained.explanation;
  const rules::Rule& rule = explained.subject->rule();
  switch (why.verdict.outcome) {
    case rules::Outcome::hit: return {why.message, why.message};
    case rules::Outcome::excepted:
      return {fmt::format("the exception {} holds", why.reason), fmt::format("例外“{}”成立，不计入", why.reason)};
    case rules::Outcome::undecided: return undecided_sentence(explained);
    case rules::Outcome::clear: break;
  }
  if (!why.rule_in_force) {
    const std::string days = days_text(rule.effective_from, rule.effective_to);
    return {fmt::format("the rule is not in force on that day ({})", days), fmt::format("当日规则未生效（{}）", days)};
  }
  if (!why.point_in_force) {
    const knowledge::Point& point = explained.subject->plan().plan().library()[explained.subject->candidate().point];
    const std::string days = days_text(point.effective_from, point.effective_to);
    return {fmt::format("the knowledge point is not in force on that day ({})", days),
            fmt::format("当日知识点未生效（{}）", days)};
  }
  const bool is_scope = !why.formulas.empty() && why.formulas.back().role == audit::ExplainedFormula::Role::where;
  return Sentence{
             fmt::format("{}this part is false: {}", is_scope ? "outside of the rule's scope, for " : "", why.decisive),
             fmt::format("{}此条件不成立：{}", is_scope ? "不在规则适用范围，" : "", why.decisive)} +
         values_below(why);
}

std::string_view change_name(rules::SmallestChange::Kind kind) {
  constexpr std::string_view kNames[] = {"fewer_units", "fewer_days", "line_less", "own_payment", "diagnosis"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace qiuhao::cli
