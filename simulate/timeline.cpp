// Month by month: illnesses by age, refills of the chronically ill, purchases, stays, pregnancies.
#include "simulate/timeline.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "simulate/plants_internal.h"

namespace qiuhao::simulate {
namespace {

constexpr int kLongStay = 8;      // days; shorter ones cannot outrun the shortest course
constexpr int kMonthsOfCare = 7;  // antenatal visits before the birth

// Rates per thousand.
constexpr int kPlantedOutpatient = 75;
constexpr int kPlantedStay = 280;
constexpr int kLookAlike = 90;
constexpr int kPlantedLater = 500;  // of the visits that go on with a kind begun in an earlier one
constexpr int kLookAlikeLater = 500;
constexpr int kGoesOn = 350;          // of the visits after one in which a kind that looks back was begun
constexpr int kMedicalInWard = 250;   // of what is planted in stays: a kind of medical_kinds.cpp
constexpr int kAfterOperation = 150;  // of those with an operation: prophylaxis after it, the first of them
constexpr int kOrdinaryRefund = 12;
constexpr int kOrdinaryVoid = 5;
constexpr int kWaitingPer100000 = 120;
constexpr int kReadmitted = 25;     // of stays
constexpr int kOfManagement = 600;  // of what is planted in stays, a kind of the management catalogue
constexpr int kManyVisitors = 3;    // of people
constexpr int kBusyDays = 26;
constexpr int kOverlapping = 15;
constexpr int kPlantedByRegister = 8;  // of visits
constexpr int kLookAlikeByRegister = 8;

constexpr int kFirstMedical = kFirstKinds + kPolicyKinds + 1;
constexpr int kSoonest = 1;  // days from discharge to a planted readmission
constexpr int kLatest = 12;

enum class Reason { kIllness, kRefill, kPurchase, kAntenatal, kStay, kBirth };

struct Event {
  Day day;
  Reason reason;
};

struct Rates {  // per thousand and month
  int illness;
  int purchase;
  int stay;
};

Rates rates_of(int age) {
  if (age < 6) return {440, 50, 14};
  if (age < 18) return {200, 60, 5};
  if (age < 45) return {190, 110, 7};
  if (age < 60) return {240, 130, 13};
  if (age < 75) return {360, 150, 26};
  return {420, 110, 38};
}

class Timeline {
 public:
  Timeline(const Person& person, const Period& period, const Providers& providers, const Outliers& outliers,
           Scene& scene, const std::function<void(Visit&)>& take)
      : person_(person),
        period_(period),
        providers_(providers),
        outliers_(outliers),
        scene_(scene),
        random_(scene.random),
        take_(take) {}

  void run() {
    for (int month = 0; month < period_.months; ++month) {
      month_first_ = add_months(period_.first_day, month);
      month_days_ = add_months(period_.first_day, month + 1) - month_first_;
      plan_month(month);
      std::sort(events_.begin(), events_.end(),
                [](const Event& a, const Event& b) { return a.day != b.day ? a.day < b.day : a.reason < b.reason; });
      for (const Event& event : events_) {
        if (event.day >= free_from_) happen(event);
      }
    }
  }

 private:
  void plan(Reason reason) { events_.push_back({month_first_ + random_.below(month_days_), reason}); }

  void plan_month(int month) {
    events_.clear();
    const Rates rates = rates_of(age_years(person_.born, month_first_));
    const int season = season_of(month_first_);
    const int illness = rates.illness * (season == 0 ? 130 : season == 2 ? 85 : 100) / 100;
    if (random_.chance(illness)) plan(Reason::kIllness);
    if (random_.chance(illness / 4)) plan(Reason::kIllness);
    if ((person_.pressure || person_.sugar || person_.heart) && random_.chance(900)) plan(Reason::kRefill);
    if (random_.chance(rates.purchase)) plan(Reason::kPurchase);
    plan_many_visits(month);
    if (random_.chance(rates.stay * (person_.heart ? 2 : 1))) plan(Reason::kStay);
    if (person_.delivery_month < 0) return;
    if (month < person_.delivery_month && person_.delivery_month - month <= kMonthsOfCare) plan(Reason::kAntenatal);
    if (month == person_.delivery_month) plan(Reason::kBirth);
  }

  // A few people see a doctor nearly every day of a month. Whose it is and when is their own affair: it draws nothing
  // from the randomness of others.
  void plan_many_visits(int month) {
    if (period_.is_honest) return;
    Random random(mix(hash64(person_.number), hash64("many-visits")));
    if (!random.chance(kManyVisitors) || random.below(period_.months) != month) return;
    for (int day = 0; day < kBusyDays; ++day) events_.push_back({month_first_ + day, Reason::kIllness});
  }

  // The visit with which those of thirty days are too many is marked, once.
  void count_day_visit(Visit& visit) {
    if (visit.waiting || visit.inpatient() || visit.pharmacy() || visit.medical_type == "14") return;
    day_visits_.push_back(visit.first_day());
    const std::size_t count = day_visits_.size();
    constexpr int kDays = 30;
    if (has_many_visits_ || count < kManyVisits || visit.first_day() - day_visits_[count - kManyVisits] >= kDays)
      return;
    has_many_visits_ = true;
    visit.violations.push_back({many_visits_kind(), 0, 0, "30天内门诊次数过多", Cents{0}, About::person});
  }

  void happen(const Event& event) {
    Visit visit;
    visit.person = &person_;
    visit.insurance = person_.insurance;
    visit.doctor = random_.below(kDoctorsPerDepartment);
    visit.number = fmt::format("{}{:04}", person_.number, visits_ + 1);
    const bool stay = event.reason == Reason::kStay || event.reason == Reason::kBirth;
    if (stay ? !begin_stay(visit, event) : !begin_day_visit(visit, event)) return;
    if (visit.lines.empty()) return;
    const std::size_t ordinary = visit.lines.size();
    const bool is_ordinary = !plant(visit);
    if (stay && is_ordinary && visit.lines.size() == ordinary) {
      if (const auto indicator = outliers_.of(*visit.provider, visit.first_day()))
        stand_out(*indicator, visit, scene_.catalogue);
    }
    if (first_visit_.empty() && !visit.waiting) first_visit_ = visit.number;
    visit.first_of_person = first_visit_;
    count_day_visit(visit);
    free_from_ = day_of(visit.end) + 1;
    ++visits_;
    scene_.past.remember(visit);
    take_(visit);
    if (event.reason == Reason::kStay && !visit.waiting && !period_.is_honest) follow_up(visit);
  }

  // Sometimes a second stay for the same reason. Its randomness is its own, so that it changes no other visit but those
  // that it leaves no day for.
  void follow_up(const Visit& first) {
    Random random(mix(hash64(first.number), hash64("follow-up")));
    const int roll = random.below(1000);
    if (first.diagnoses.front().code != last_stay_->diagnosis.code) return;  // a planted one, which does not come back
    const bool is_often = outliers_.of(*first.provider, first.first_day()) == Indicator::readmission;
    const bool readmitted = roll < (is_often ? kReadmittedOften : kReadmitted);
    if (!readmitted && (is_often || roll >= kReadmitted + kOverlapping || first.stay_days() < 3)) return;
    Visit visit;
    visit.person = &person_;
    visit.insurance = first.insurance;
    visit.doctor = first.doctor % kDoctorsPerDepartment;
    visit.medical_type = first.medical_type;
    visit.number = fmt::format("{}{:04}", person_.number, visits_ + 1);
    visit.follow_up = readmitted ? FollowUp::readmitted : FollowUp::overlapping;
    visit.earlier = first.number;
    visit.earlier_end = day_of(first.end);
    visit.provider =
        readmitted ? first.provider : &providers_.choose(ProviderKind::kSecondary, *person_.district, random);
    if (!readmitted && visit.provider == first.provider) return;
    const Day day = readmitted ? visit.earlier_end + random.between(kSoonest, kLatest)
                               : first.first_day() + random.between(1, first.stay_days() - 2);
    const int days = random.between(last_stay_->days_least, last_stay_->days_most);
    if (day + days > period_.end_day()) return;
    set_stay(visit, day, days, random);
    Scene scene{scene_.catalogue, random, scene_.past};
    compose_stay(visit, *last_stay_, scene);
    free_from_ = std::max(free_from_, day_of(visit.end) + 1);
    ++visits_;
    scene_.past.remember(visit);
    take_(visit);
  }

  static void set_stay(Visit& visit, Day day, int days, Random& random) {
    const Seconds midnight = static_cast<Seconds>(day) * kSecondsPerDay - kShanghaiOffset;
    visit.begin = midnight + 8 * 3600 + random.below(170) * kMinute;
    visit.end = midnight + (days - 1) * kSecondsPerDay + 15 * 3600 + random.below(170) * kMinute;
  }

  bool begin_day_visit(Visit& visit, const Event& event) {
    visit.begin = static_cast<Seconds>(event.day) * kSecondsPerDay - kShanghaiOffset + 8 * 3600 +
                  random_.below(9 * 60) * kMinute + random_.below(60);
    visit.end = visit.begin + 2 * 3600;
    choose_provider(visit, event.reason);
    if (event.reason == Reason::kPurchase) {
      compose_pharmacy(visit, scene_);
    } else if (event.reason == Reason::kRefill) {
      compose_refill(visit, scene_);
    } else if (event.reason == Reason::kAntenatal) {
      maternity_insurance(visit);
      compose_antenatal(visit, scene_);
    } else {
      const Condition* condition = choose_condition(person_, event.day, random_);
      if (condition == nullptr) return false;
      if (visit.provider->level >= 2 && random_.chance(100)) visit.medical_type = "13";
      compose_outpatient(visit, *condition, scene_);
    }
    return true;
  }

  bool begin_stay(Visit& visit, const Event& event) {
    const bool birth = event.reason == Reason::kBirth;
    const StayReason* reason = birth ? (random_.chance(600) ? &natural_birth() : &caesarean())
                                     : choose_stay_reason(person_, event.day, random_);
    if (reason == nullptr) return false;
    const int days = random_.between(reason->days_least, reason->days_most);
    if (event.day + days > period_.end_day()) return false;  // still in hospital at the end: not yet settled
    last_stay_ = reason;
    set_stay(visit, event.day, days, random_);
    visit.medical_type = birth ? "52" : "21";
    if (birth) maternity_insurance(visit);
    const int roll = random_.below(100);
    const ProviderKind kind = roll < 42                        ? ProviderKind::kTertiary
                              : roll < 88 || birth             ? ProviderKind::kSecondary
                              : reason->operation_item.empty() ? ProviderKind::kCommunity
                                                               : ProviderKind::kSecondary;
    visit.provider = &providers_.choose(kind, *person_.district, random_);
    compose_stay(visit, *reason, scene_);
    return true;
  }

  void choose_provider(Visit& visit, Reason reason) {
    const int roll = random_.below(100);
    ProviderKind kind = roll < 22   ? ProviderKind::kTertiary
                        : roll < 48 ? ProviderKind::kSecondary
                        : roll < 84 ? ProviderKind::kCommunity
                                    : ProviderKind::kClinic;
    if (reason == Reason::kPurchase) kind = ProviderKind::kPharmacy;
    if (reason == Reason::kAntenatal) kind = roll < 50 ? ProviderKind::kTertiary : ProviderKind::kSecondary;
    visit.provider = &providers_.choose(kind, *person_.district, random_);
  }

  // Few cities still settle births of employees as an insurance of its own; here half do.
  void maternity_insurance(Visit& visit) {
    if (person_.insurance == "310" && person_.number.back() % 2 == 0) visit.insurance = "510";
  }

  // Kinds that registers decide are planted by randomness of their own, so that they change nobody else's visits.
  bool plant_by_register(Visit& visit) {
    Random random(mix(hash64(visit.number), hash64("register")));
    const int roll = random.below(1000);
    if (roll >= kPlantedByRegister + kLookAlikeByRegister) return false;
    Scene scene{scene_.catalogue, random, scene_.past};
    const int kind = kKinds - random.below(kRegisterKinds);
    if (roll >= kPlantedByRegister) return plant_look_alike(kind, visit, scene);
    return !period_.is_honest && plant_violation(kind, visit, scene);
  }

  // At most one scenario in a visit: two could change each other's truth. Whether there is one, or may be.
  bool plant(Visit& visit) {
    if (plant_by_register(visit)) {
      soil(visit);
      return true;
    }
    constexpr int kStayKinds[] = {1,  2,  3,  4,  5,  6,  8,  9,  11, 11, 11, 12, 12, 13, 14, 15, 16,
                                  17, 18, 19, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34,
                                  35, 36, 37, 38, 41, 42, 42, 43, 44, 44, 45, 46, 47, 48, 49};
    constexpr int kPharmacyKinds[] = {1, 3, 5, 6, 7, 8, 9, 13};
    const std::span<const int> stay_kinds(kStayKinds);
    const bool long_stay = visit.inpatient() && visit.stay_days() >= kLongStay;
    const int any_kind = random_.between(1, kKinds - kRegisterKinds);
    const bool emergency = visit.medical_type == "13";
    const bool goes_on = scene_.past.begun.kind > 0 && random_.chance(kGoesOn);
    const bool in_ward = visit.inpatient() && random_.chance(kMedicalInWard);
    const bool is_operated = !visit.operation.code.empty() && random_.chance(kAfterOperation);
    const int kind = goes_on                                              ? scene_.past.begun.kind
                     : is_operated                                        ? kFirstMedical
                     : in_ward                                            ? kFirstMedical + random_.below(kMedicalKinds)
                     : visit.intensive_days > 0 && random_.chance(500)    ? 11
                     : long_stay && random_.chance(450)                   ? 10
                     : emergency && random_.chance(300)                   ? 7
                     : visit.inpatient() && random_.chance(kOfManagement) ? management_kind_of_stay(random_)
                     : visit.inpatient()                                  ? random_.pick(stay_kinds)
                     : visit.pharmacy() ? random_.pick(std::span<const int>(kPharmacyKinds))
                                        : any_kind;
    const int roll = random_.below(1000);
    const int planted = goes_on ? kPlantedLater : visit.inpatient() ? kPlantedStay : kPlantedOutpatient;
    const int look_alike = goes_on ? kLookAlikeLater : kLookAlike;
    if (roll < planted) {
      if (!period_.is_honest) plant_violation(kind, visit, scene_);
    } else if (roll < planted + look_alike) {
      plant_look_alike(kind, visit, scene_);
    }
    soil(visit);
    return roll < planted + look_alike;
  }

  // Ordinary corrections that have nothing to do with any limit.
  void soil(Visit& visit) {
    if (random_.chance(kOrdinaryRefund)) {
      const std::int64_t quantity = random_.between(1, 2) * kWhole;
      const int line = visit.add(scene_.any(Group::kPatent), quantity);
      visit.refund(line, kWhole);
    }
    if (random_.chance(kOrdinaryVoid)) {
      const int line = visit.add(scene_.any(Group::kStomach), kWhole);
      visit.lines[static_cast<std::size_t>(line)].voided = true;
    }
    visit.waiting = random_.chance_in_100000(kWaitingPer100000);
  }

  const Person& person_;
  const Period& period_;
  const Providers& providers_;
  const Outliers& outliers_;
  Scene& scene_;
  Random& random_;
  const std::function<void(Visit&)>& take_;
  std::vector<Event> events_;
  Day month_first_ = 0;
  int month_days_ = 0;
  Day free_from_ = 0;
  int visits_ = 0;
  std::string first_visit_;       // number of the first that is written
  std::vector<Day> day_visits_;   // outpatient and emergency visits, refills aside
  bool has_many_visits_ = false;  // already marked
  const StayReason* last_stay_ = nullptr;
};

}  // namespace

void make_visits(const Person& person, const Period& period, const Providers& providers, const Outliers& outliers,
                 Scene& scene, const std::function<void(Visit&)>& take) {
  Timeline(person, period, providers, outliers, scene, take).run();
}

}  // namespace qiuhao::simulate
