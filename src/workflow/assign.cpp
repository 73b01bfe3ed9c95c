// Choosing people by grid and load.
#include "workflow/assign.h"

#include <algorithm>
#include <tuple>

namespace qiuhao::workflow {

std::optional<std::vector<Person>> choose_people(const Kind& kind, const Part& part,
                                                 std::span<const Candidate> candidates, std::string_view grid,
                                                 const std::set<std::string>& avoid) {
  const auto may_be = [&](const Candidate& one) {
    return !avoid.contains(one.person.id) && std::ranges::any_of(part.roles, [&](Number role) {
      return std::ranges::find(one.person.roles, kind.roles[role].name) != one.person.roles.end();
    });
  };
  const auto rank = [&](const Candidate* one) {
    const bool is_near = grid.empty() || std::ranges::find(one->grids, grid) != one->grids.end();
    return std::tuple(!is_near, one->load, one->last_assigned, std::string_view(one->person.id));
  };
  std::vector<const Candidate*> fitting;
  for (const Candidate& one : candidates) {
    if (may_be(one)) fitting.push_back(&one);
  }
  const auto wanted = static_cast<std::size_t>(part.least);
  if (fitting.size() < wanted) return std::nullopt;
  std::ranges::sort(fitting, {}, rank);
  std::vector<Person> chosen;
  for (std::size_t i = 0; i < wanted; ++i) chosen.push_back(fitting[i]->person);
  return chosen;
}

}  // namespace qiuhao::workflow
