// Shuffles and systematic steps.
#include "screening/sampling/sample_draw.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace qiuhao::screening {
namespace {

using Wide = unsigned __int128;

void draw_shuffled(std::span<const std::uint32_t> units, const PlannedStratum& planned, std::uint32_t stratum,
                   RandomSource source, std::vector<DrawnUnit>& drawn) {
  const auto count = static_cast<std::uint32_t>(units.size());
  const auto order = shuffled(source, count, planned.sample + planned.spares);
  for (std::uint32_t at = 0; at < order.size(); ++at) {
    DrawnUnit unit;
    unit.unit = units[order[at]];
    unit.stratum = stratum;
    unit.order = at + 1;
    unit.is_spare = at >= planned.sample;
    unit.chance = planned.sample;
    unit.chance_over = count;
    drawn.push_back(unit);
  }
}

// Units of each stratum in order of ids.
std::vector<std::vector<std::uint32_t>> units_by_stratum(const Frame& frame) {
  std::vector<std::vector<std::uint32_t>> units(frame.strata().size());
  for (std::size_t index = 0; index < units.size(); ++index) units[index].reserve(frame.strata()[index].units);
  for (std::uint32_t unit = 0; unit < frame.units(); ++unit) units[frame.stratum_of(unit)].push_back(unit);
  return units;
}

struct PpsPool {
  std::vector<std::uint32_t> certain;
  std::vector<std::uint32_t> others;  // in order of ids
  std::uint64_t total = 0;            // of the others
  std::uint32_t left = 0;             // still to take of them
};

// Sets aside what is at least total/n, until nothing is.
PpsPool pool_of(const Frame& frame, std::uint32_t wanted) {
  PpsPool pool;
  pool.left = wanted;
  for (std::uint32_t unit = 0; unit < frame.units(); ++unit) {
    if (frame.sizes()[unit] == 0) continue;
    pool.others.push_back(unit);
    pool.total += static_cast<std::uint64_t>(frame.sizes()[unit]);
  }
  for (bool is_changed = true; is_changed && pool.left > 0;) {
    const std::uint64_t total = pool.total;
    const std::uint32_t left = pool.left;
    const auto is_certain = [&](std::uint32_t unit) {
      return Wide{static_cast<std::uint64_t>(frame.sizes()[unit])} * left >= total;
    };
    std::vector<std::uint32_t> others;
    for (const std::uint32_t unit : pool.others) {
      // Equal units can all reach the interval when as many are left as are to take; never more than that.
      if (!is_certain(unit)) {
        others.push_back(unit);
        continue;
      }
      CHECK(pool.left > 0);
      pool.certain.push_back(unit);
      pool.total -= static_cast<std::uint64_t>(frame.sizes()[unit]);
      --pool.left;
    }
    is_changed = others.size() != pool.others.size();
    pool.others = std::move(others);
  }
  std::sort(pool.certain.begin(), pool.certain.end());
  return pool;
}

std::vector<DrawnUnit> draw_pps(const Frame& frame, std::uint32_t wanted, const Digest& key) {
  PpsPool pool = pool_of(frame, wanted);
  std::vector<DrawnUnit> drawn;
  for (const std::uint32_t unit : pool.certain) {
    DrawnUnit certain;
    certain.unit = unit;
    certain.is_certain = true;
    drawn.push_back(certain);
  }
  if (pool.left > 0) {
    RandomSource source(key, "pps");
    const auto order = shuffled(source, static_cast<std::uint32_t>(pool.others.size()),
                                static_cast<std::uint32_t>(pool.others.size()));
    Wide next = source.below(pool.total);
    Wide reached = 0;
    for (const std::uint32_t at : order) {
      const std::uint32_t unit = pool.others[at];
      const auto size = static_cast<std::uint64_t>(frame.sizes()[unit]);
      reached += Wide{size} * pool.left;
      if (next >= reached) continue;
      DrawnUnit chosen;
      chosen.unit = unit;
      // size · left < total, so it fits 64 bits.
      chosen.chance = size * pool.left;
      chosen.chance_over = pool.total;
      drawn.push_back(chosen);
      next += pool.total;
    }
  }
  for (std::size_t at = 0; at < drawn.size(); ++at) drawn[at].order = static_cast<std::uint32_t>(at + 1);
  CHECK(drawn.size() == wanted);
  return drawn;
}

}  // namespace

Status same_frame(const Frame& frame, const SamplePlan& plan) {
  bool is_same = plan.total_size == frame.total_size();
  if (plan.method == SampleMethod::stratified) {
    is_same = is_same && plan.strata.size() == frame.strata().size();
    for (std::size_t index = 0; is_same && index < plan.strata.size(); ++index)
      is_same = plan.strata[index].name == frame.strata()[index].name &&
                plan.strata[index].units == frame.strata()[index].units;
  } else {
    is_same = is_same && plan.strata.size() == 1 && plan.strata[0].units == frame.units();
  }
  if (is_same) return {};
  return input_error("other_frame", Sentence{"the commitment counts other units than the frame has; it was made of "
                                             "another frame, or was changed",
                                             "承诺中的单元数与抽样框不符；抽样框不同或承诺被改动"});
}

std::vector<DrawnUnit> draw_sample(const Frame& frame, const SamplePlan& plan, const Digest& key) {
  CHECK(same_frame(frame, plan).has_value());
  if (plan.method == SampleMethod::proportional_to_size) return draw_pps(frame, plan.strata[0].sample, key);
  std::vector<DrawnUnit> drawn;
  if (plan.method == SampleMethod::simple) {
    std::vector<std::uint32_t> units(frame.units());
    for (std::uint32_t unit = 0; unit < units.size(); ++unit) units[unit] = unit;
    draw_shuffled(units, plan.strata[0], 0, RandomSource(key, "simple"), drawn);
    return drawn;
  }
  const auto units = units_by_stratum(frame);
  for (std::uint32_t index = 0; index < units.size(); ++index)
    draw_shuffled(units[index], plan.strata[index], index, RandomSource(key, "stratum " + plan.strata[index].name),
                  drawn);
  return drawn;
}

}  // namespace qiuhao::screening
