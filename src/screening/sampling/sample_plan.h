// What a sample is to be: everything that, with the seed, decides which units are drawn. It is part of the commitment.
#pragma once

#include "screening/sampling/allocation.h"
#include "screening/sampling/commitment.h"
#include "screening/sampling/frame.h"

namespace qiuhao::screening {

enum class SampleMethod : std::uint8_t { simple, stratified, proportional_to_size };

struct PlannedStratum {
  std::string name;  // "" for the one of a simple sample
  std::uint32_t units = 0;
  std::uint32_t sample = 0;
  std::uint32_t spares = 0;
};

struct SamplePlan {
  SampleMethod method = SampleMethod::simple;
  FrameColumns columns;
  std::vector<PlannedStratum> strata;  // in order of names
  Cents total_size = 0;                // of the size column
};

// How somebody asks for a sample.
struct SampleWish {
  SampleMethod method = SampleMethod::simple;
  FrameColumns columns;
  std::uint32_t sample = 0;
  std::uint32_t spares = 0;  // of the whole frame, or of each stratum
  Allocation allocation = Allocation::proportional;
  std::uint32_t least = 2;    // of each stratum
  std::vector<Named> stated;  // stratum and count; instead of an allocation
};

// Errors: those of allocate(), "unknown_stratum", "stratum_not_stated", "bad_count", "sample_too_large",
// "no_spares_with_pps" (a spare in the place of a unit would undo the chances), "too_few_sizes".
Result<SamplePlan> plan_sample(const Frame& frame, const SampleWish& wish);

std::vector<Named> parameters_of(const SamplePlan& plan);
Result<SamplePlan> plan_of(const Commitment& commitment);

}  // namespace qiuhao::screening
