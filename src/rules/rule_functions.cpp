// Codes in ranges and shares of money.
#include "rules/rule_functions.h"

#include "base/decimal.h"
#include "knowledge/icd.h"
#include "rules/dose_functions.h"
#include "rules/rows_activation.h"

namespace qiuhao::rules {
namespace {

using cel::Kind;
using cel::Type;

// Places that parts and wholes of share() may have; quantities have four.
constexpr int kShareScale = 6;

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

// Errors cannot be: what is no code lies nowhere.
cel::Value icd_in(const cel::Activation&, std::span<const cel::Value> arguments) {
  for (std::size_t index = 0; index < arguments[1].list->size(); ++index) {
    const cel::Value range = arguments[1].list->at(index);
    if (range.kind == Kind::text && knowledge::icd_lies_in(arguments[0].as_text(), range.as_text()))
      return cel::Value::of_bool(true);
  }
  return cel::Value::of_bool(false);
}

}  // namespace

void add_rule_functions(cel::Environment& environment) {
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

}  // namespace qiuhao::rules
