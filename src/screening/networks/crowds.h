// Events in order of place and time, and those in crowds: where so many settle within the window that a meeting says
// nothing (a vaccination day), events are left out and counted.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "screening/networks/event.h"

namespace qiuhao::screening {

struct CrowdRules {
  std::uint32_t window_seconds[kWays] = {1'800, 86'400};  // by way: how far apart two events may be
  std::uint32_t crowd_most = 2'000;                       // other events within the window of one; 0: no bound

  std::uint32_t window_of(Moment moment) const {
    return window_seconds[static_cast<std::size_t>(way_of(place_of(moment)))];
  }
};

// A day of an institution of which events were left out.
struct CrowdedDay {
  InstitutionNumber institution = 0;
  std::uint32_t day = 0;  // local, since 1970
  std::size_t events = 0;
  std::size_t most_at_once = 0;  // other events within the window of one of them
};

// Column by column, sorted by moment, then person and visit.
struct EventTable {
  std::vector<Moment> moments;
  std::vector<PersonNumber> people;
  std::vector<std::uint32_t> visits;

  std::size_t size() const { return moments.size(); }
};

struct Traffic {
  EventTable events;                     // those that are in no crowd
  std::vector<std::uint32_t> around;     // by event: how many of them lie in its window, itself among them
  std::vector<std::size_t> place_sizes;  // by place
  std::size_t events_left_out = 0;
  std::vector<CrowdedDay> crowded_days;  // the largest first
};

// Events begin … end - 1 of a table.
struct Window {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::uint32_t size() const { return end - begin; }
};

// The window of each event, itself in it; events stand in order.
std::vector<Window> find_windows(std::span<const Moment> moments, const CrowdRules& rules);

// Times that events may have: far enough from the borders of 32 bits for any window.
inline constexpr std::uint32_t kMostWindowSeconds = 30 * 86'400;
inline constexpr std::uint32_t kFirstTime = kMostWindowSeconds;
inline constexpr std::uint32_t kLastTime = std::numeric_limits<std::uint32_t>::max() - kMostWindowSeconds;

// Events may come in any order; places must be below `places`, times as above, and there must be fewer than 2^32.
Result<Traffic> make_traffic(std::vector<Event> events, PlaceNumber places, const CrowdRules& rules, const Work& work);

}  // namespace qiuhao::screening
