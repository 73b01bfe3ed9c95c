// Building environments from the dictionary.
#include "rules/world.h"

#include <fmt/format.h>

#include "base/check.h"
#include "rules/point_fields.h"
#include "rules/rule_functions.h"
#include "rules/world_variables.h"

namespace qiuhao::rules {
namespace {

using cel::Kind;
using cel::Type;

}  // namespace

cel::Type type_of(const claims::Field& field) {
  switch (field.type) {
    case claims::FieldType::code:
    case claims::FieldType::text:
    case claims::FieldType::id: return Type::of(Kind::text);
    case claims::FieldType::date: return Type::of(Kind::date);
    case claims::FieldType::time: return Type::of(Kind::timestamp);
    case claims::FieldType::decimal: return Type::of(Kind::decimal);
    case claims::FieldType::integer: return Type::of(Kind::integer);
  }
  return Type::any();
}

namespace {

using claims::Entity;

void add_fields(cel::Environment& environment, cel::StructId owner, const claims::EntitySchema& table) {
  for (std::size_t field = 0; field < table.fields.size(); ++field) {
    environment.add_field(owner, table.fields[field].name, table.fields[field].label, type_of(table.fields[field]),
                          static_cast<cel::FieldId>(field));
  }
}

void add_dictionary(cel::Environment& environment, const claims::Schema& schema) {
  for (std::size_t index = 0; index < claims::kEntities; ++index) {
    const cel::StructId owner = environment.add_struct(std::string(claims::kEntityNames[index]));
    add_fields(environment, owner, schema.of(static_cast<Entity>(index)));
  }
}

// The rows that belong to a row.
void add_relations(cel::Environment& environment) {
  const auto add = [&](Entity owner, const char* name, const char* label, Type type, cel::FieldId field) {
    environment.add_field(static_cast<cel::StructId>(owner), name, label, std::move(type), field);
  };
  const auto rows = [](Entity entity) { return Type::list_of(row_type(entity)); };
  for (const Entity owner : {Entity::line, Entity::diagnosis, Entity::operation, Entity::settlement}) {
    add(owner, "visit", "就诊", row_type(Entity::visit), kRowVisit);
  }
  for (const Entity owner : {Entity::line, Entity::visit})
    add(owner, "order", "次序", Type::of(Kind::integer), kRowOrder);
  add(Entity::person, "visits", "就诊列", rows(Entity::visit), kVisits);
  for (const Entity owner : {Entity::person, Entity::visit}) {
    add(owner, "lines", "费用列", rows(Entity::line), kLines);
    add(owner, "diagnoses", "诊断列", rows(Entity::diagnosis), kDiagnoses);
    add(owner, "operations", "手术列", rows(Entity::operation), kOperations);
    add(owner, "settlements", "结算列", rows(Entity::settlement), kSettlements);
  }
}

void add_stock_fields(cel::Environment& environment) {
  CHECK(environment.add_struct("stock") == kStockStruct);
  const auto add = [&](const char* name, const char* label, Kind kind, StockField field) {
    environment.add_field(kStockStruct, name, label, Type::of(kind), field);
  };
  add("item", "医保目录编码", Kind::text, kStockItem);
  add("item_name", "医保目录名称", Kind::text, kStockItemName);
  add("opening", "期初库存", Kind::decimal, kStockOpening);
  add("bought", "采购入库", Kind::decimal, kStockBought);
  add("returned", "采购退货", Kind::decimal, kStockReturned);
  add("changed", "库存变更", Kind::decimal, kStockChanged);
  add("closing", "期末库存", Kind::decimal, kStockClosing);
  add("sold_uploaded", "上传销售", Kind::decimal, kStockSoldUploaded);
  add("available", "可销数量", Kind::decimal, kStockAvailable);
  add("opening_count", "期初盘存日", Kind::date, kStockOpeningCount);
  add("closing_count", "期末盘存日", Kind::date, kStockClosingCount);
}

// k, and what windows give that are no rows of the dictionary.
void add_own_structs(cel::Environment& environment) {
  const cel::StructId point = environment.add_struct("k");
  for (const PointFieldDoc& doc : point_fields())
    environment.add_field(point, doc.name, doc.label, doc.type, doc.field);
  const cel::StructId pair = environment.add_struct("pair");
  environment.add_field(pair, "a", "主项", row_type(Entity::line), kPairA);
  environment.add_field(pair, "b", "从项", row_type(Entity::line), kPairB);
  const cel::StructId supply = environment.add_struct("supply");
  environment.add_field(supply, "on_hand", "剩余天数", Type::of(Kind::decimal), kSupplyOnHand);
  environment.add_field(supply, "covered_to", "够用至", Type::of(Kind::date), kSupplyCoveredTo);
  const cel::StructId peer = environment.add_struct("peer");
  const Type number = Type::of(Kind::floating);
  const Type count = Type::of(Kind::integer);
  environment.add_field(peer, "value", "本机构值", number, kPeerValue);
  environment.add_field(peer, "n", "例数", count, kPeerN);
  environment.add_field(peer, "peers", "同类机构数", count, kPeerPeers);
  environment.add_field(peer, "median", "中位数", number, kPeerMedian);
  environment.add_field(peer, "mad", "绝对中位差", number, kPeerMad);
  environment.add_field(peer, "p95", "第95百分位", number, kPeerP95);
  environment.add_field(peer, "rank", "名次", count, kPeerRank);
  environment.add_field(peer, "total", "合计", Type::of(Kind::decimal), kPeerTotal);
  CHECK(environment.add_struct("param") == kParameterStruct);
}

// Registers, whose rows are laid beside the tape.
void add_registers(cel::Environment& environment, const claims::Schema& schema) {
  for (RegisterNumber number = 0; number < kRuleRegisters.size(); ++number) {
    const cel::StructId owner = environment.add_struct(std::string(register_name(number)));
    CHECK(owner == kFirstRegisterStruct + number);
    add_fields(environment, owner, schema.of(kRuleRegisters[number]));
  }
  add_stock_fields(environment);
}

Type type_of(ParameterType type) {
  switch (type) {
    case ParameterType::integer: return Type::of(Kind::integer);
    case ParameterType::decimal: return Type::of(Kind::decimal);
    case ParameterType::floating: return Type::of(Kind::floating);
    case ParameterType::texts: return Type::list_of(Type::of(Kind::text));
  }
  return Type::any();
}

void add_parameters(cel::Environment& environment, std::span<const ParameterUse> parameters) {
  if (parameters.empty()) {
    environment.add_missing("param", "参数",
                            {"param holds the rule's parameters, and the rule declares none; add the key 'parameters'",
                             "参数（param）须先声明，而本规则没有声明；请加上键 parameters"});
    return;
  }
  for (const ParameterUse& use : parameters)
    environment.add_field(kParameterStruct, use.name, "", type_of(use.type), use.field);
  environment.add_variable("param", "参数", Type::row_of(kParameterStruct), kParameterSlot);
}

Sentence missing_in(Grain grain, const VariableDoc& doc) {
  return Sentence{fmt::format("grain {} has no {}; ", grain_name(grain), doc.name),
                  fmt::format("grain {} 没有{}（{}）；", grain_name(grain), doc.label, doc.name)} +
         doc.mend;
}

}  // namespace

cel::Environment make_environment(const claims::Schema& schema, const Scope& scope) {
  cel::Environment environment;
  add_dictionary(environment, schema);
  add_relations(environment);
  add_own_structs(environment);
  add_registers(environment, schema);
  for (VariableDoc& doc : variables()) {
    if ((doc.grains & grain_bit(scope.grain)) != 0) {
      environment.add_variable(doc.name, doc.label, std::move(doc.type), doc.slot);
    } else {
      environment.add_missing(doc.name, doc.label, missing_in(scope.grain, doc));
    }
  }
  if (scope.has_point) {
    environment.add_variable("k", "知识点", Type::row_of(kPointStruct), kPointSlot);
  } else {
    environment.add_missing("k", "知识点",
                            {"k is the knowledge point, and the rule has none; add the key 'knowledge'",
                             "k 是知识点，而本规则没有知识点；请加上键 knowledge"});
  }
  add_parameters(environment, scope.parameters);
  add_rule_functions(environment);
  return environment;
}

cel::Environment make_row_environment(const claims::Schema& schema, const Window& window, const RowScopeNames& names) {
  cel::Environment environment;
  add_dictionary(environment, schema);
  add_relations(environment);
  add_own_structs(environment);
  add_registers(environment, schema);
  const auto lacks = [&](const char* name, const char* label) {
    environment.add_missing(
        name, label,
        {fmt::format("{0} of window {1} is about r and person; read {2} in a let, as in {1}.filter(x, …)", names.place,
                     window.name, name),
         fmt::format("窗口 {1} 的 {0} 只能读取 r 和 person；请在 let 中读取 {2}，例如 {1}.filter(x, …)", names.place,
                     window.name, name)});
  };
  environment.add_variable("r", "行", row_type(window.of), kRowSlot);
  const std::string_view own = claims::kEntityNames[static_cast<std::size_t>(window.of)];
  for (VariableDoc& doc : variables()) {
    if (doc.slot == kPersonSlot) {
      environment.add_variable(doc.name, doc.label, std::move(doc.type), doc.slot);
    } else if (names.by_own_name && doc.name == own) {
      environment.add_variable(doc.name, doc.label, std::move(doc.type), kRowSlot);
    } else {
      lacks(doc.name, doc.label);
    }
  }
  if (names.has_point) {
    environment.add_variable("k", "知识点", Type::row_of(kPointStruct), kPointSlot);
  } else {
    lacks("k", "知识点");
  }
  if (names.parameters.empty()) {
    lacks("param", "参数");
  } else {
    add_parameters(environment, names.parameters);
  }
  add_rule_functions(environment);
  return environment;
}

void add_stock(cel::Environment& environment, bool has_items) {
  if (has_items) {
    environment.add_variable("stock", "进销存", Type::row_of(kStockStruct), kStockSlot);
  } else {
    environment.add_missing(
        "stock", "进销存",
        {"stock is of an item that a provider sells; write grain: provider_period and windows with "
         "group: [line.item, month]",
         "进销存（stock）属于机构销售的项目；请写 grain: provider_period，窗口写 group: [line.item, month]"});
  }
}

cel::Type type_of(const Window& window, Grain grain) {
  switch (window.kind) {
    case WindowKind::history:
    case WindowKind::same: return Type::list_of(row_type(window.of));
    case WindowKind::pair: return grain == Grain::pair ? Type::row_of(kPairStruct) : Type::list_of(row_type(window.of));
    case WindowKind::previous:
    case WindowKind::next:
    case WindowKind::overlap: return row_type(window.of);
    case WindowKind::rate: return Type::of(Kind::boolean);
    case WindowKind::supply: return Type::row_of(kSupplyStruct);
    case WindowKind::peer: return Type::row_of(kPeerStruct);
  }
  return Type::any();
}

}  // namespace qiuhao::rules
