// A small world for the tests of this folder: rows line, visit, person, k and a list of lines `history`.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "cel/cel.h"
#include "cel/message.h"

namespace qiuhao::cel {

enum : FieldId { kPrice, kQuantity, kDay, kItemName, kVisit, kRatio };
enum : FieldId { kVisitKind, kVisitStart };
enum : FieldId { kSex, kBirthDate };
enum : FieldId { kSexLimit, kAgeMax, kCap };
enum : StructId { kLineStruct, kVisitStruct, kPersonStruct, kKnowledgeStruct };
enum : SlotId { kLineSlot, kVisitSlot, kPersonSlot, kKnowledgeSlot, kHistorySlot, kAgeSlot, kFactorSlot, kDynSlot };

inline Environment make_world() {
  Environment environment;
  const StructId line = environment.add_struct("line"), visit = environment.add_struct("visit");
  const StructId person = environment.add_struct("person"), k = environment.add_struct("k");
  environment.add_field(line, "price", "单价", Type::of(Kind::decimal), kPrice);
  environment.add_field(line, "quantity", "数量", Type::of(Kind::decimal), kQuantity);
  environment.add_field(line, "day", "日期", Type::of(Kind::date), kDay);
  environment.add_field(line, "item_name", "项目名称", Type::of(Kind::text), kItemName);
  environment.add_field(line, "visit", "", Type::row_of(visit), kVisit);
  environment.add_field(line, "ratio", "", Type::of(Kind::floating), kRatio);
  environment.add_field(visit, "kind", "就诊类别", Type::of(Kind::text), kVisitKind);
  environment.add_field(visit, "start", "", Type::of(Kind::timestamp), kVisitStart);
  environment.add_field(person, "sex", "性别", Type::of(Kind::text), kSex);
  environment.add_field(person, "birth_date", "", Type::of(Kind::date), kBirthDate);
  environment.add_field(k, "sex", "", Type::of(Kind::text), kSexLimit);
  environment.add_field(k, "age_max", "", Type::of(Kind::integer), kAgeMax);
  environment.add_field(k, "cap", "限价", Type::of(Kind::decimal), kCap);
  environment.add_variable("line", "费用", Type::row_of(line), kLineSlot);
  environment.add_variable("visit", "就诊", Type::row_of(visit), kVisitSlot);
  environment.add_variable("person", "参保人", Type::row_of(person), kPersonSlot);
  environment.add_variable("k", "知识", Type::row_of(k), kKnowledgeSlot);
  environment.add_variable("history", "", Type::list_of(Type::row_of(line)), kHistorySlot);
  environment.add_variable("age", "年龄", Type::of(Kind::integer), kAgeSlot);
  environment.add_variable("factor", "", Type::of(Kind::floating), kFactorSlot);
  environment.add_variable("anything", "", Type::any(), kDynSlot);
  return environment;
}

// Values of the world; what was not set is absent.
class World : public Activation {
 public:
  World() {
    for (SlotId slot = kLineSlot; slot <= kKnowledgeSlot; ++slot) variables_[slot] = Value::of_row(slot, 0);
  }
  void set(StructId owner, FieldId field, Value value, RowIndex row = 0) { fields_[{owner, field, row}] = value; }
  void set_variable(SlotId slot, Value value) { variables_[slot] = value; }
  void set_history(std::vector<RowIndex> rows) {
    rows_ = std::move(rows);
    history_ = {.values = {}, .rows = rows_, .row_struct = kLineStruct, .of_rows = true};
    variables_[kHistorySlot] = Value::of_list(&history_);
  }

  Value variable(SlotId slot) const override {
    const auto found = variables_.find(slot);
    return found == variables_.end() ? Value::absent() : found->second;
  }
  Value field(StructId owner, FieldId field, RowIndex row) const override {
    const auto found = fields_.find({owner, field, row});
    return found == fields_.end() ? Value::absent() : found->second;
  }

 private:
  struct Key {
    StructId owner;
    FieldId field;
    RowIndex row;
    auto operator<=>(const Key&) const = default;
  };
  std::map<SlotId, Value> variables_;
  std::map<Key, Value> fields_;
  std::vector<RowIndex> rows_;
  ListValue history_;
};

inline Value decimal_of(const char* text) { return Value::of_decimal(*parse_decimal(text)); }
inline Value date_of(const char* text) { return Value::of_date(*parse_day(text)); }

// The value as text, or the first line of the compiler's message.
inline std::string outcome_of(const std::string& text, const Activation& world = World()) {
  const Environment environment = make_world();
  const Result<Program> program = compile(text, environment, Type::any(), {});
  if (!program) return program.error().message.substr(0, program.error().message.find('\n'));
  Scratch scratch;
  return to_text(program->evaluate(world, scratch));
}

}  // namespace qiuhao::cel
