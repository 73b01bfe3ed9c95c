// The fields of k: names in both languages and types.
#pragma once

#include <vector>

#include "rules/world.h"

namespace qiuhao::rules {

struct PointFieldDoc {
  PointField field;
  const char* name;
  const char* label;
  cel::Type type;
};

// In the order in which people are shown them.
std::vector<PointFieldDoc> point_fields();

}  // namespace qiuhao::rules
