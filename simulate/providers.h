// The simulated city's map and its providers: hospitals of three levels, community centres, clinics and pharmacies,
// with their departments and doctors. The city is invented: its division code 3499 belongs to no real place.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/random.h"

namespace qiuhao::simulate {

inline constexpr std::string_view kCityName = "秋浦市";
inline constexpr std::string_view kPoolArea = "349900";

struct District {
  std::string_view code;
  std::string_view name;
  std::span<const std::string_view> streets;
};
std::span<const District> districts();

enum class Department : std::uint8_t {
  kGeneral,
  kMedicine,
  kSurgery,
  kObstetrics,
  kChildren,
  kEyes,
  kEars,
  kTeeth,
  kSkin,
  kMind,
  kEmergency,
  kRehab,
  kIntensive,
  kChinese,
  kPharmacy,
  kCount,
};
std::string_view department_code(Department department);
std::string_view department_name(Department department);

struct Doctor {
  std::string code;  // D + division + 6 digits
  std::string name;
};

enum class ProviderKind : std::uint8_t { kTertiary, kSecondary, kCommunity, kClinic, kPharmacy, kCount };

struct Provider {
  std::string code;  // H… or P…, 12 characters
  std::string name;
  std::string_view hospital_level;  // hosp_lv
  int level = 0;                    // 3, 2, 1; 0 for none
  ProviderKind kind = ProviderKind::kClinic;
  const District* district = nullptr;
  std::vector<Doctor> doctors;   // kDoctorsPerDepartment for each department
  std::vector<Doctor> trainees;  // kTraineesPerDepartment for each, who see only whom they are planted with

  // Numbers from kDoctorsPerDepartment on are those of trainees.
  const Doctor& doctor(Department department, int number) const;
};
inline constexpr int kDoctorsPerDepartment = 3;
inline constexpr int kTraineesPerDepartment = 5;  // licences.h

class Providers {
 public:
  // As many as serve so many people; at least two of each kind, and so many secondary hospitals.
  Providers(std::int64_t people, std::uint64_t seed, int least_secondary = 0);
  // A provider of the kind; the one nearest to the district half of the time.
  const Provider& choose(ProviderKind kind, const District& near, Random& random) const;
  std::span<const Provider> of(ProviderKind kind) const { return of_kind_[static_cast<std::size_t>(kind)]; }
  std::int64_t count() const;
  void each(const std::function<void(const Provider&)>& take) const;

 private:
  std::array<std::vector<Provider>, static_cast<std::size_t>(ProviderKind::kCount)> of_kind_;
};

// A Chinese personal name; sex '1' or '2' chooses the characters of the given name.
std::string_view family_name(Random& random);
std::string given_name(char sex, Random& random);

}  // namespace qiuhao::simulate
