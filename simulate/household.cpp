// Households: who lives together, how old they are, how they are insured and what they suffer from.
#include "simulate/household.h"

#include <fmt/format.h>

#include "base/hash.h"

namespace qiuhao::simulate {
namespace {

constexpr std::string_view kEmployers[] = {"秋浦机械厂",         "秋浦市第一中学",   "江南纺织有限公司",
                                           "镜湖区政务服务中心", "云台物流有限公司", "秋浦供电公司",
                                           "青石建筑有限公司",   "临江食品有限公司"};
constexpr int kAdultAge = 18;
constexpr int kPensionAge = 60;

// 17 digits and the check character of GB 11643.
std::string certificate_number(const District& district, Day born, char sex, Random& random) {
  const CivilDate birth = civil_from_day(born);
  const int serial = random.below(450) * 2 + (sex == '2' ? 10 : 11);
  std::string digits = fmt::format("{}{:04}{:02}{:02}{:03}", district.code, birth.year, birth.month, birth.day, serial);
  int sum = 0;
  int weight = 1;
  for (std::size_t place = 17; place-- > 0;) {
    weight = weight * 2 % 11;
    sum += (digits[place] - '0') * weight;
  }
  digits.push_back("10X98765432"[sum % 11]);
  return digits;
}

void insure(Person& person, int age, Random& random) {
  if (age < kAdultAge) {
    person.person_type = "1401";
    return;
  }
  if (age >= kPensionAge) {
    const bool retired = random.chance(400);
    person.insurance = retired ? "310" : "390";
    person.person_type = retired ? "1201" : "1601";
    return;
  }
  if (random.chance(480)) {
    person.insurance = "310";
    person.person_type = "1101";
    person.employer = random.pick(std::span<const std::string_view>(kEmployers));
  }
}

void fall_ill(Person& person, int age, int months, Random& random) {
  const int risk = age >= kPensionAge ? 420 : age >= 45 ? 180 : age >= 30 ? 30 : 0;
  person.pressure = random.chance(risk);
  person.sugar = random.chance(risk * 2 / 5);
  person.heart = random.chance(risk / 4);
  const bool may_give_birth = person.sex == '2' && age >= 22 && age <= 38;
  if (may_give_birth && random.chance(55)) person.delivery_month = random.below(months);
}

class Builder {
 public:
  Builder(std::uint64_t seed, std::int64_t first_person, Day first_day, int months)
      : random_(seed), next_person_(first_person), first_day_(first_day), months_(months) {
    district_ = &random_.pick(districts());
    // One draw a statement throughout: the order in which arguments are evaluated is the compiler's choice.
    const std::string_view street = random_.pick(district_->streets);
    const int house = random_.between(1, 299);
    const int floor = random_.between(1, 18);
    const int room = floor * 100 + random_.between(1, 6);
    address_ = fmt::format("{}{}{}{}号{}室", kCityName, district_->name, street, house, room);
  }

  void add(char sex, int age, std::string_view family) {
    Person person;
    person.number = fmt::format("3499{:012}", next_person_ + 1);
    person.relation = fmt::format("R{:012}", next_person_ + 1);
    ++next_person_;
    person.sex = random_.chance(2) ? '9' : sex;
    person.name = std::string(family) + given_name(sex, random_);
    person.born = add_months(first_day_, -12 * age) - random_.below(365);
    person.district = district_;
    person.certificate = certificate_number(*district_, person.born, sex, random_);
    person.telephone = fmt::format("100{:08}", random_.below(100'000'000));
    person.address = address_;
    insure(person, age, random_);
    fall_ill(person, age, months_, random_);
    people_.push_back(std::move(person));
  }

  void add_couple(int age, std::string_view family) {
    add('1', age, family);
    const int wife_age = age - random_.between(-2, 5);
    add('2', wife_age, family_name(random_));
  }

  void add_children(int parent_age, std::string_view family) {
    const int children = random_.chance(350) ? 2 : 1;
    int age = parent_age - random_.between(23, 32);
    for (int child = 0; child < children && age >= 0; ++child, age -= random_.between(2, 6)) {
      add(random_.chance(525) ? '1' : '2', age, family);
    }
  }

  std::vector<Person> build() {
    const std::string_view family = family_name(random_);
    const int shape = random_.below(100);
    if (shape < 12) {
      const char sex = random_.chance(500) ? '1' : '2';
      add(sex, random_.between(19, 78), family);
    } else if (shape < 27) {
      add_couple(random_.between(24, 60), family);
    } else if (shape < 65) {
      const int age = random_.between(27, 49);
      add_couple(age, family);
      add_children(age, family);
    } else if (shape < 80) {
      const int age = random_.between(30, 46);
      add_couple(age + random_.between(23, 29), family);
      add_couple(age, family);
      add_children(age, family);
    } else {
      add_couple(random_.between(60, 86), family);
    }
    return std::move(people_);
  }

 private:
  Random random_;
  std::int64_t next_person_;
  Day first_day_;
  int months_;
  const District* district_ = nullptr;
  std::string address_;
  std::vector<Person> people_;
};

}  // namespace

std::vector<Person> make_household(std::uint64_t city_seed, std::int64_t index, std::int64_t first_person,
                                   Day first_day, int months) {
  return Builder(mix(mix(city_seed, hash64("household")), static_cast<std::uint64_t>(index)), first_person, first_day,
                 months)
      .build();
}

}  // namespace qiuhao::simulate
