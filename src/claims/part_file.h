// Parts on disk: written once, synced, never changed; opened by mapping. docs/reference/tape-format.md has the bytes.
#pragma once

#include "base/files.h"
#include "claims/part.h"

namespace qiuhao::claims {

// Writes a part to `path` (which must not exist) and syncs it. Returns the checksum that the manifest records.
Result<std::uint64_t> write_part(const Part& part, const Schema& schema, const Path& path);

// Maps a part. Refuses wrong magic, another format version, a directory whose checksum is off, blocks outside the file
// ("damaged_part"). Fields that the schema has and the part does not read as absent; unknown ones are passed over.
Result<Part> open_part(const Path& path, const Schema& schema);

// Reads every block and compares its checksum: "damaged_part" with the column that is off.
Status verify_part(const Path& path);

}  // namespace qiuhao::claims
