// Households: numbers follow from the index alone, certificates have the right check character, people are plausible.
#include "simulate/household.h"

#include <gtest/gtest.h>

#include <set>

namespace qiuhao::simulate {
namespace {

constexpr Day kFirstDay = 20'089;  // 2025-01-01

// GB 11643: weights as the standard prints them.
char check_character(std::string_view digits) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t place = 0; place < 17; ++place) sum += (digits[place] - '0') * kWeights[place];
  return "10X98765432"[sum % 11];
}

TEST(Household, ComesFromItsIndexAlone) {
  const auto once = make_household(9, 41, 100, kFirstDay, 12);
  const auto again = make_household(9, 41, 100, kFirstDay, 12);
  ASSERT_EQ(once.size(), again.size());
  for (std::size_t index = 0; index < once.size(); ++index) {
    EXPECT_EQ(once[index].name, again[index].name);
    EXPECT_EQ(once[index].certificate, again[index].certificate);
    EXPECT_EQ(once[index].address, once[0].address);
  }
}

TEST(Household, PeopleArePlausible) {
  int women = 0;
  int children = 0;
  int old = 0;
  int people = 0;
  std::set<std::string> numbers;
  for (int index = 0; index < 3'000; ++index) {
    for (const Person& person : make_household(1, index, people, kFirstDay, 12)) {
      ++people;
      EXPECT_TRUE(numbers.insert(person.number).second);
      ASSERT_EQ(person.certificate.size(), 18u);
      EXPECT_EQ(person.certificate[17], check_character(person.certificate)) << person.certificate;
      EXPECT_TRUE(person.certificate.starts_with("3499"));
      const CivilDate born = civil_from_day(person.born);
      EXPECT_EQ(std::stoi(person.certificate.substr(6, 4)), born.year);
      const bool male = (person.certificate[16] - '0') % 2 == 1;
      EXPECT_TRUE(person.sex == '9' || male == (person.sex == '1'));
      const int age = age_years(person.born, kFirstDay);
      EXPECT_GE(age, 0);
      EXPECT_LE(age, 100);
      EXPECT_TRUE(age >= 18 || person.insurance == "390");
      EXPECT_TRUE(person.delivery_month < 0 || person.sex == '2');
      women += person.sex == '2' ? 1 : 0;
      children += age < 18 ? 1 : 0;
      old += age >= 60 ? 1 : 0;
    }
  }
  EXPECT_NEAR(women, people / 2, people / 20);
  EXPECT_GT(children, people / 8);
  EXPECT_LT(children, people / 3);
  EXPECT_GT(old, people / 8);
  EXPECT_LT(old, people / 3);
}

}  // namespace
}  // namespace qiuhao::simulate
