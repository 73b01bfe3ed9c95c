// The names a rule's formulas may use, and where they come from: the dictionary's entities, the knowledge point `k`,
// the rule's windows and lets.
#pragma once

#include <string>
#include <vector>

#include "cel/cel.h"
#include "claims/schema.h"

namespace qiuhao::rules {

// Structs, in the order they are added: the entities by number, then k.
inline constexpr cel::StructId kPointStruct = static_cast<cel::StructId>(claims::kEntities);

// Slots of variables.
enum Slot : cel::SlotId {
  kPersonSlot,
  kVisitSlot,
  kLineSlot,
  kProviderSlot,
  kPointSlot,
  kRowSlot,  // `r` in a window's where
  kFirstWindowSlot = 16,
  kFirstLetSlot = 48,
};

// Fields that no dictionary file lists, because they are relations: line.visit, line.order.
enum SyntheticField : cel::FieldId {
  kFirstSynthetic = 0x4000,
  kLineVisit = kFirstSynthetic,  // the visit of a line
  kLineOrder,                    // the line's place among the person's lines in time
};

// Fields of k.
enum PointField : cel::FieldId {
  kPointId,
  kPointItemName,
  kPointConstraint,
  kPointBasis,
  kPointFirst,
  kPointSecond,
  kPointSex,
  kPointAgeMin,
  kPointAgeMax,
  kPointAgeUnit,
  kPointChild,
  kPointLevelMin,
  kPointModes,
  kPointInsurance,
  kPointMaxDays,
  kPointMinGapDays,
  kPointMaxCount,
  kPointPer,
  kPointOperationGroup,
};

// The environment of formulas over a line: person, visit, line, provider, k, and the function listed(table, item, day).
// `with_row` adds `r`, a line (for a window's where).
cel::Environment make_environment(const claims::Schema& schema, bool with_point, bool with_row);

cel::Type type_of(const claims::Field& field);

}  // namespace qiuhao::rules
