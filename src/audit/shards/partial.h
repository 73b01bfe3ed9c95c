// A partial result: what one shard of an audit found, with everything that an exact merge needs. As a file it has a
// format number and a checksum; docs/reference/partial-results.md has it byte by byte.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/record.h"

namespace qiuhao::audit {

inline constexpr int kPartialFormat = 3;
inline constexpr std::string_view kPartialEnding = ".partial";

// What two partial results must share to be parts of one audit, and what a merge repeats the run with.
struct RunIdentity {
  std::uint64_t generation = 0;
  Hash128 tape;                                            // of the manifest
  std::vector<std::pair<std::string, std::string>> rules;  // code and hash, in order
  Hash128 knowledge;                                       // of the points
  bool operator==(const RunIdentity&) const = default;
};
RunIdentity identity_of(const claims::Tape& tape, const rules::Plan& plan);

struct Partial {
  RunIdentity identity;
  RunFacts facts;
  Shard shard;
  // Of the shard's people; without a plan when it was read back.
  AuditResult result;
  std::string source;  // the file, or "rank 2"
};

// "audit-2-of-7.partial"
std::string partial_name(const Shard& shard);

std::string write_partial(const Partial& partial);
// "no_partial": these are no bytes of a partial result; "partial_format": of another format; "damaged_partial": the
// checksum is off. `source` names the bytes in sentences.
Result<Partial> read_partial(std::string_view bytes, const std::string& source);

// Writes DIR/audit-I-of-N.partial in one step, over an older one of the same name.
Result<Path> save_partial(const Partial& partial, const Path& folder);
// Files, and folders, of which every *.partial is taken. "no_partial" when a folder has none.
Result<std::vector<Partial>> load_partials(const std::vector<Path>& places);

}  // namespace qiuhao::audit
