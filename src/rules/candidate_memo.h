// What codes meet of a plan's rules and points, remembered: for parts that are made by the request, whose few items
// come again and again.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/plan.h"

namespace qiuhao::rules {

// Safe for several threads at once. Codes that nobody knows do not make it grow without end: a shelf that is full is
// emptied.
class CandidateMemo {
 public:
  static constexpr std::size_t kMostOfShelf = 16'384;

  explicit CandidateMemo(const Plan& plan) : plan_(plan) {}

  // Those of one code, as Plan::candidates_of: of an item those of grain line, then those of grain pair; of a diagnosis
  // or an operation those of that grain.
  struct Known {
    std::vector<Candidate> candidates;
    std::size_t of_pair = 0;  // where those of grain pair begin
  };
  std::shared_ptr<const Known> of(std::string_view code, claims::Entity entity) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  struct Shelf {
    std::mutex mutex;
    std::unordered_map<std::string, std::shared_ptr<const Known>, Hash, std::equal_to<>> known;
  };
  static constexpr std::size_t kShelves = 8;

  const Plan& plan_;
  mutable std::array<std::array<Shelf, kShelves>, claims::kEntities> shelves_;
};

}  // namespace qiuhao::rules
