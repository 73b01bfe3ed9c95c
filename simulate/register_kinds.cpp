// Kinds that ask for more than the settlement tables: for a register beside them.
#include "simulate/register_kinds.h"

namespace qiuhao::simulate {
namespace {

constexpr PlantedKind kKindsHere[] = {
    {"抗菌药物分级使用管理", plant_beyond_right, add_within_right},
};
static_assert(std::size(kKindsHere) == kRegisterKinds);

}  // namespace

std::span<const PlantedKind> register_kinds() { return kKindsHere; }

}  // namespace qiuhao::simulate
