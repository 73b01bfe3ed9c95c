// The parts of a tree as things with one way of writing, and the constants beside them. Inside of conditions/ only.
#pragma once

#include <optional>
#include <string>

#include "cel/conditions/conditions.h"
#include "cel/parser/tree.h"

namespace qiuhao::cel {

std::string text_of_thing(const Node& node, const ConditionNames& names);

// The number that a constant part is: a literal, decimal('1.5'), date('2026-01-01') as its day, sums of such.
std::optional<Decimal> number_of(const Node& node);
std::optional<std::string> text_constant(const Node& node);

// A thing beside which a number stands, moved to the number's side: line.price + 1 > 5 speaks of line.price and 4.
struct Measured {
  const Node* thing = nullptr;
  Decimal number;
};
std::optional<Measured> measured(const Node& thing, Decimal number);

}  // namespace qiuhao::cel
