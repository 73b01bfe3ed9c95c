// The table of variables.
#include "rules/world_variables.h"

#include <algorithm>

namespace qiuhao::rules {

using cel::Kind;
using cel::Type;
using claims::Entity;

namespace {

constexpr unsigned kOfVisit = grain_bit(Grain::line) | grain_bit(Grain::visit) | grain_bit(Grain::pair) |
                              grain_bit(Grain::diagnosis) | grain_bit(Grain::operation);

std::size_t place_of(claims::Register table) {
  return static_cast<std::size_t>(std::ranges::find(kRuleRegisters, table) - kRuleRegisters.begin());
}
Slot register_slot(claims::Register table) { return static_cast<Slot>(kFirstRegisterSlot + place_of(table)); }
Type register_type(claims::Register table) {
  return Type::row_of(static_cast<cel::StructId>(kFirstRegisterStruct + place_of(table)));
}

VariableDoc of_doctor() {
  return {"licence",
          "执业登记",
          register_slot(claims::Register::licence),
          register_type(claims::Register::licence),
          grain_bit(Grain::line) | grain_bit(Grain::pair),
          {"write grain: line; it is the licence of line.doctor on line.day",
           "请写 grain: line；licence 是费用的开单医师当日的执业登记"}};
}

// What a register of people says of the person on the subject's day.
VariableDoc of_person(claims::Register table, const char* label) {
  return {claims::kRegisterNames[static_cast<std::size_t>(table)].data(),
          label,
          register_slot(table),
          register_type(table),
          ~grain_bit(Grain::provider_period),
          {"write a grain of people, such as visit", "请写参保人一侧的粒度，例如 grain: visit"}};
}

}  // namespace

std::vector<VariableDoc> variables() {
  return {{"person",
           "参保人",
           kPersonSlot,
           row_type(Entity::person),
           ~grain_bit(Grain::provider_period),
           {"read person in the where of a window", "请在窗口的 where 中读取 person"}},
          {"visit",
           "就诊",
           kVisitSlot,
           row_type(Entity::visit),
           kOfVisit,
           {"write grain: visit, or read x.visit of a line or x of person.visits",
            "请写 grain: visit，或读取费用行的 x.visit、参保人的 person.visits"}},
          {"line",
           "费用",
           kLineSlot,
           row_type(Entity::line),
           grain_bit(Grain::line),
           {"write grain: line, or read visit.lines, lines, person.lines or p.b",
            "请写 grain: line，或读取 visit.lines、lines、person.lines 或 p.b"}},
          {"provider",
           "机构",
           kProviderSlot,
           row_type(Entity::provider),
           kOfVisit | grain_bit(Grain::provider_period),
           {"write grain: visit, or read x.provider of a visit", "请写 grain: visit，或读取就诊的 x.provider"}},
          {"diagnosis",
           "诊断",
           kDiagnosisSlot,
           row_type(Entity::diagnosis),
           grain_bit(Grain::diagnosis),
           {"write grain: diagnosis, or read visit.diagnoses", "请写 grain: diagnosis，或读取 visit.diagnoses"}},
          {"operation",
           "手术操作",
           kOperationSlot,
           row_type(Entity::operation),
           grain_bit(Grain::operation),
           {"write grain: operation, or read visit.operations", "请写 grain: operation，或读取 visit.operations"}},
          of_doctor(),
          of_person(claims::Register::death, "死亡登记"),
          of_person(claims::Register::custody, "羁押登记"),
          of_person(claims::Register::assistance, "救助对象"),
          of_person(claims::Register::work_injury, "工伤认定"),
          {"day",
           "日期",
           kDaySlot,
           Type::of(Kind::date),
           grain_bit(Grain::person_day),
           {"write grain: person_day, or read line.day or visit.start",
            "请写 grain: person_day，或读取 line.day、visit.start"}},
          {"lines",
           "费用列",
           kLinesSlot,
           Type::list_of(row_type(Entity::line)),
           grain_bit(Grain::person_day),
           {"write grain: person_day, or read visit.lines or person.lines",
            "请写 grain: person_day，或读取 visit.lines、person.lines"}},
          {"month",
           "月份",
           kMonthSlot,
           Type::of(Kind::text),
           grain_bit(Grain::provider_period),
           {"write grain: provider_period", "请写 grain: provider_period"}}};
}

}  // namespace qiuhao::rules
