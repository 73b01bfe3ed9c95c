// Building environments from the dictionary.
#include "rules/world.h"

#include "rules/subject.h"

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
          {kPointOperationGroup, "operation_group", "手术组", text}};
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

cel::Environment make_environment(const claims::Schema& schema, bool with_point, bool with_row) {
  cel::Environment environment;
  for (std::size_t index = 0; index < claims::kEntities; ++index) {
    const auto entity = static_cast<claims::Entity>(index);
    const cel::StructId owner = environment.add_struct(std::string(claims::kEntityNames[index]));
    const auto& fields = schema.of(entity).fields;
    for (std::size_t field = 0; field < fields.size(); ++field) {
      environment.add_field(owner, fields[field].name, fields[field].label, type_of(fields[field]),
                            static_cast<cel::FieldId>(field));
    }
  }
  const cel::StructId point = environment.add_struct("k");
  for (const PointFieldDoc& doc : point_fields())
    environment.add_field(point, doc.name, doc.label, doc.type, doc.field);

  const auto row_of = [](claims::Entity entity) { return Type::row_of(static_cast<cel::StructId>(entity)); };
  const auto line_struct = static_cast<cel::StructId>(claims::Entity::line);
  environment.add_field(line_struct, "visit", "就诊", row_of(claims::Entity::visit), kLineVisit);
  environment.add_field(line_struct, "order", "次序", Type::of(Kind::integer), kLineOrder);
  environment.add_variable("person", "参保人", row_of(claims::Entity::person), kPersonSlot);
  environment.add_variable("visit", "就诊", row_of(claims::Entity::visit), kVisitSlot);
  environment.add_variable("line", "费用", row_of(claims::Entity::line), kLineSlot);
  environment.add_variable("provider", "机构", row_of(claims::Entity::provider), kProviderSlot);
  if (with_point) environment.add_variable("k", "知识点", Type::row_of(point), kPointSlot);
  if (with_row) environment.add_variable("r", "行", row_of(claims::Entity::line), kRowSlot);
  environment.add_function({"listed", "listed(text, text, date) -> bool",
                            "Whether a knowledge table has a point in force on the day that names the item.",
                            "listed('herb_single', line.item, line.day)"},
                           {Type::of(Kind::text), Type::of(Kind::text), Type::of(Kind::date)}, Type::of(Kind::boolean),
                           Subject::listed);
  const Type decimal = Type::of(Kind::decimal);
  environment.add_function(
      {"share", "share(decimal, decimal, decimal) -> decimal",
       "So much of an amount as the part is of the whole, rounded once to 分, half away from zero.",
       "share(line.in_scope, decimal('1'), line.quantity)"},
      {decimal, decimal, decimal}, decimal, share);
  return environment;
}

}  // namespace qiuhao::rules
