// An event: a person settles, or is admitted, at an institution at a time. What co-visits are made of.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>

#include "base/day.h"

namespace qiuhao::screening {

using PersonNumber = std::uint32_t;       // over all parts of a tape, in their order
using InstitutionNumber = std::uint32_t;  // in the order of their codes
inline constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

// People meet only by the same way: a settlement at the window, or an admission.
enum class Way : std::uint8_t { settlement, admission };
inline constexpr std::uint32_t kWays = 2;

// What sorts events: an institution and a way.
using PlaceNumber = std::uint32_t;
inline constexpr PlaceNumber kMaxPlaces = std::numeric_limits<std::int32_t>::max();
constexpr PlaceNumber place_of(InstitutionNumber institution, Way way) {
  return institution * kWays + static_cast<PlaceNumber>(way);
}
constexpr InstitutionNumber institution_of(PlaceNumber place) { return place / kWays; }
constexpr Way way_of(PlaceNumber place) { return static_cast<Way>(place % kWays); }

struct Event {
  PlaceNumber place = 0;
  std::uint32_t at = 0;  // seconds UTC since 1970, before 2106
  PersonNumber person = 0;
  std::uint32_t visit = 0;  // carried: row of the visit in the person's part
  auto operator<=>(const Event&) const = default;
};

// A place and a time in one number, so that events of one place stand together in time order.
using Moment = std::uint64_t;
constexpr Moment moment_of(PlaceNumber place, std::uint32_t at) { return (Moment{place} << 32U) | at; }
constexpr PlaceNumber place_of(Moment moment) { return static_cast<PlaceNumber>(moment >> 32U); }
constexpr std::uint32_t time_of(Moment moment) { return static_cast<std::uint32_t>(moment); }
// The local day, counted since 1970.
constexpr std::uint32_t local_day(std::uint32_t at) {
  return static_cast<std::uint32_t>((Seconds{at} + kShanghaiOffset) / 86'400);
}

// How the work is done, which changes no result.
struct Work {
  int threads = 1;
  const std::atomic<bool>* stop = nullptr;  // set: ends with "interrupted"
  std::function<void(std::string_view step, std::int64_t done, std::int64_t total, std::string_view unit)> progress{};

  bool is_stopped() const { return stop != nullptr && stop->load(); }
  void show(std::string_view step, std::int64_t done, std::int64_t total, std::string_view unit) const {
    if (progress) progress(step, done, total, unit);
  }
};

}  // namespace qiuhao::screening
