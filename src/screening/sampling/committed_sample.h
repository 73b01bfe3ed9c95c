// A sample from commitment to proof, file by file.
#pragma once

#include "screening/sampling/promise.h"
#include "screening/sampling/sample_draw.h"

namespace qiuhao::screening {

struct SampleFiles {
  Path frame;
  Path commitment;
  Path seed;
  Path reveal;
  Path list;
};

struct CommittedSample {
  SamplePlan plan;
  std::string published;  // SHA-256 of the commitment
};

// Reads the frame, plans the sample, and writes commitment and seed. Errors: those of read_frame(), plan_sample() and
// make_promise().
Result<CommittedSample> commit_sample(const SampleFiles& files, const SampleWish& wish, const std::string& public_value,
                                      Seconds now);

struct DrawnSample {
  SamplePlan plan;
  std::vector<DrawnUnit> drawn;
};

// Draws and writes list and reveal. Errors: those of open_promise(), "other_file", read_frame(), same_frame().
Result<DrawnSample> draw_committed_sample(const SampleFiles& files, const std::string& public_value);

// What does not fit; empty when the list is the one that was promised. Errors: those of reading.
Result<std::vector<Sentence>> verify_sample(const SampleFiles& files, const std::string& published);

}  // namespace qiuhao::screening
