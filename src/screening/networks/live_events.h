// The events that can still make a pair. Whoever has company on fewer days, or at fewer institutions, than a pair needs
// is in no pair; without them others lose company too, so this is done in rounds. Exact: no pair is lost.
#pragma once

#include <span>
#include <vector>

#include "screening/networks/crowds.h"

namespace qiuhao::screening {

struct PairRules {
  std::uint32_t days_least = 5;          // distinct days together
  std::uint32_t institutions_least = 2;  // distinct institutions where they met
  double surprise_least = 0;             // surprise.h; of pairs that fulfil the rest
};

// Events of people who are left. People have new numbers, 0 … people() - 1, in the order of the old ones.
struct LiveEvents {
  EventTable table;
  std::vector<std::uint32_t> around;       // as Traffic::around: of all events, also of people who are not left
  std::vector<Window> windows;             // of the table
  std::vector<PersonNumber> original;      // by new number: the old one
  std::vector<std::uint32_t> first_event;  // by new number, one more than people: into events_of_people
  std::vector<std::uint32_t> events_of_people;

  std::size_t people() const { return original.size(); }
  std::span<const std::uint32_t> events_of(PersonNumber person) const {
    return std::span(events_of_people).subspan(first_event[person], first_event[person + 1] - first_event[person]);
  }
};

Result<LiveEvents> find_live(const Traffic& traffic, PersonNumber people, const CrowdRules& crowd,
                             const PairRules& rules, const Work& work);

}  // namespace qiuhao::screening
