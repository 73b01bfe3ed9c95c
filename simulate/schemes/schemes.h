// The players of a city: who plays which scheme, and what is true of it.
#pragma once

#include "simulate/city.h"
#include "simulate/schemes/diary.h"
#include "simulate/schemes/scheme.h"

namespace qiuhao::simulate {

// All kinds. The number of a kind is its place here.
std::vector<const SchemeKind*> scheme_kinds();

// One visit of a player.
struct PlayedVisit {
  const SchemeKind& kind;
  int group;      // of the kind, from 1
  int intensity;  // of the group: SchemeScene
  bool is_claimed;
};

// Plays all groups of the level, people numbered from `first_person` on. None in a slice. Returns the number of people.
std::int64_t play_schemes(const CityOptions& options, const Providers& providers, const Catalogue& catalogue,
                          std::int64_t first_person, PersonLists& lists,
                          const std::function<void(Visit&, const PlayedVisit&)>& take);

}  // namespace qiuhao::simulate
