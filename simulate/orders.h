// How drugs are ordered: the words for dose, frequency and route, and what labels allow in a day.
#pragma once

#include <span>
#include <string_view>

#include "simulate/visit.h"

namespace qiuhao::simulate {

// What the label of a drug allows in a day; `milligrams` are of one piece.
struct LabelDose {
  std::string_view name;
  int milligrams;
  int most_a_day;
};
std::span<const LabelDose> label_doses();

// 片 of "0.25g*24片"; empty where the specification counts no pieces.
std::string_view piece_of(const Item& item);

// An order that no label forbids: one piece once or twice a day, with the days that the packs last for an outpatient.
void order_plainly(Line& line, bool is_inpatient);

}  // namespace qiuhao::simulate
