// What an honest visit is charged: nothing composed here breaks any of the kinds, by construction.
#pragma once

#include "simulate/catalogue.h"
#include "simulate/conditions.h"
#include "simulate/past.h"
#include "simulate/random.h"
#include "simulate/visit.h"

namespace qiuhao::simulate {

// What the makers of visits share.
struct Scene {
  const Catalogue& catalogue;
  Random& random;
  Past& past;  // of the person

  const Item& any(Group group) { return *random.pick(catalogue.of(group)); }
};

// Whether a person of this sex and age may have an item of a group limited by sex or age; true for other groups.
bool may_have(const Item& item, const Visit& visit);

void compose_outpatient(Visit& visit, const Condition& condition, Scene& scene);
void compose_refill(Visit& visit, Scene& scene);    // a month's drugs of a chronic patient
void compose_pharmacy(Visit& visit, Scene& scene);  // bought over the counter
void compose_antenatal(Visit& visit, Scene& scene);
void compose_stay(Visit& visit, const StayReason& reason, Scene& scene);

// A new prescription of decoction pieces: ordinary ones, and so many of those that are not paid when alone. Returns its
// number of doses.
int add_herbs(Visit& visit, Scene& scene, int ordinary, int singles);
// Adds a piece to the visit's last prescription: so many doses, each within the grams that the pharmacopoeia allows.
int add_herb(Visit& visit, const Item& herb, int doses, Scene& scene);
int add_herb_dose(Visit& visit, const Item& herb, std::int64_t dose, int doses);  // a dose in hundredths of a gram
int doses_of_course(Scene& scene);
// Whether the visit has another drug of the same pharmacology, which a doctor would not double.
bool would_double(const Item& item, const Visit& visit);

}  // namespace qiuhao::simulate
