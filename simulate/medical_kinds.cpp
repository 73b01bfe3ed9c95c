// Kinds of the medical catalogue (医疗类) that look at several lines: pairs, doses, companions.
#include "simulate/plants_internal.h"

namespace qiuhao::simulate {

std::span<const PlantedKind> medical_kinds() { return {}; }

}  // namespace qiuhao::simulate
