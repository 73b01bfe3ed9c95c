// Plants and look-alikes of the kinds that registers decide; each as in PlantedKind.
#pragma once

#include "simulate/plants_internal.h"

namespace qiuhao::simulate {

// antibiotic_rights.cpp
bool plant_beyond_right(int kind, Visit& visit, Scene& scene);
bool add_within_right(int kind, Visit& visit, Scene& scene);

}  // namespace qiuhao::simulate
