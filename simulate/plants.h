// What is planted in a visit: violations of national kinds, which become the truth, and look-alikes, which are honest
// and must stay silent.
#pragma once

#include <string_view>

#include "simulate/compose.h"

namespace qiuhao::simulate {

// Kinds of violations.cpp and limited_kinds.cpp come first, then one family a file: policy_kinds.cpp,
// medical_kinds.cpp, management_kinds.cpp, register_kinds.cpp.
inline constexpr int kFirstKinds = 37;
inline constexpr int kPolicyKinds = 13;
inline constexpr int kMedicalKinds = 12;
inline constexpr int kManagementKinds = 12;
inline constexpr int kRegisterKinds = 1;
inline constexpr int kKinds = kFirstKinds + kPolicyKinds + kMedicalKinds + kManagementKinds + kRegisterKinds;
std::string_view kind_name(int kind);  // 1 … kKinds, the official Chinese name

// Plants one violation of the kind (it may claim several lines); false when the visit does not lend itself to it.
bool plant_violation(int kind, Visit& visit, Scene& scene);

// Adds what looks like a violation of the kind and is none; false when the visit does not lend itself to it.
bool plant_look_alike(int kind, Visit& visit, Scene& scene);

}  // namespace qiuhao::simulate
