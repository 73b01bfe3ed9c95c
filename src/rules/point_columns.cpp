// Columns of what point_field() gives.
#include "rules/point_columns.h"

#include "rules/rows_activation.h"

namespace qiuhao::rules {

namespace {

struct ShortField {
  PointField field;
  cel::Kind kind;
};
constexpr ShortField kShortFields[] = {
    {kPointSex, cel::Kind::text},        {kPointAgeMin, cel::Kind::integer},      {kPointAgeMax, cel::Kind::integer},
    {kPointAgeUnit, cel::Kind::text},    {kPointChild, cel::Kind::boolean},       {kPointLevelMin, cel::Kind::integer},
    {kPointMaxDays, cel::Kind::integer}, {kPointMinGapDays, cel::Kind::integer},  {kPointMaxCount, cel::Kind::integer},
    {kPointPer, cel::Kind::text},        {kPointOperationGroup, cel::Kind::text}, {kPointHasMore, cel::Kind::boolean}};

void append(ColumnBuilder& builder, const cel::Value& value) {
  if (value.is_error()) {
    builder.append_absent();
  } else if (value.kind == cel::Kind::text) {
    builder.append_text(value.as_text());
  } else {
    builder.append_number(value.integer);
  }
}

}  // namespace

PointColumns::PointColumns(const Plan& plan) : fields_(kPointIcdNever + 1) {
  const auto points = static_cast<PointIndex>(plan.library().points().size());
  for (const ShortField& field : kShortFields) {
    const bool is_text = field.kind == cel::Kind::text;
    ColumnBuilder& builder = builders_.emplace_back(is_text ? Storage::code : Storage::number, 0);
    for (PointIndex point = 0; point < points; ++point) append(builder, point_field(plan, field.field, point));
    fields_[field.field] = cel::FieldColumn::of(field.kind, builder.view());
  }
}

}  // namespace qiuhao::rules
