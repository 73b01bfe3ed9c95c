// Schemes of fraud that show only over many visits or people, played by people who live for nothing else, beside people
// whose honest lives look alike. What rules know of these schemes is not used here: truth stays independent.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "simulate/compose.h"
#include "simulate/household.h"
#include "simulate/providers.h"
#include "simulate/timeline.h"
#include "simulate/visit.h"

namespace qiuhao::simulate {

class Diary;

// What a group of players has at hand.
struct SchemeScene {
  const Providers& providers;
  const Catalogue& catalogue;
  const Period& period;
  Random& random;
  std::vector<Diary>& diaries;  // one for each person of the group

  // A day from which `days` more are left.
  Day day(int days) { return period.first_day + random.below(period.end_day() - period.first_day - days); }
  const Provider& any(ProviderKind kind) { return random.pick(providers.of(kind)); }
  const Item& any_item(Group group) { return *random.pick(catalogue.of(group)); }
  // Different ones; as many as there are.
  std::vector<const Provider*> some(ProviderKind kind, std::size_t count);
};

struct PersonWish {
  char sex = '0';  // either
  int age_least = 25;
  int age_most = 80;
  std::string_view insurance = {};  // "" either
};

struct SchemeKind {
  std::string_view model;  // M16; "" for a look-alike
  std::string_view name;   // 多机构囤药
  bool is_certain;         // leaves a trace that cannot be honest
  int people_least;        // of a group
  int people_most;
  PersonWish wish;
  void (*play)(SchemeScene& scene);
};

// Schemes first, then look-alikes; by family a file.
std::span<const SchemeKind> stay_schemes();
std::span<const SchemeKind> drug_schemes();
std::span<const SchemeKind> treatment_schemes();
std::span<const SchemeKind> list_schemes();
std::span<const SchemeKind> repeat_schemes();
std::span<const SchemeKind> group_schemes();
std::span<const SchemeKind> trace_schemes();
std::span<const SchemeKind> register_schemes();
std::span<const SchemeKind> honest_lives();
std::span<const SchemeKind> listed_lives();

}  // namespace qiuhao::simulate
