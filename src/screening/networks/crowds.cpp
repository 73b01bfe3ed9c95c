// Sorting events and leaving crowds out.
#include "screening/networks/crowds.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/check.h"
#include "screening/networks/blocks.h"

namespace qiuhao::screening {
namespace {

constexpr std::size_t kPlacesOfBlock = 16;

// Places first, by counting; then each place on its own.
Result<std::vector<Event>> sort_events(std::vector<Event> events, PlaceNumber places, const Work& work) {
  std::vector<std::size_t> begins(std::size_t{places} + 1, 0);
  for (const Event& event : events) {
    CHECK(event.place < places);
    ++begins[event.place + 1];
  }
  for (std::size_t place = 0; place < places; ++place) begins[place + 1] += begins[place];
  std::vector<Event> sorted(events.size());
  std::vector<std::size_t> next(begins.begin(), begins.end() - 1);
  for (const Event& event : events) sorted[next[event.place]++] = event;
  std::vector<Event>().swap(events);
  TRY(run_blocks(work, places, kPlacesOfBlock, "sorting", "places", [&](const Block& block) {
    for (std::size_t place = block.begin; place < block.end; ++place)
      std::sort(sorted.begin() + static_cast<std::ptrdiff_t>(begins[place]),
                sorted.begin() + static_cast<std::ptrdiff_t>(begins[place + 1]));
  }));
  return sorted;
}

std::vector<Moment> moments_of(std::span<const Event> events) {
  std::vector<Moment> moments;
  moments.reserve(events.size());
  for (const Event& event : events) moments.push_back(moment_of(event.place, event.at));
  return moments;
}

void note_crowded(const Event& event, std::uint32_t around,
                  std::map<std::pair<InstitutionNumber, std::uint32_t>, CrowdedDay>& days) {
  const auto key = std::pair(institution_of(event.place), local_day(event.at));
  CrowdedDay& day = days.try_emplace(key, CrowdedDay{key.first, key.second, 0, 0}).first->second;
  ++day.events;
  day.most_at_once = std::max<std::size_t>(day.most_at_once, around - 1);
}

}  // namespace

std::vector<Window> find_windows(std::span<const Moment> moments, const CrowdRules& rules) {
  std::vector<Window> windows(moments.size());
  std::size_t begin = 0;
  std::size_t end = 0;
  for (std::size_t at = 0; at < moments.size(); ++at) {
    // Places are 2^32 apart, and times further from its borders than a window is long.
    const Moment moment = moments[at];
    const Moment window = rules.window_of(moment);
    if (at > 0 && place_of(moments[at - 1]) != place_of(moment)) begin = end = at;
    while (moments[begin] + window < moment) ++begin;
    while (end < moments.size() && moments[end] <= moment + window) ++end;
    windows[at] = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  return windows;
}

namespace {

// Takes events in crowds out of both, and notes them.
void leave_crowds_out(std::vector<Event>& events, const std::vector<Window>& windows, const CrowdRules& rules,
                      Traffic& traffic) {
  std::map<std::pair<InstitutionNumber, std::uint32_t>, CrowdedDay> days;
  std::size_t kept = 0;
  for (std::size_t at = 0; at < events.size(); ++at) {
    if (windows[at].size() > rules.crowd_most + 1)
      note_crowded(events[at], windows[at].size(), days);
    else
      events[kept++] = events[at];
  }
  traffic.events_left_out = events.size() - kept;
  events.resize(kept);
  for (const auto& [key, day] : days) traffic.crowded_days.push_back(day);
  std::stable_sort(traffic.crowded_days.begin(), traffic.crowded_days.end(),
                   [](const CrowdedDay& a, const CrowdedDay& b) { return a.events > b.events; });
}

}  // namespace

Result<Traffic> make_traffic(std::vector<Event> events, PlaceNumber places, const CrowdRules& rules, const Work& work) {
  for (const std::uint32_t window : rules.window_seconds) CHECK(window <= kMostWindowSeconds);
  for (const Event& event : events) CHECK(event.at >= kFirstTime && event.at <= kLastTime);
  CHECK(events.size() < kNobody);
  ASSIGN(std::vector<Event> sorted, sort_events(std::move(events), places, work));
  Traffic traffic;
  std::vector<Moment> moments = moments_of(sorted);
  std::vector<Window> windows = find_windows(moments, rules);
  if (rules.crowd_most > 0) leave_crowds_out(sorted, windows, rules, traffic);
  if (traffic.events_left_out > 0) {
    moments = moments_of(sorted);
    windows = find_windows(moments, rules);
  }
  traffic.events.moments = std::move(moments);
  traffic.place_sizes.assign(places, 0);
  traffic.events.people.reserve(sorted.size());
  traffic.events.visits.reserve(sorted.size());
  traffic.around.reserve(sorted.size());
  for (const Event& event : sorted) {
    ++traffic.place_sizes[event.place];
    traffic.events.people.push_back(event.person);
    traffic.events.visits.push_back(event.visit);
  }
  for (const Window& window : windows) traffic.around.push_back(window.size());
  return traffic;
}

}  // namespace qiuhao::screening
