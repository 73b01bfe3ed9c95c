// The variables of formulas: names in both languages, types, and which grains have them.
#pragma once

#include <vector>

#include "rules/world.h"

namespace qiuhao::rules {

struct VariableDoc {
  const char* name;
  const char* label;
  Slot slot;
  cel::Type type;
  unsigned grains;  // a bit each
  Sentence mend;    // in other grains
};

constexpr unsigned grain_bit(Grain grain) { return 1U << static_cast<unsigned>(grain); }

std::vector<VariableDoc> variables();

inline cel::Type row_type(claims::Entity entity) { return cel::Type::row_of(static_cast<cel::StructId>(entity)); }

}  // namespace qiuhao::rules
