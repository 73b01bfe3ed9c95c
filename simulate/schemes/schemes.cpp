// Casting: households are made until one of their people fits the part.
#include "simulate/schemes/schemes.h"

#include <algorithm>

#include "base/hash.h"

namespace qiuhao::simulate {
namespace {

struct Rate {
  std::int64_t least;
  std::int64_t people_of_group;  // one more for each so many
};

Rate rate_of(SchemeLevel level) {
  switch (level) {
    case SchemeLevel::none: break;
    case SchemeLevel::calm: return {1, 100'000};
    case SchemeLevel::usual: return {4, 20'000};
    case SchemeLevel::bad: return {12, 4'000};
  }
  return {0, 1};
}

// Gives people with the wanted age, sex and insurance, each in a household of its own.
class Casting {
 public:
  Casting(const CityOptions& options, std::int64_t first_person) : options_(options), next_person_(first_person) {}

  Person find(const PersonWish& wish) {
    while (true) {
      std::vector<Person> household = make_household(mix(options_.seed, hash64("players")), next_household_++,
                                                     next_person_, options_.first_day, options_.months);
      next_person_ += static_cast<std::int64_t>(household.size());
      for (Person& person : household) {
        if (fits(person, wish)) return std::move(person);
      }
    }
  }
  std::int64_t next_person() const { return next_person_; }

 private:
  bool fits(const Person& person, const PersonWish& wish) const {
    const int age = age_years(person.born, options_.first_day);
    return age >= wish.age_least && age <= wish.age_most && person.sex != '9' &&
           (wish.sex == '0' || person.sex == wish.sex) &&
           (wish.insurance.empty() || person.insurance == wish.insurance);
  }

  const CityOptions& options_;
  std::int64_t next_person_;
  std::int64_t next_household_ = 0;
};

// Percent of the least that is objected to; below it, at it, beyond it and far beyond it a quarter of the groups each.
int draw_intensity(Random& random) {
  constexpr int kBounds[] = {70, 100, 125, 200, 301};
  const int band = random.below(4);
  return random.between(kBounds[band], kBounds[band + 1] - 1);
}

}  // namespace

int SchemeScene::around(int least, int most) {
  const int drawn = least * draw_intensity(random) / 100;
  const int count = std::clamp(drawn, 1, most);
  intensity = 100 * count / least;
  return count;
}

int SchemeScene::within(int most) {
  const int drawn = draw_intensity(random);
  const int rounded = (100 * most + drawn / 2) / drawn;
  const int length = drawn < 100 ? std::max(most + 1, rounded) : std::clamp(rounded, 1, most);
  intensity = 100 * most / length;
  return length;
}

int SchemeScene::times(int most) {
  const int count = random.between(1, most);
  intensity = 100 * count;
  return count;
}

int SchemeScene::just_under(int least) {
  const int count = std::min(least - 1, least * random.between(70, 99) / 100);
  intensity = 100 * count / least;
  return count;
}

WillingProviders::WillingProviders(const Providers& providers, std::uint64_t seed) {
  for (std::size_t kind = 0; kind < of_kind_.size(); ++kind) {
    for (const Provider& provider : providers.of(static_cast<ProviderKind>(kind))) of_kind_[kind].push_back(&provider);
    std::ranges::sort(of_kind_[kind], {}, [&](const Provider* provider) { return mix(seed, hash64(provider->code)); });
  }
}

std::size_t WillingProviders::willing(ProviderKind kind) const {
  return std::min(of(kind).size(), std::max<std::size_t>(2, of(kind).size() / 5));
}

std::vector<const Provider*> SchemeScene::some(ProviderKind kind, std::size_t count) {
  const auto all = providers.of(kind);
  const std::size_t first = is_honest ? all.size() : providers.willing(kind);
  const auto start = static_cast<std::size_t>(random.below(static_cast<int>(first)));
  std::vector<const Provider*> chosen;
  for (std::size_t number = 0; number < std::min(count, all.size()); ++number)
    chosen.push_back(all[number < first ? (start + number) % first : number]);
  return chosen;
}

std::vector<const SchemeKind*> scheme_kinds() {
  std::vector<const SchemeKind*> all;
  for (const auto kinds : {stay_schemes(), drug_schemes(), treatment_schemes(), list_schemes(), repeat_schemes(),
                           group_schemes(), trace_schemes(), register_schemes(), honest_lives(), listed_lives()}) {
    for (const SchemeKind& kind : kinds) all.push_back(&kind);
  }
  return all;
}

std::int64_t play_schemes(const CityOptions& options, const Providers& providers, const Catalogue& catalogue,
                          std::int64_t first_person, PersonLists& lists,
                          const std::function<void(Visit&, const PlayedVisit&)>& take) {
  constexpr int kLeastMonths = 10;  // the longest scheme needs so many
  if (options.schemes == SchemeLevel::none || options.slices > 1 || options.months < kLeastMonths) return 0;
  const Rate rate = rate_of(options.schemes);
  const std::int64_t groups = std::max(rate.least, options.people / rate.people_of_group);
  const Period period{options.first_day, options.months, options.is_honest};
  Casting casting(options, first_person);
  const WillingProviders willing(providers, options.seed);
  const auto kinds = scheme_kinds();
  std::int64_t people = 0;
  for (std::size_t number = 0; number < kinds.size(); ++number) {
    const SchemeKind& kind = *kinds[number];
    for (int group = 1; group <= static_cast<int>(groups); ++group) {
      Random random(mix(mix(options.seed, hash64(kind.name)), static_cast<std::uint64_t>(group)));
      std::vector<Diary> diaries;
      for (int person = random.between(kind.people_least, kind.people_most); person > 0; --person)
        diaries.emplace_back(casting.find(kind.wish));
      SchemeScene scene{willing, catalogue, period, random, diaries, kind.model.empty()};
      kind.play(scene);
      for (Diary& diary : diaries) {
        for (const ListedPerson& listed : diary.lists()) lists.add(diary.person(), listed);
        diary.write(catalogue, random, [&](Visit& visit, bool is_claimed) {
          take(visit, {kind, group, scene.intensity, is_claimed});
        });
      }
      people += static_cast<std::int64_t>(diaries.size());
    }
  }
  return people;
}

}  // namespace qiuhao::simulate
