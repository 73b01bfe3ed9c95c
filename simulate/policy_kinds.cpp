// Kinds of the policy catalogue (政策类) beyond one line and one limit: histories, caps, bundles.
#include "simulate/plants_internal.h"

namespace qiuhao::simulate {

std::span<const PlantedKind> policy_kinds() { return {}; }

}  // namespace qiuhao::simulate
