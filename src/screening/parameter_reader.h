// Parameters as numbers and words, each within its named range: how every screening reads its settings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/parameters.h"

namespace qiuhao::screening {

// Both ends belong to it.
struct Range {
  double least;
  double most;
};

// What holds in the parameters' own region on a day. Errors: "no_parameter" for a name without a value, "bad_parameter"
// with the row's place for a value that is no such number or out of its range. The parameters must outlive it.
class ParameterReader {
 public:
  ParameterReader(const rules::Parameters& parameters, Day day) : parameters_(parameters), day_(day) {}

  Result<std::uint32_t> whole(std::string_view name, const Range& range) const;  // digits only
  Result<double> fraction(std::string_view name, const Range& range) const;
  Result<Day> day(std::string_view name) const;  // 2025-07-01
  // Words with ; between; an empty list is written as a lone -.
  Result<std::vector<std::string>> texts(std::string_view name) const;

 private:
  Result<const rules::Parameter*> row_of(std::string_view name) const;

  const rules::Parameters& parameters_;
  Day day_;
};

}  // namespace qiuhao::screening
