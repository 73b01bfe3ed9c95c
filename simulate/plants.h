// What is planted in a visit: violations of 37 kinds, which become the truth, and look-alikes, which are
// honest and must stay silent.
#pragma once

#include <string_view>

#include "simulate/compose.h"

namespace qiuhao::simulate {

inline constexpr int kKinds = 37;
std::string_view kind_name(int kind);  // 1 … 37, the official Chinese name

// Plants one violation of the kind (it may claim several lines); false when the visit does not lend itself to it.
bool plant_violation(int kind, Visit& visit, Scene& scene);

// Adds what looks like a violation of the kind and is none; false when the visit does not lend itself to it.
bool plant_look_alike(int kind, Visit& visit, Scene& scene);

}  // namespace qiuhao::simulate
