// Kinds of the management catalogue (管理类): diagnoses, operations, dates, completeness.
#include "simulate/plants_internal.h"

namespace qiuhao::simulate {

std::span<const PlantedKind> management_kinds() { return {}; }

}  // namespace qiuhao::simulate
