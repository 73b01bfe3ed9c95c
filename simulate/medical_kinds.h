// Plants and look-alikes of the medical kinds, by file; each as in PlantedKind.
#pragma once

#include "simulate/plants_internal.h"

namespace qiuhao::simulate {

// What a region lets a prescription of decoction pieces hold.
inline constexpr int kHerbsOfPrescription = 20;
inline constexpr int kGramsOfDose = 300;

// medical_drugs.cpp
bool plant_interaction(int kind, Visit& visit, Scene& scene);
bool add_apart(int kind, Visit& visit, Scene& scene);
bool plant_duplicate(int kind, Visit& visit, Scene& scene);
bool add_switch(int kind, Visit& visit, Scene& scene);
bool plant_dose(int kind, Visit& visit, Scene& scene);
bool add_full_dose(int kind, Visit& visit, Scene& scene);
bool plant_prophylaxis(int kind, Visit& visit, Scene& scene);
bool add_lawful_prophylaxis(int kind, Visit& visit, Scene& scene);
bool plant_many_drugs(int kind, Visit& visit, Scene& scene);
bool add_five_drugs(int kind, Visit& visit, Scene& scene);

// medical_herbs.cpp
bool plant_opposed_herbs(int kind, Visit& visit, Scene& scene);
bool add_parted_herbs(int kind, Visit& visit, Scene& scene);
bool plant_big_prescription(int kind, Visit& visit, Scene& scene);
bool add_full_prescription(int kind, Visit& visit, Scene& scene);
bool plant_herb_amount(int kind, Visit& visit, Scene& scene);
bool add_full_herb(int kind, Visit& visit, Scene& scene);

// medical_materials.cpp
bool plant_drug_without_service(int kind, Visit& visit, Scene& scene);
bool add_drug_with_service(int kind, Visit& visit, Scene& scene);
bool plant_material_without_service(int kind, Visit& visit, Scene& scene);
bool add_material_with_service(int kind, Visit& visit, Scene& scene);
bool plant_wrong_department(int kind, Visit& visit, Scene& scene);
bool add_right_department(int kind, Visit& visit, Scene& scene);
bool plant_many_materials(int kind, Visit& visit, Scene& scene);
bool add_full_number(int kind, Visit& visit, Scene& scene);

}  // namespace qiuhao::simulate
