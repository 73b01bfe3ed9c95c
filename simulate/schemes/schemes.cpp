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

}  // namespace

std::vector<const Provider*> SchemeScene::some(ProviderKind kind, std::size_t count) {
  const auto all = providers.of(kind);
  std::vector<const Provider*> chosen;
  const auto start = static_cast<std::size_t>(random.below(static_cast<int>(all.size())));
  for (std::size_t number = 0; number < std::min(count, all.size()); ++number)
    chosen.push_back(&all[(start + number) % all.size()]);
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
  const auto kinds = scheme_kinds();
  std::int64_t people = 0;
  for (std::size_t number = 0; number < kinds.size(); ++number) {
    const SchemeKind& kind = *kinds[number];
    for (int group = 1; group <= static_cast<int>(groups); ++group) {
      Random random(mix(mix(options.seed, hash64(kind.name)), static_cast<std::uint64_t>(group)));
      std::vector<Diary> diaries;
      for (int person = random.between(kind.people_least, kind.people_most); person > 0; --person)
        diaries.emplace_back(casting.find(kind.wish));
      SchemeScene scene{providers, catalogue, period, random, diaries};
      kind.play(scene);
      for (Diary& diary : diaries) {
        for (const ListedPerson& listed : diary.lists()) lists.add(diary.person(), listed);
        diary.write(catalogue, random, [&](Visit& visit, bool is_claimed) { take(visit, {kind, group, is_claimed}); });
      }
      people += static_cast<std::int64_t>(diaries.size());
    }
  }
  return people;
}

}  // namespace qiuhao::simulate
