// What people of the simulated city fall ill with, when, at what age, and what is done about it.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "simulate/catalogue.h"
#include "simulate/providers.h"
#include "simulate/visit.h"

namespace qiuhao::simulate {

inline constexpr Group kNothing = Group::kCount;

// An illness seen by outpatients. Weights by season: winter, spring, summer, autumn.
struct Condition {
  Diagnosis diagnosis;
  Department department;
  int age_least;
  int age_most;
  char sex;  // '0': either
  std::array<int, 4> weights;
  std::array<Group, 3> drugs;
  std::array<Group, 2> examinations;
};
std::span<const Condition> conditions();

// A reason for a stay in hospital.
struct StayReason {
  Diagnosis diagnosis;
  Diagnosis second;
  Department department;
  int age_least;
  int age_most;
  char sex;
  int weight;
  int days_least;
  int days_most;
  std::string_view operation_item;  // name in the catalogue; empty: none
  Diagnosis operation;              // code and name of ICD-9-CM-3
  std::array<Group, 3> examinations;
  int intensive_per_thousand;
  int course_per_thousand;  // how often a drug with a limited course is given, within its limit
};
std::span<const StayReason> stay_reasons();
const StayReason& natural_birth();
const StayReason& caesarean();

// 0 winter (December to February) … 3 autumn.
int season_of(Day day);

// Chosen by weight among those that fit; nullptr when none does.
const Condition* choose_condition(const Person& person, Day day, Random& random);
const StayReason* choose_stay_reason(const Person& person, Day day, Random& random);

}  // namespace qiuhao::simulate
