// For tests: what a random act says of a field.
#pragma once

#include <string>

#include "workflow/act.h"

namespace qiuhao::workflow {

// `draw(n)` gives a number from 0 below n.
template <typename Draw>
FieldValue random_value(const Field& field, Seconds at, const Draw& draw) {
  const auto number = static_cast<std::int64_t>(draw(400));
  switch (field.shape.type) {
    case FieldType::boolean: return FieldValue(number % 2 == 0);
    case FieldType::money: return FieldValue(number % 5 * 100);  // few, so that sums come out
    case FieldType::integer: return FieldValue(number % 15);
    case FieldType::decimal: return FieldValue(Decimal::from_int(number));
    case FieldType::date: return FieldValue(std::int64_t{day_of(at)} + number - 200);
    case FieldType::time: return FieldValue(std::int64_t{at});
    case FieldType::choice: return FieldValue(field.choices[draw(field.choices.size())].name);
    default: return FieldValue("值" + std::to_string(number));
  }
}

}  // namespace qiuhao::workflow
