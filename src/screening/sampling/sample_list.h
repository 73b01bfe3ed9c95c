// The list of drawn units as a CSV file, and what another list differs in.
#pragma once

#include "screening/sampling/sample_draw.h"

namespace qiuhao::screening {

// order,part,stratum,id,chance: part is sample, certain or spare; chance is of being in the sample, to 12 digits.
std::string list_of(const Frame& frame, const SamplePlan& plan, std::span<const DrawnUnit> drawn);

// Sentences for what `found` lacks, has too much or has otherwise; at most `most` of them, then how many more there
// are. Empty when the lists say the same. Order of rows does not matter, the column `order` does.
std::vector<Sentence> differences_of(std::string_view right, std::string_view found, std::size_t most);

}  // namespace qiuhao::screening
