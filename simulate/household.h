// A household of the simulated city: its address and its people, made from the household's own seed alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "simulate/providers.h"
#include "simulate/random.h"

namespace qiuhao::simulate {

struct Person {
  std::string number;    // psn_no
  std::string relation;  // psn_insu_rlts_id
  std::string name;
  std::string certificate;  // a citizen number of a division that does not exist
  std::string telephone;
  std::string address;
  std::string_view employer;  // empty for residents
  std::string_view insurance = "390";
  std::string_view person_type = "1501";
  char sex = '1';  // 1, 2; rarely 9, not stated
  Day born = 0;
  const District* district = nullptr;
  bool pressure = false;  // chronic illnesses, refilled each month
  bool sugar = false;
  bool heart = false;
  int delivery_month = -1;  // counted from the first month of the simulation; -1 for none
};

// The people of household `index`; `first_person` numbers them. The same for any number of people in the city.
std::vector<Person> make_household(std::uint64_t city_seed, std::int64_t index, std::int64_t first_person,
                                   Day first_day, int months);

}  // namespace qiuhao::simulate
