// The table of k's fields, and finding them by name.
#include "rules/point_fields.h"

namespace qiuhao::rules {

using cel::Kind;
using cel::Type;

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

}  // namespace qiuhao::rules
