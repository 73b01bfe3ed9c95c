// Import: from files to a publication. Everything is validated and shown before anything is written.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "knowledge/changes.h"
#include "knowledge/constraint_reader.h"
#include "knowledge/knowledge.h"
#include "knowledge/publication.h"
#include "knowledge/sources.h"

namespace qiuhao::knowledge {

inline constexpr std::size_t kMaxIdBytes = 100;
inline constexpr std::size_t kMaxItemBytes = 64;
inline constexpr std::size_t kMaxTextBytes = 200'000;  // of one text of a point

struct ImportOptions {
  std::string name;             // of the publication; the files' names when empty
  Day effective_from = kNoDay;  // of points that state none; kNoDay: since ever
  Day known_since = kNoDay;     // kNoDay: the day of imported_at
  Seconds imported_at = 0;
  std::string reason = {};  // for publishing although points contradict each other
};

// What an import would publish. When `already_published` is set, the same content is there and nothing is to do.
struct ImportDraft {
  Publication publication;  // only points that are new or state something else
  std::optional<PublicationHeader> already_published;
  std::size_t unchanged = 0;       // points that are there already as they are
  std::vector<std::string> notes;  // rows of a table that name no item, left out
  std::shared_ptr<const Library> before;
  std::shared_ptr<const Library> after;
  Changes changes;
};

// Reads, validates and compares; writes nothing. Refuses, with file:line: and the mend, an unknown kind, a bad id, code
// or date, an id twice with different content, a superseded point that does not exist, a cycle of supersession, and a
// known_since before the last publication's (what was known then would change).
Result<ImportDraft> prepare_import(const Path& workspace, const Kinds& kinds, const std::vector<Path>& files,
                                   const ImportOptions& options);

// Writes the draft as the next publication.
Result<PublicationHeader> publish(const Path& workspace, const ImportDraft& draft);

// Points of files alone, validated and read, without a workspace: for tests of rules and for one-off audits.
Result<std::vector<Point>> read_points(const Kinds& kinds, const std::vector<Path>& files,
                                       const ImportOptions& options);

}  // namespace qiuhao::knowledge
