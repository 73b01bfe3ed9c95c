// Schemes of fraud that show only over many visits or people, played by people who live for nothing else, beside people
// whose honest lives look alike. What rules know of these schemes is not used here: truth stays independent.
#pragma once

#include <array>
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

// Providers that lend themselves to schemes: a fifth of each kind, two at least.
class WillingProviders {
 public:
  WillingProviders(const Providers& providers, std::uint64_t seed);
  // All of the kind, those that lend themselves first.
  std::span<const Provider* const> of(ProviderKind kind) const { return of_kind_[static_cast<std::size_t>(kind)]; }
  std::size_t willing(ProviderKind kind) const;

 private:
  std::array<std::vector<const Provider*>, static_cast<std::size_t>(ProviderKind::kCount)> of_kind_;
};

// What a group of players has at hand.
struct SchemeScene {
  const WillingProviders& providers;
  const Catalogue& catalogue;
  const Period& period;
  Random& random;
  std::vector<Diary>& diaries;  // one for each person of the group
  bool is_honest = false;       // goes to any provider
  // How hard the group plays: percent of the least that inspections object to, by what is publicly said of their
  // practice. Plays that have no measure, only a trace, stay at it.
  int intensity = 100;

  // How often, how many, how much: from just under the least that is objected to up to three times as much.
  int around(int least, int most = 1'000'000);
  // A gap or length of which `most` and less are objected to: from just above it down to a third, 1 at least.
  int within(int most);
  // So often is something done that is wrong each time.
  int times(int most);
  // Honest, and near what is objected to: seven to nine tenths of it and more, never all.
  int just_under(int least);

  // A day from which `days` more are left.
  Day day(int days) { return period.first_day + random.below(period.end_day() - period.first_day - days); }
  const Provider& any(ProviderKind kind) { return *some(kind, 1).front(); }
  const Item& any_item(Group group) { return *random.pick(catalogue.of(group)); }
  // Different ones, of schemes those that lend themselves first; as many as there are.
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

// By family a file, beside schemes the honest lives that come near them; other honest lives come last.
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
