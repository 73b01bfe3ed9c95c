// Stays for tests, written by hours of a year.
#pragma once

#include <algorithm>
#include <tuple>
#include <vector>

#include "screening/networks/visits.h"

namespace qiuhao::screening {

inline constexpr std::uint32_t kStart = 1'735'660'800;  // 2025-01-01 00:00 in Shanghai
inline constexpr std::uint32_t kHour = 3'600;

inline Stay stay_of(PersonNumber person, InstitutionNumber institution, std::uint32_t admitted_hour,
                    std::uint32_t discharged_hour, Cents total, std::uint32_t diagnosis = 1) {
  return {person, 0,     institution, diagnosis, kStart + admitted_hour * kHour, kStart + discharged_hour * kHour,
          false,  total, total / 2};
}

inline TapeVisits visits_of(std::vector<Stay> stays) {
  TapeVisits visits;
  std::stable_sort(stays.begin(), stays.end(), [](const Stay& a, const Stay& b) {
    return std::tie(a.person, a.admitted) < std::tie(b.person, b.admitted);
  });
  for (std::uint32_t number = 0; number < stays.size(); ++number) stays[number].visit = number;
  visits.stays = std::move(stays);
  visits.diagnoses = {"", "J18", "I10"};
  visits.institutions = {"H0", "H1", "H2", "H3", "H4"};
  visits.names.assign(5, "");
  return visits;
}

}  // namespace qiuhao::screening
