// The secret seed of a draw: 32 random bytes in a file that only its owner may read, until the draw reveals it.
#pragma once

#include "screening/sampling/random_source.h"

namespace qiuhao::screening {

// 32 bytes of the operating system's randomness. "no_randomness" when it gives none.
Result<Digest> new_seed();

// Writes 64 hexadecimal digits and a line break into a new file of mode 0600. Refuses a file that is there
// ("file_is_there"): a seed written over is a commitment that nobody can keep.
Status save_seed(const Path& file, const Digest& seed);

// Refuses what is no seed ("bad_seed") and a file that others may read ("seed_open_to_others").
Result<Digest> load_seed(const Path& file);

}  // namespace qiuhao::screening
