// Claims on either side of limits.
#include "rules/library/point_claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace qiuhao::rules {
namespace {

constexpr int kMostLines = 400;  // of a claim that goes beyond a number of days
constexpr std::string_view kCommonDiagnoses[] = {"Z00.000", "J06.900", "K29.700", "M54.500"};

// A bit that both have, else one that the first has; the preferred one where it is among them.
unsigned choose(const std::optional<unsigned>& a, const std::optional<unsigned>& b, unsigned preferred) {
  unsigned bits = a.value_or(~0U) & b.value_or(~0U);
  if (bits == 0) bits = a.value_or(b.value_or(~0U));
  if ((bits & (1U << preferred)) != 0) return preferred;
  unsigned bit = 0;
  while (bit < 31 && (bits & (1U << bit)) == 0) ++bit;
  return bit;
}

std::string choose_diagnosis(const Allowed& a, const Allowed& b) {
  std::string code;
  if (a.icd && b.icd) code = a.icd->code_in_both(*b.icd);
  const auto asked = a.icd ? a.icd : b.icd;
  const IcdSet none({});
  const IcdSet& never_a = a.icd_never ? *a.icd_never : none;
  const IcdSet& never_b = b.icd_never ? *b.icd_never : none;
  if (code.empty() && asked) code = asked->code_outside(a.icd_never ? never_a : never_b);
  if (code.empty() && asked) code = asked->first_code();
  if (!code.empty()) return code;
  for (const std::string_view common : kCommonDiagnoses) {
    const std::string text(common);
    if (!never_a.has(text) && !never_b.has(text)) return text;
  }
  return std::string(kCommonDiagnoses[0]);
}

Day birth_of(const Allowed& a, const Allowed& b, Day day) {
  LifeDays life{0, kLongestLife};
  for (const Allowed* one : {&a, &b}) {
    if (!one->ages) continue;
    const LifeDays both{std::max(life.from, one->ages->from), std::min(life.to, one->ages->to)};
    if (both.from <= both.to) life = both;
  }
  const int forty_years = day - add_months(day, -12 * 40);
  return day - std::clamp(forty_years, life.from, life.to);
}

using Codes = std::optional<std::vector<std::string>>;

// Every code of either list (the first few), and one of neither; none when there is no list.
std::vector<std::string> codes_of(const Codes& a, const Codes& b) {
  constexpr std::size_t kMostCodes = 12;
  std::vector<std::string> codes;
  for (const Codes* one : {&a, &b}) {
    for (std::size_t i = 0; *one && i < std::min(kMostCodes, (*one)->size()); ++i) codes.push_back((**one)[i]);
  }
  if (!codes.empty()) codes.emplace_back("Q9X9");
  return codes;
}

// A code that both lists admit, if there is one.
std::string common_code(const Codes& a, const Codes& b, std::string otherwise) {
  const auto admits = [](const Codes& list, const std::string& code) {
    return !list || std::ranges::any_of(*list, [&](const std::string& begin) { return code.starts_with(begin); });
  };
  for (const std::string& code : codes_of(a, b)) {
    if (admits(a, code) && admits(b, code)) return code;
  }
  const std::vector<std::string> codes = codes_of(a, b);
  return codes.empty() ? std::move(otherwise) : codes[0];
}

class Maker {
 public:
  Maker(const Allowed& a, const Allowed& b, const std::string& item, Day day) : a_(a), b_(b), day_(day) {
    base_.day = day;
    base_.sex = fmt::to_string(choose(a.sexes, b.sexes, 1) == 2 ? 2 : 1);
    base_.birth_date = birth_of(a, b, day);
    base_.kind = kModes[std::min(choose(a.modes, b.modes, 1), 3U)];
    base_.insurance = kInsurance[std::min(choose(a.insurance, b.insurance, 0), 3U)];
    base_.diagnoses = {choose_diagnosis(a, b)};
    base_.department = common_code(a.departments, b.departments, "01");
    base_.disease = common_code(a.diseases, b.diseases, "");
    base_.lines = {{item}};
  }

  std::vector<ThingClaim> make() {
    add(Thing::none, base_);
    if (a_.sexes || b_.sexes) {
      for (const char* sex : {"1", "2"}) add(Thing::sex, [&](ClaimWish& wish) { wish.sex = sex; });
    }
    if (a_.ages || b_.ages) add_ages();
    if (a_.level_min || b_.level_min) {
      for (int level = 0; level <= 3; ++level) add(Thing::level, [&](ClaimWish& wish) { wish.level = level; });
    }
    if (a_.modes || b_.modes) {
      for (const std::string_view mode : kModes) add(Thing::mode, [&](ClaimWish& wish) { wish.kind = mode; });
    }
    if (a_.insurance || b_.insurance) {
      for (const std::string_view kind : kInsurance) {
        add(Thing::insurance, [&](ClaimWish& wish) { wish.insurance = kind; });
      }
    }
    if (a_.icd || b_.icd || a_.icd_never || b_.icd_never) add_diagnoses();
    for (const std::string& code : codes_of(a_.departments, b_.departments)) {
      add(Thing::department, [&](ClaimWish& wish) { wish.department = code; });
    }
    for (const std::string& code : codes_of(a_.diseases, b_.diseases)) {
      add(Thing::disease, [&](ClaimWish& wish) { wish.disease = code; });
    }
    for (const Allowed* one : {&a_, &b_}) {
      for (const NumberLimit& limit : one->numbers) add_numbers(limit);
    }
    return std::move(claims_);
  }

 private:
  void add(Thing thing, ClaimWish wish) { claims_.push_back({thing, std::move(wish)}); }
  template <typename Change>
  requires std::invocable<Change, ClaimWish&>
  void add(Thing thing, const Change& change) {
    ClaimWish wish = base_;
    change(wish);
    add(thing, std::move(wish));
  }

  void add_ages() {
    std::vector<int> lives;
    for (const Allowed* one : {&a_, &b_}) {
      if (!one->ages) continue;
      for (const int life : {one->ages->from - 1, one->ages->from, one->ages->to, one->ages->to + 1}) {
        if (life >= 0 && life < kLongestLife) lives.push_back(life);
      }
    }
    std::ranges::sort(lives);
    lives.erase(std::unique(lives.begin(), lives.end()), lives.end());
    for (const int life : lives) add(Thing::age, [&](ClaimWish& wish) { wish.birth_date = day_ - life; });
  }

  void add_diagnoses() {
    std::vector<std::string> codes(std::begin(kCommonDiagnoses), std::end(kCommonDiagnoses));
    std::vector<const IcdSet*> sets;
    for (const auto* set : {&a_.icd, &b_.icd, &a_.icd_never, &b_.icd_never}) {
      if (*set && !(*set)->is_empty()) sets.push_back(&**set);
    }
    for (const IcdSet* one : sets) {
      codes.push_back(one->first_code());
      for (const IcdSet* other : sets) {
        if (one == other) continue;
        codes.push_back(one->code_outside(*other));
        codes.push_back(one->code_in_both(*other));
      }
    }
    std::ranges::sort(codes);
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    for (const std::string& code : codes) {
      if (!code.empty()) add(Thing::diagnosis, [&](ClaimWish& wish) { wish.diagnoses = {code}; });
    }
  }

  // One less, as much as, and one more than the limit.
  void add_numbers(const NumberLimit& limit) {
    if (limit.name == "price_max" || limit.name == "amount_max") {
      add_money(limit);
      return;
    }
    const auto whole = rescale(limit.value, 0);
    if (!whole || whole->units < 0 || whole->units > 1'000'000) return;
    const auto most = static_cast<int>(whole->units);
    if (limit.name == "max_days" || limit.name == "min_gap_days") {
      add_days(limit.name == "max_days", most);
      return;
    }
    for (const int units : {most, most + 1}) {
      if (units < 1) continue;
      add(Thing::number, [&](ClaimWish& wish) { wish.lines[0].quantity = Decimal::from_int(units); });
    }
  }

  // One unit at the price (or for the amount) itself, and at 0.01 元 more.
  void add_money(const NumberLimit& limit) {
    for (const Decimal more : {Decimal{0, 2}, Decimal{1, 2}}) {
      const auto money = ::qiuhao::add(limit.value, more);
      if (!money) continue;
      add(Thing::number, [&](ClaimWish& wish) {
        wish.level = level_of(limit);
        wish.lines[0].price = *money;
        wish.lines[0].amount = *money;
      });
    }
  }

  // Prices of one level of provider are compared with each other alone.
  static int level_of(const NumberLimit& limit) {
    return limit.unit.size() == 1 && limit.unit[0] >= '1' && limit.unit[0] <= '3' ? limit.unit[0] - '0' : 3;
  }

  void add_days(bool is_course, int days) {
    if (days >= kMostLines) return;
    const std::string item = base_.lines[0].item;
    for (const int last : {days - 1, days}) {
      if (last < 1) continue;
      add(Thing::number, [&](ClaimWish& wish) {
        wish.kind = a_.modes || b_.modes ? wish.kind : "inpatient";
        wish.days = last + 1;
        for (int after = is_course ? 1 : last; after <= last; ++after) wish.lines.push_back({item, 0, after});
      });
    }
  }

  const Allowed& a_;
  const Allowed& b_;
  const Day day_;
  ClaimWish base_;
  std::vector<ThingClaim> claims_;
};

}  // namespace

std::vector<ThingClaim> claims_for(const Allowed& a, const Allowed& b, const std::string& item, Day day) {
  return Maker(a, b, item, day).make();
}

std::vector<ThingClaim> pair_claims(const std::string& first, const std::string& second, Day day) {
  ClaimWish wish;
  wish.day = day;
  wish.lines = {{first}, {second}};
  ClaimWish apart = wish;
  apart.visits = 2;
  apart.lines[1].visit = 1;
  return {{Thing::none, std::move(wish)}, {Thing::none, std::move(apart)}};
}

Day last_of(const knowledge::Point& point) {
  return point.effective_to == kNoDay ? std::numeric_limits<Day>::max() : point.effective_to;
}

Day day_within(Day from, Day to) {
  const Day first = from == kNoDay ? std::numeric_limits<Day>::min() + 1 : from;
  const Day last = to == kNoDay ? std::numeric_limits<Day>::max() : to;
  Day day = std::clamp(day_from_civil({2026, 1, 15}), first, std::max(first, last));
  const CivilDate civil = civil_from_day(day);
  if (civil.month == 2 && civil.day == 29) day = day < last ? day + 1 : std::max(first, day - 1);
  return day;
}

}  // namespace qiuhao::rules
