// Whom to assign: by grid and load, so that two bureaus with the same people propose the same ones.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/act.h"

namespace qiuhao::workflow {

struct Candidate {
  Person person;
  std::vector<std::string> grids;  // that the person looks after
  int load = 0;                    // matters in hand
  Day last_assigned = kNoDay;
};

// As many people as the part takes at least, of those who hold one of its roles and are not to be avoided: first those
// of the grid (when one is named), then those with the fewest matters, then whoever was assigned longest ago, then by
// id. nullopt when there are too few.
std::optional<std::vector<Person>> choose_people(const Kind& kind, const Part& part,
                                                 std::span<const Candidate> candidates, std::string_view grid,
                                                 const std::set<std::string>& avoid = {});

}  // namespace qiuhao::workflow
