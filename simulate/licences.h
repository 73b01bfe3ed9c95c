// The register of licences: who may prescribe which antibiotics, and since when. Those who have always been there may
// prescribe all; of the others each department has one of every sort.
#pragma once

#include <optional>

#include "simulate/city.h"
#include "simulate/providers.h"

namespace qiuhao::simulate {

inline constexpr int kWithoutAntibiotics = 0;  // grades of a right, and of a drug from 1 on
inline constexpr int kUnrestricted = 1;
inline constexpr int kRestricted = 2;
inline constexpr int kSpecial = 3;

// Numbers of doctors in a department from kDoctorsPerDepartment on.
enum Trainee : int {
  kJunior = kDoctorsPerDepartment,  // unrestricted drugs alone
  kAttending,                       // restricted ones too
  kRotating,                        // unrestricted ones up to the end of June, all from July on, every year
  kUnregistered,                    // the register does not have them
  kNewcomer,                        // no right yet
};
static_assert(kNewcomer + 1 - kDoctorsPerDepartment == kTraineesPerDepartment);

// The highest grade that a department's doctor of that number may prescribe on a day; nullopt: not in the register.
std::optional<int> antibiotic_right(int number, Day day);

// Writes licence.csv: a row for each right and period, some of them once more or in an older version that says less.
// The bytes written.
Result<std::int64_t> write_licences(const CityOptions& options, const Providers& providers);

}  // namespace qiuhao::simulate
