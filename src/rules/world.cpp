// Building environments from the dictionary.
#include "rules/world.h"

#include <fmt/format.h>

#include "base/check.h"
#include "knowledge/icd.h"
#include "rules/dose_functions.h"
#include "rules/rows_activation.h"

namespace qiuhao::rules {
namespace {

using cel::Kind;
using cel::Type;

// Places that parts and wholes of share() may have; quantities have four.
constexpr int kShareScale = 6;

struct PointFieldDoc {
  PointField field;
  const char* name;
  const char* label;
  Type type;
};

std::vector<PointFieldDoc> point_fields() {
  const Type text = Type::of(Kind::text);
  const Type integer = Type::of(Kind::integer);
  const Type decimal = Type::of(Kind::decimal);
  return {{kPointId, "point", "知识点编号", text},
          {kPointItemName, "item_name", "项目名称", text},
          {kPointConstraint, "constraint", "限定内容", text},
          {kPointBasis, "basis", "依据", text},
          {kPointFirst, "first", "主项编码", text},
          {kPointSecond, "second", "从项编码", text},
          {kPointSex, "sex", "限定性别", text},
          {kPointAgeMin, "age_min", "最小年龄", integer},
          {kPointAgeMax, "age_max", "最大年龄", integer},
          {kPointAgeUnit, "age_unit", "年龄单位", text},
          {kPointChild, "child", "限儿童", Type::of(Kind::boolean)},
          {kPointLevelMin, "level_min", "最低级别", integer},
          {kPointModes, "modes", "限定就医方式", Type::list_of(text)},
          {kPointInsurance, "insurance", "限定险种", Type::list_of(text)},
          {kPointMaxDays, "max_days", "最多天数", integer},
          {kPointMinGapDays, "min_gap_days", "最短间隔天数", integer},
          {kPointMaxCount, "max_count", "最多次数", integer},
          {kPointPer, "per", "计次单位", text},
          {kPointOperationGroup, "operation_group", "手术组", text},
          {kPointIcd, "icd", "限定诊断", Type::list_of(text)},
          {kPointHasMore, "has_more", "另有条件", Type::of(Kind::boolean)},
          {kPointIcdNever, "icd_never", "禁用诊断", Type::list_of(text)},
          {kPointDepartments, "departments", "限定科室", Type::list_of(text)},
          {kPointDiseases, "diseases", "限定病种", Type::list_of(text)},
          {kPointNeeds, "needs", "须有项目", Type::list_of(text)},
          {kPointOperations, "operations", "限定手术", Type::list_of(text)},
          {kPointPriceMax, "price_max", "最高单价", decimal},
          {kPointAmountMax, "amount_max", "最高金额", decimal},
          {kPointQuantityMax, "quantity_max", "最大数量", decimal},
          {kPointPercent, "percent", "计价比例", integer},
          {kPointHoursMax, "hours_max", "最长小时数", integer},
          {kPointMinCount, "min_count", "最少项数", integer},
          {kPointWithinDays, "within_days", "天数范围", integer},
          {kPointGrade, "grade", "分级", integer},
          {kPointLevel, "level", "适用级别", integer},
          {kPointGroup, "group", "同类组", text},
          {kPointBundle, "bundle", "组合项目编码", text}};
}

// amount * part / whole, rounded once: a division that keeps six places and is rounded again could end a 分 too high.
cel::Value share(const cel::Activation&, std::span<const cel::Value> arguments) {
  const Decimal amount = arguments[0].as_decimal();
  const Decimal part = arguments[1].as_decimal();
  const Decimal whole = arguments[2].as_decimal();
  if (whole.units == 0) return cel::Value::error(cel::ErrorReason::division_by_zero, "a share of a whole of 0");
  const auto cents = rescale(amount, 2);
  const auto part_units = rescale(part, kShareScale);
  const auto whole_units = rescale(whole, kShareScale);
  const bool exact =
      cents && part_units && whole_units && *cents == amount && *part_units == part && *whole_units == whole;
  if (!exact) return cel::Value::error(cel::ErrorReason::overflow, "too many places or digits for a share");
  __int128 product = static_cast<__int128>(cents->units) * part_units->units;
  __int128 divisor = whole_units->units;
  if (divisor < 0) {
    product = -product;
    divisor = -divisor;
  }
  const __int128 half = product < 0 ? -(divisor / 2) : divisor / 2;
  const __int128 rounded = (product + half) / divisor;
  if (rounded > INT64_MAX || rounded < INT64_MIN) {
    return cel::Value::error(cel::ErrorReason::overflow, "the share does not fit");
  }
  return cel::Value::of_decimal(Decimal::from_cents(static_cast<Cents>(rounded)));
}

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

Type row_type(Entity entity) { return Type::row_of(static_cast<cel::StructId>(entity)); }

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
  const cel::StructId licence = environment.add_struct("licence");
  CHECK(licence == kLicenceStruct);
  add_fields(environment, licence, schema.of(claims::Register::licence));
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

// Errors cannot be: what is no code lies nowhere.
cel::Value icd_in(const cel::Activation&, std::span<const cel::Value> arguments) {
  for (std::size_t index = 0; index < arguments[1].list->size(); ++index) {
    const cel::Value range = arguments[1].list->at(index);
    if (range.kind == Kind::text && knowledge::icd_lies_in(arguments[0].as_text(), range.as_text()))
      return cel::Value::of_bool(true);
  }
  return cel::Value::of_bool(false);
}

void add_functions(cel::Environment& environment) {
  environment.add_function(
      {"icdIn",
       "icdIn(text, list(text)) -> bool",
       {"Whether a diagnosis code is one of the codes or lies in one of the ranges (C34 holds C34.900); codes of "
        "operations too (74, 68.3-68.7).",
        "诊断编码是否属于所列编码或编码段（C34 包含 C34.900）；手术操作编码也可（74、68.3-68.7）。"},
       "icdIn(visit.main_diagnosis, ['C34', 'E10-E14'])"},
      {Type::of(Kind::text), Type::list_of(Type::of(Kind::text))}, Type::of(Kind::boolean), icd_in);
  environment.add_function({"listed",
                            "listed(text, text, date) -> bool",
                            {"Whether a knowledge table has a point in force on the day that names the item.",
                             "知识表中是否有当日有效、列有该项目的知识点。"},
                            "listed('herb_single', line.item, line.day)"},
                           {Type::of(Kind::text), Type::of(Kind::text), Type::of(Kind::date)}, Type::of(Kind::boolean),
                           RowsActivation::listed);
  const Type decimal = Type::of(Kind::decimal);
  environment.add_function(
      {"share",
       "share(decimal, decimal, decimal) -> decimal",
       {"So much of an amount as the part is of the whole, rounded once to 分, half away from zero.",
        "金额中部分占整体的那一份，一次舍入到分，四舍五入。"},
       "share(line.in_scope, decimal('1'), line.quantity)"},
      {decimal, decimal, decimal}, decimal, share);
  add_dose_functions(environment);
}

struct VariableDoc {
  const char* name;
  const char* label;
  Slot slot;
  Type type;
  unsigned grains;  // a bit each
  Sentence mend;    // in other grains
};

constexpr unsigned bit(Grain grain) { return 1U << static_cast<unsigned>(grain); }
constexpr unsigned kOfVisit =
    bit(Grain::line) | bit(Grain::visit) | bit(Grain::pair) | bit(Grain::diagnosis) | bit(Grain::operation);

std::vector<VariableDoc> variables() {
  return {{"person",
           "参保人",
           kPersonSlot,
           row_type(Entity::person),
           ~bit(Grain::provider_period),
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
           bit(Grain::line),
           {"write grain: line, or read visit.lines, lines, person.lines or p.b",
            "请写 grain: line，或读取 visit.lines、lines、person.lines 或 p.b"}},
          {"provider",
           "机构",
           kProviderSlot,
           row_type(Entity::provider),
           kOfVisit | bit(Grain::provider_period),
           {"write grain: visit, or read x.provider of a visit", "请写 grain: visit，或读取就诊的 x.provider"}},
          {"diagnosis",
           "诊断",
           kDiagnosisSlot,
           row_type(Entity::diagnosis),
           bit(Grain::diagnosis),
           {"write grain: diagnosis, or read visit.diagnoses", "请写 grain: diagnosis，或读取 visit.diagnoses"}},
          {"operation",
           "手术操作",
           kOperationSlot,
           row_type(Entity::operation),
           bit(Grain::operation),
           {"write grain: operation, or read visit.operations", "请写 grain: operation，或读取 visit.operations"}},
          {"licence",
           "执业登记",
           kLicenceSlot,
           Type::row_of(kLicenceStruct),
           bit(Grain::line) | bit(Grain::pair),
           {"write grain: line; it is the licence of line.doctor on line.day",
            "请写 grain: line；licence 是费用的开单医师当日的执业登记"}},
          {"day",
           "日期",
           kDaySlot,
           Type::of(Kind::date),
           bit(Grain::person_day),
           {"write grain: person_day, or read line.day or visit.start",
            "请写 grain: person_day，或读取 line.day、visit.start"}},
          {"lines",
           "费用列",
           kLinesSlot,
           Type::list_of(row_type(Entity::line)),
           bit(Grain::person_day),
           {"write grain: person_day, or read visit.lines or person.lines",
            "请写 grain: person_day，或读取 visit.lines、person.lines"}},
          {"month",
           "月份",
           kMonthSlot,
           Type::of(Kind::text),
           bit(Grain::provider_period),
           {"write grain: provider_period", "请写 grain: provider_period"}}};
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
    if ((doc.grains & bit(scope.grain)) != 0) {
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
  add_functions(environment);
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
  add_functions(environment);
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

std::optional<cel::FieldId> find_point_field(std::string_view name) {
  for (const PointFieldDoc& doc : point_fields()) {
    if (doc.name == name) return doc.field;
  }
  return std::nullopt;
}

std::optional<std::pair<std::string, std::string>> point_field_name(std::string_view either) {
  for (const PointFieldDoc& doc : point_fields()) {
    if (doc.name == either || doc.label == either) return std::pair<std::string, std::string>(doc.name, doc.label);
  }
  return std::nullopt;
}

std::vector<std::string> point_field_names() {
  std::vector<std::string> names;
  for (const PointFieldDoc& doc : point_fields()) names.emplace_back(doc.name);
  return names;
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
