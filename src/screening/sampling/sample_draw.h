// Which units a seed draws.
#pragma once

#include "screening/sampling/sample_plan.h"

namespace qiuhao::screening {

struct DrawnUnit {
  std::uint32_t unit = 0;     // of the frame
  std::uint32_t stratum = 0;  // of the plan
  std::uint32_t order = 0;    // from 1, in the order of the draw; spares go on counting
  bool is_spare = false;
  bool is_certain = false;        // of PPS: as large as the interval or larger, taken without chance
  std::uint64_t chance_over = 1;  // its chance of being in the sample is chance / chance_over, exactly
  std::uint64_t chance = 1;       // at most chance_over; for spares that of the sample
};

// In order of stratum and draw. Simple: stream "simple"; stratified: stream "stratum " + name for each; units of each
// in order of their ids, the first n of a shuffle are the sample and the next m the spares.
//
// PPS (stream "pps"): units at least as large as the interval total/n are certain and set aside, again until none is
// left that large; the others are put into random order (the whole shuffle) and taken systematically (Madow 1949;
// Hartley and Rao 1962): with n left to take and a total T, a start u = below(T), unit i is drawn when one of u, u+T,
// …, u+(n-1)T lies from n·C(i-1) up to, but not at, n·C(i), C being the running total in random order. All in integers.
// Certain units come first, in order of ids.
//
// CHECKs that the plan is one of this frame (same_frame() tells).
std::vector<DrawnUnit> draw_sample(const Frame& frame, const SamplePlan& plan, const Digest& key);

// Whether the plan's units and total are the frame's: "other_frame".
Status same_frame(const Frame& frame, const SamplePlan& plan);

}  // namespace qiuhao::screening
