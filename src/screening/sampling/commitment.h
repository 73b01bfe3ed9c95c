// A promise made before a draw, and what is revealed after it. Both are JSON files, one key a line. What is published
// is the SHA-256 of the commitment's bytes, as `sha256sum` prints it; it binds seed, files and parameters at once.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/day.h"
#include "screening/sampling/random_source.h"

namespace qiuhao::screening {

inline constexpr int kCommitmentFormat = 1;
inline constexpr std::size_t kMaxCommitmentBytes = std::size_t{1} << 20;

using Named = std::pair<std::string, std::string>;

struct Commitment {
  std::string kind;  // "sample", "panel"
  Seconds committed_at = 0;
  Digest seed_sha256{};           // SHA-256 of the 32 bytes of the seed
  std::string public_value;       // what will be mixed in, in words; "" when nothing
  std::vector<Named> files;       // role and SHA-256: {"frame", "3f…"}
  std::vector<Named> parameters;  // in order; all texts

  // "" when absent.
  std::string file(std::string_view role) const;
  std::string parameter(std::string_view name) const;
};

struct Reveal {
  std::string commitment_sha256;
  Digest seed{};
  std::string public_value;  // the value itself, as it was published; "" when none was promised
};

std::string text_of(const Commitment& commitment);
std::string text_of(const Reveal& reveal);
// Errors: "bad_commitment", "bad_reveal", those of parse_json() and read_file(). `file` is for their place.
Result<Commitment> parse_commitment(std::string_view content, const Path& file);
Result<Commitment> read_commitment(const Path& file);
Result<Reveal> read_reveal(const Path& file);

// Whether the reveal opens the commitment: "other_commitment", "other_seed", "public_value_missing",
// "public_value_not_promised".
Status check_reveal(const Commitment& commitment, std::string_view commitment_sha256, const Reveal& reveal);

// Whether a file is the one committed: "other_file" names both digests.
Status check_file(const Commitment& commitment, std::string_view role, const Path& file);

}  // namespace qiuhao::screening
