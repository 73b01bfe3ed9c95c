// Loading values from columns and knowledge points.
#include "rules/rows_activation.h"

namespace qiuhao::rules {

using cel::Value;
using claims::Entity;

Value RowsActivation::relation(Entity owner, cel::FieldId field, RowIndex row) const {
  const auto rows = [&](Entity of) {
    return Value::of_list(owner == Entity::visit ? rows_->of_visit(of, row) : rows_->all(of));
  };
  switch (field) {
    case kRowVisit: return Value::of_row(static_cast<cel::StructId>(Entity::visit), rows_->visit_of(owner, row));
    case kRowOrder: return Value::of_int(row);
    case kVisits: return rows(Entity::visit);
    case kLines: return rows(Entity::line);
    case kDiagnoses: return rows(Entity::diagnosis);
    case kOperations: return rows(Entity::operation);
    case kSettlements: return rows(Entity::settlement);
    default: return Value::absent();
  }
}

Value RowsActivation::field(cel::StructId owner, cel::FieldId field, cel::RowIndex row) const {
  if (owner >= kPointStruct) [[unlikely]] {
    if (owner == kPointStruct) return point_field(plan_->plan(), field, row);
    if (is_register(owner)) return plan_->plan().register_table(register_number(owner)).field(row, field);
    return owner == kParameterStruct ? plan_->plan().parameter_table().field(row, field) : Value::absent();
  }
  if (field >= kFirstSynthetic) [[unlikely]]
    return relation(static_cast<Entity>(owner), field, row);
  return cel::value_of(plan_->columns().of(static_cast<Entity>(owner), field), row);
}

Value RowScope::variable(cel::SlotId slot) const {
  switch (slot) {
    case kRowSlot: return row_value(of_, row_);
    case kPersonSlot: return row_value(Entity::person, rows().person());
    case kParameterSlot: return Value::of_row(kParameterStruct, row_of_slot_[kParameterSlot]);
    case kPointSlot: return point_ == kNoPoint ? Value::absent() : Value::of_row(kPointStruct, point_);
    default: return Value::absent();
  }
}

namespace {

Value of_optional(const std::optional<int>& number) { return number ? Value::of_int(*number) : Value::absent(); }
Value of_optional(const std::optional<Decimal>& number) {
  return number ? Value::of_decimal(*number) : Value::absent();
}
Value of_words(std::string_view text) { return text.empty() ? Value::absent() : Value::of_text(text); }
Value of_list(const cel::ListValue* list) { return list == nullptr ? Value::absent() : Value::of_list(list); }

Value sex_of(const knowledge::Limits& limits) {
  if (!limits.sex) return Value::absent();
  return Value::of_text(*limits.sex == 1 ? "1" : "2");
}

Value age_unit_of(const knowledge::Limits& limits) {
  if (!limits.age_min && !limits.age_max) return Value::absent();
  switch (limits.age_unit) {
    case knowledge::AgeUnit::years: return Value::of_text("years");
    case knowledge::AgeUnit::months: return Value::of_text("months");
    case knowledge::AgeUnit::days: return Value::of_text("days");
  }
  return Value::absent();
}

}  // namespace

Value point_field(const Plan& plan, cel::FieldId field, PointIndex index) {
  if (index == kNoPoint) return Value::absent();
  const knowledge::Point& point = plan.library()[index];
  const knowledge::Limits& limits = point.limits;
  switch (static_cast<PointField>(field)) {
    case kPointId: return Value::of_text(point.id);
    case kPointItemName: return of_words(point.item_name);
    case kPointConstraint: return of_words(point.constraint);
    case kPointBasis: return of_words(point.basis);
    case kPointFirst: return point.items.empty() ? Value::absent() : Value::of_text(point.items[0]);
    case kPointSecond: return point.items.size() < 2 ? Value::absent() : Value::of_text(point.items[1]);
    case kPointSex: return sex_of(limits);
    case kPointAgeMin: return of_optional(limits.age_min);
    case kPointAgeMax: return of_optional(limits.age_max);
    case kPointAgeUnit: return age_unit_of(limits);
    case kPointChild: return Value::of_bool(limits.child);
    case kPointLevelMin: return of_optional(limits.level_min);
    case kPointModes: return of_list(plan.texts(index, &knowledge::Limits::modes));
    case kPointInsurance: return of_list(plan.texts(index, &knowledge::Limits::insurance));
    case kPointMaxDays: return of_optional(limits.max_days);
    case kPointMinGapDays: return of_optional(limits.min_gap_days);
    case kPointMaxCount: return of_optional(limits.max_count);
    case kPointPer: return of_words(limits.per);
    case kPointOperationGroup: return of_words(limits.operation_group);
    case kPointIcd: return of_list(plan.texts(index, &knowledge::Limits::icd));
    case kPointIcdNever: return of_list(plan.texts(index, &knowledge::Limits::icd_never));
    case kPointHasMore: return Value::of_bool(limits.has_more);
    case kPointDepartments: return of_list(plan.texts(index, &knowledge::Limits::departments));
    case kPointDiseases: return of_list(plan.texts(index, &knowledge::Limits::diseases));
    case kPointNeeds: return of_list(plan.texts(index, &knowledge::Limits::needs));
    case kPointOperations: return of_list(plan.texts(index, &knowledge::Limits::operations));
    case kPointPriceMax: return of_optional(limits.price_max);
    case kPointAmountMax: return of_optional(limits.amount_max);
    case kPointQuantityMax: return of_optional(limits.quantity_max);
    case kPointPercent: return of_optional(limits.percent);
    case kPointHoursMax: return of_optional(limits.hours_max);
    case kPointMinCount: return of_optional(limits.min_count);
    case kPointWithinDays: return of_optional(limits.within_days);
    case kPointGrade: return of_optional(limits.grade);
    case kPointLevel: return of_optional(limits.level);
    case kPointGroup: return of_words(limits.group);
    case kPointBundle: return of_words(limits.bundle);
    case kPointFields: break;
  }
  return Value::absent();
}

std::span<const PointIndex> RowsActivation::points_listing(std::string_view item) const {
  constexpr std::size_t kListings = 512;
  const knowledge::Library& library = plan_->plan().library();
  const Column* items = plan_->items();
  const bool is_of_part = items != nullptr && items->dictionary_size > 0 && item.data() >= items->text_bytes &&
                          item.data() < items->text_bytes + items->text_ends[items->dictionary_size - 1];
  if (!is_of_part) return library.by_item(item, *listed_kind_);
  if (listings_.empty()) listings_.resize(kListings);
  // Entries are a few to some dozen bytes long.
  Listing& listing = listings_[(static_cast<std::size_t>(item.data() - items->text_bytes) / 8) % kListings];
  // The same place in memory is the same text only when it is as long: a formula may cut an entry short.
  if (listing.item.data() != item.data() || listing.item.size() != item.size())
    listing = {item, library.by_item(item, *listed_kind_)};
  return listing.points;
}

Value RowsActivation::listed(const cel::Activation& activation, std::span<const Value> arguments) {
  const auto& rows = static_cast<const RowsActivation&>(activation);
  const knowledge::Library& library = rows.plan_->plan().library();
  const std::string_view table = arguments[0].as_text();
  if (table != rows.listed_table_) {
    rows.listed_table_ = table;
    rows.listed_kind_ = library.kinds().find_table(table);
    rows.listings_.clear();
  }
  if (!rows.listed_kind_) return Value::error(cel::ErrorReason::other, "there is no such knowledge table");
  if (library.kinds()[*rows.listed_kind_].codes_of != knowledge::CodesOf::item)
    return Value::error(cel::ErrorReason::other, "the knowledge table is not of items");
  const Day day = static_cast<Day>(arguments[2].integer);
  for (const PointIndex index : rows.points_listing(arguments[1].as_text())) {
    if (rows.plan_->plan().in_force(index, day)) return Value::of_bool(true);
  }
  return Value::of_bool(false);
}

}  // namespace qiuhao::rules
