// The invented city's districts, departments, and providers made in numbers that fit its people.
#include "simulate/providers.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/hash.h"

namespace qiuhao::simulate {
namespace {

constexpr std::string_view kLakeStreets[] = {"镜湖路", "荷塘街", "柳岸路", "文昌街", "书院巷", "望湖路"};
constexpr std::string_view kHillStreets[] = {"青石路", "松涛街", "枫林路", "朝阳街", "云台路", "学府路"};
constexpr std::string_view kRiverStreets[] = {"临江路", "渡口街", "滨河路", "新桥街", "码头路"};
constexpr std::string_view kTownStreets[] = {"石门镇", "白沙镇", "花园乡", "大王镇", "桃岭乡", "双河镇"};
constexpr District kDistricts[] = {{"349902", "镜湖区", kLakeStreets},
                                   {"349903", "云台区", kHillStreets},
                                   {"349921", "临江县", kRiverStreets},
                                   {"349922", "石门县", kTownStreets}};

struct DepartmentName {
  std::string_view code;
  std::string_view name;
};
constexpr DepartmentName kDepartments[] = {
    {"A02", "全科医疗科"}, {"A03", "内科"},       {"A04", "外科"},       {"A05", "妇产科"}, {"A07", "儿科"},
    {"A10", "眼科"},       {"A11", "耳鼻咽喉科"}, {"A12", "口腔科"},     {"A13", "皮肤科"}, {"A15", "精神科"},
    {"A20", "急诊医学科"}, {"A21", "康复医学科"}, {"A28", "重症医学科"}, {"A50", "中医科"}, {"", ""}};
static_assert(std::size(kDepartments) == static_cast<std::size_t>(Department::kCount));

struct KindShape {
  int people_per_provider;
  std::string_view levels[3];  // hosp_lv in turn
  int level;
};
constexpr KindShape kShapes[] = {{90'000, {"02", "03", "02"}, 3},
                                 {30'000, {"05", "06", "05"}, 2},
                                 {8'000, {"08", "09", "10"}, 1},
                                 {5'000, {"11", "11", "11"}, 0},
                                 {3'000, {"11", "11", "11"}, 0}};
constexpr int kLeastOfKind = 2;

std::string provider_name(ProviderKind kind, const District& district, int number, Random& random) {
  const std::string_view street = random.pick(district.streets);
  switch (kind) {
    case ProviderKind::kTertiary:
      return number % 2 == 0 ? fmt::format("{}第{}人民医院", kCityName, number / 2 + 1)
                             : fmt::format("{}中医医院{}院区", kCityName, number / 2 + 1);
    case ProviderKind::kSecondary: return fmt::format("{}第{}医院", district.name, number + 1);
    case ProviderKind::kCommunity: return fmt::format("{}{}第{}卫生服务中心", district.name, street, number + 1);
    case ProviderKind::kClinic: return fmt::format("{}{}诊所{}部", district.name, street, number + 1);
    default: return fmt::format("秋浦大药房{}{}店", street, number + 1);
  }
}

std::vector<Doctor> staff(const Provider& provider, int serial, Random& random) {
  std::vector<Doctor> doctors;
  if (provider.kind == ProviderKind::kPharmacy) return doctors;
  constexpr int kPerProvider = static_cast<int>(Department::kCount) * kDoctorsPerDepartment;
  for (int number = 0; number < kPerProvider; ++number) {
    const std::string family(family_name(random));
    doctors.push_back({fmt::format("D{}{:06}", kPoolArea, serial * kPerProvider + number + 1),
                       family + given_name(random.chance(520) ? '1' : '2', random)});
  }
  return doctors;
}

// In a series of their own, and with names that change nobody else's.
std::vector<Doctor> trainees(const Provider& provider, int serial, std::uint64_t seed) {
  std::vector<Doctor> doctors;
  if (provider.kind == ProviderKind::kPharmacy) return doctors;
  Random random(mix(mix(seed, hash64("trainees")), static_cast<std::uint64_t>(serial)));
  constexpr int kPerProvider = static_cast<int>(Department::kCount) * kTraineesPerDepartment;
  for (int number = 0; number < kPerProvider; ++number) {
    const std::string family(family_name(random));
    doctors.push_back({fmt::format("D{}{:06}", provider.district->code, serial * kPerProvider + number + 1),
                       family + given_name(random.chance(520) ? '1' : '2', random)});
  }
  return doctors;
}

}  // namespace

std::span<const District> districts() { return kDistricts; }

std::string_view department_code(Department department) { return kDepartments[static_cast<int>(department)].code; }
std::string_view department_name(Department department) { return kDepartments[static_cast<int>(department)].name; }

const Doctor& Provider::doctor(Department department, int number) const {
  CHECK(kind != ProviderKind::kPharmacy);
  const int trainee = number - kDoctorsPerDepartment;
  if (trainee >= 0)
    return trainees[static_cast<std::size_t>(static_cast<int>(department) * kTraineesPerDepartment + trainee)];
  return doctors[static_cast<std::size_t>(static_cast<int>(department) * kDoctorsPerDepartment + number)];
}

Providers::Providers(std::int64_t people, std::uint64_t seed, int least_secondary) {
  Random random(mix(seed, hash64("providers")));
  int serial = 0;
  for (std::size_t kind = 0; kind < of_kind_.size(); ++kind) {
    const KindShape& shape = kShapes[kind];
    const bool is_secondary = static_cast<ProviderKind>(kind) == ProviderKind::kSecondary;
    const auto count = std::max<std::int64_t>(std::max(kLeastOfKind, is_secondary ? least_secondary : 0),
                                              people / shape.people_per_provider);
    for (int number = 0; number < count; ++number, ++serial) {
      Provider provider;
      provider.kind = static_cast<ProviderKind>(kind);
      provider.level = shape.level;
      provider.hospital_level = shape.levels[number % 3];
      provider.district = &kDistricts[static_cast<std::size_t>(number) % std::size(kDistricts)];
      const bool pharmacy = provider.kind == ProviderKind::kPharmacy;
      provider.code = fmt::format("{}{}{:05}", pharmacy ? 'P' : 'H', provider.district->code, serial + 1);
      provider.name = provider_name(provider.kind, *provider.district, number, random);
      provider.doctors = staff(provider, serial, random);
      provider.trainees = trainees(provider, serial, seed);
      of_kind_[kind].push_back(std::move(provider));
    }
  }
}

const Provider& Providers::choose(ProviderKind kind, const District& near, Random& random) const {
  const std::span<const Provider> all = of_kind_[static_cast<std::size_t>(kind)];
  const Provider* chosen = &random.pick(all);
  if (chosen->district != &near && random.chance(500)) chosen = &random.pick(all);
  return *chosen;
}

void Providers::each(const std::function<void(const Provider&)>& take) const {
  for (const auto& providers : of_kind_) {
    for (const Provider& provider : providers) take(provider);
  }
}

std::int64_t Providers::count() const {
  std::int64_t count = 0;
  for (const auto& providers : of_kind_) count += static_cast<std::int64_t>(providers.size());
  return count;
}

}  // namespace qiuhao::simulate
