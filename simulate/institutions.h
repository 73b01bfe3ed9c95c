// The register of institutions of the simulated city, with the beds that each hospital is licensed for: enough of them,
// but for one hospital that lies full beyond its licence for days on end; and the truth of schemes of providers.
#pragma once

#include <map>
#include <vector>

#include "simulate/city.h"
#include "simulate/providers.h"
#include "simulate/visit.h"

namespace qiuhao::simulate {

// A scheme that a provider plays, and since when.
struct ProviderScheme {
  std::string_view model;  // M05
  std::string_view name;
  const Provider* provider = nullptr;
  Day from = 0;
};

// Memory is by hospital and day, whatever the number of people.
class Institutions {
 public:
  explicit Institutions(const CityOptions& options) : options_(options) {}

  // Once for each visit, as it is written.
  void add(const Visit& visit);
  void add_scheme(const ProviderScheme& scheme) { schemes_.push_back(scheme); }
  // Writes institution.csv and truth_providers.csv where the city's level has such schemes. The bytes written.
  Result<std::int64_t> write();

 private:
  std::int64_t beds_of(const Provider& provider, std::size_t place);

  const CityOptions& options_;
  std::map<const Provider*, std::vector<int>> people_;  // in beds by day, from the city's first
  std::vector<ProviderScheme> schemes_;
};

}  // namespace qiuhao::simulate
