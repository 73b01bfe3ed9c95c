// The names a rule's formulas may use, and where they come from: the dictionary's entities, the knowledge point `k`,
// the rule's windows and lets.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cel/cel.h"
#include "claims/schema.h"
#include "rules/register_table.h"
#include "rules/rule.h"

namespace qiuhao::rules {

// Structs, in the order they are added: the entities by number, then k and what windows give.
inline constexpr cel::StructId kPointStruct = static_cast<cel::StructId>(claims::kEntities);
inline constexpr cel::StructId kPairStruct = kPointStruct + 1;
inline constexpr cel::StructId kSupplyStruct = kPointStruct + 2;
inline constexpr cel::StructId kPeerStruct = kPointStruct + 3;
inline constexpr cel::StructId kParameterStruct = kPointStruct + 4;
inline constexpr cel::StructId kFirstRegisterStruct = kParameterStruct + 1;  // by RegisterNumber
inline constexpr cel::StructId kStockStruct = kFirstRegisterStruct + kRuleRegisters.size();

inline bool is_register(cel::StructId owner) { return owner >= kFirstRegisterStruct && owner < kStockStruct; }
inline RegisterNumber register_number(cel::StructId owner) {
  return static_cast<RegisterNumber>(owner - kFirstRegisterStruct);
}

// Slots of variables.
enum Slot : cel::SlotId {
  kPersonSlot,
  kVisitSlot,
  kLineSlot,
  kProviderSlot,
  kPointSlot,
  kRowSlot,    // `r` in a window's where
  kDaySlot,    // of grain person_day
  kLinesSlot,  // of grain person_day
  kMonthSlot,  // of grain provider_period: "2026-03"
  kParameterSlot,
  kDiagnosisSlot,
  kOperationSlot,
  kFirstRegisterSlot,                                       // by RegisterNumber
  kStockSlot = kFirstRegisterSlot + kRuleRegisters.size(),  // of grain provider_period with windows of lines
  kFirstWindowSlot = 20,
  kFirstLetSlot = 48,
};

// Fields that no dictionary file lists, because they are relations between rows.
enum SyntheticField : cel::FieldId {
  kFirstSynthetic = 0x4000,
  kRowVisit,  // line.visit, diagnosis.visit, operation.visit, settlement.visit
  kVisits,    // person.visits
  kLines,     // person.lines, visit.lines
  kDiagnoses,
  kOperations,
  kSettlements,
  kRowOrder = cel::kRowNumberField,  // line.order, visit.order: the row's place among the person's rows in time
};

// Fields of the structs that windows give.
enum PairField : cel::FieldId { kPairA, kPairB };
enum SupplyField : cel::FieldId { kSupplyOnHand, kSupplyCoveredTo };
enum PeerField : cel::FieldId {
  kPeerValue,
  kPeerN,
  kPeerPeers,
  kPeerMedian,
  kPeerMad,
  kPeerP95,
  kPeerRank,
  kPeerTotal
};
// Of what a provider's stock records say of an item in a month (rules/windows/stock.h).
enum StockField : cel::FieldId {
  kStockItem,
  kStockItemName,
  kStockOpening,
  kStockBought,
  kStockReturned,
  kStockChanged,
  kStockClosing,
  kStockSoldUploaded,
  kStockAvailable,
  kStockOpeningCount,
  kStockClosingCount,
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
  kPointIcd,
  kPointHasMore,
  kPointIcdNever,
  kPointDepartments,
  kPointDiseases,
  kPointNeeds,
  kPointOperations,
  kPointPriceMax,
  kPointAmountMax,
  kPointQuantityMax,
  kPointPercent,
  kPointHoursMax,
  kPointMinCount,
  kPointWithinDays,
  kPointGrade,
  kPointLevel,
  kPointGroup,
  kPointBundle,
  kPointFields,  // how many there are
};

// What formulas are about.
struct Scope {
  Grain grain = Grain::line;
  bool has_point = false;  // `k` has a meaning
  std::span<const ParameterUse> parameters = {};
};

// The environment of a rule's formulas: the variables of its grain, k, and the functions listed(table, item, day) and
// share(amount, part, whole). A variable that other grains have is refused with what to write instead.
cel::Environment make_environment(const claims::Schema& schema, const Scope& scope);
// `stock`: what the stock records say of the item and month; only where the rule's windows are of lines.
void add_stock(cel::Environment& environment, bool has_items);
// The environment of a window's formulas over a row: `r` and the person.
struct RowScopeNames {
  std::string place;         // "where of window h", for sentences about other names
  bool by_own_name = false;  // the row is also `line` or `visit`, whatever rows are
  bool has_point = false;
  std::span<const ParameterUse> parameters = {};  // none: `param` has no meaning
};
cel::Environment make_row_environment(const claims::Schema& schema, const Window& window, const RowScopeNames& names);

// A field of k by its name; nullopt when there is none.
std::optional<cel::FieldId> find_point_field(std::string_view name);
// Both names of a field of k by either.
std::optional<std::pair<std::string, std::string>> point_field_name(std::string_view either);
// The names of k's fields, for suggestions.
std::vector<std::string> point_field_names();

cel::Type type_of(const claims::Field& field);
// What a formula of a grain gets of a window.
cel::Type type_of(const Window& window, Grain grain);

}  // namespace qiuhao::rules
