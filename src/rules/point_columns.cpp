// Columns of what point_field() gives.
#include "rules/point_columns.h"

#include "rules/rows_activation.h"

namespace qiuhao::rules {

namespace {

using cel::Kind;

struct ShortField {
  PointField field;
  Kind kind;
  int scale = 0;
};
constexpr ShortField kShortFields[] = {{kPointSex, Kind::text},
                                       {kPointAgeMin, Kind::integer},
                                       {kPointAgeMax, Kind::integer},
                                       {kPointAgeUnit, Kind::text},
                                       {kPointChild, Kind::boolean},
                                       {kPointLevelMin, Kind::integer},
                                       {kPointMaxDays, Kind::integer},
                                       {kPointMinGapDays, Kind::integer},
                                       {kPointMaxCount, Kind::integer},
                                       {kPointPer, Kind::text},
                                       {kPointOperationGroup, Kind::text},
                                       {kPointHasMore, Kind::boolean},
                                       {kPointPriceMax, Kind::decimal, 6},
                                       {kPointAmountMax, Kind::decimal, 2},
                                       {kPointQuantityMax, Kind::decimal, 4},
                                       {kPointPercent, Kind::integer},
                                       {kPointHoursMax, Kind::integer},
                                       {kPointMinCount, Kind::integer},
                                       {kPointWithinDays, Kind::integer},
                                       {kPointGrade, Kind::integer},
                                       {kPointLevel, Kind::integer},
                                       {kPointGroup, Kind::text},
                                       {kPointBundle, Kind::text}};

void append(ColumnBuilder& builder, const cel::Value& value) {
  if (value.is_error()) {
    builder.append_absent();
  } else if (value.kind == cel::Kind::text) {
    builder.append_text(value.as_text());
  } else {
    builder.append_number(value.integer);
  }
}

// Most limits are stated by no point at all; those need no column.
bool is_stated(const Plan& plan, PointField field, PointIndex points) {
  for (PointIndex point = 0; point < points; ++point) {
    if (!point_field(plan, field, point).is_error()) return true;
  }
  return false;
}

}  // namespace

PointColumns::PointColumns(const Plan& plan) : fields_(kPointFields) {
  const auto points = static_cast<PointIndex>(plan.library().points().size());
  for (const ShortField& field : kShortFields) {
    if (!is_stated(plan, field.field, points)) {
      fields_[field.field] = cel::FieldColumn::absent();
      continue;
    }
    const bool is_text = field.kind == Kind::text;
    ColumnBuilder& builder = builders_.emplace_back(is_text ? Storage::code : Storage::number, field.scale);
    for (PointIndex point = 0; point < points; ++point) append(builder, point_field(plan, field.field, point));
    fields_[field.field] = cel::FieldColumn::of(field.kind, builder.view());
  }
}

}  // namespace qiuhao::rules
