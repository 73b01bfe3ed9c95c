// Whether a panel can still be filled: with those already taken, are there people for every quota and enough
// institutions? Asked before anybody is taken, so that no draw ends with a quota that nobody is left for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace qiuhao::screening {

// People who are the same to all rules: of one institution, with the same of the specialties that have quotas.
struct PanelGroup {
  std::uint32_t institution = 0;
  std::vector<std::uint32_t> quotas;  // numbers of quotas that they could count for
  std::uint32_t people = 0;
  std::uint32_t taken = 0;  // at most `people`; these stay
};

struct PanelNeed {
  std::uint32_t count = 0;
  std::uint32_t institutions = 0;    // different ones, at least
  std::vector<std::uint32_t> least;  // of each quota
};

// Whether `count` people, those taken among them, can meet the need, each counting for one quota. By a flow: one person
// of each institution may count for "different", at most count - institutions further ones may come.
bool can_be_filled(std::span<const PanelGroup> groups, const PanelNeed& need);

}  // namespace qiuhao::screening
