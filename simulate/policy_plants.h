// The planters of policy kinds, of policy_drugs.cpp and policy_past.cpp; policy_kinds.cpp lists them.
#pragma once

#include "simulate/past.h"
#include "simulate/plants_internal.h"

namespace qiuhao::simulate {

bool plant_quantity(int kind, Visit& visit, Scene& scene);
bool keep_quantity(int kind, Visit& visit, Scene& scene);
bool plant_disease_drug(int kind, Visit& visit, Scene& scene);
bool keep_disease_drug(int kind, Visit& visit, Scene& scene);
bool plant_online(int kind, Visit& visit, Scene& scene);
bool keep_online(int kind, Visit& visit, Scene& scene);
bool plant_second_line(int kind, Visit& visit, Scene& scene);
bool keep_second_line(int kind, Visit& visit, Scene& scene);
bool plant_service_course(int kind, Visit& visit, Scene& scene);
bool keep_service_course(int kind, Visit& visit, Scene& scene);
bool plant_service_sum(int kind, Visit& visit, Scene& scene);
bool keep_service_sum(int kind, Visit& visit, Scene& scene);
bool plant_material_sum(int kind, Visit& visit, Scene& scene);
bool keep_material_sum(int kind, Visit& visit, Scene& scene);
bool plant_cycle(int kind, Visit& visit, Scene& scene);
bool keep_cycle(int kind, Visit& visit, Scene& scene);

}  // namespace qiuhao::simulate
