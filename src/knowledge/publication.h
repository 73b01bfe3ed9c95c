// A publication: points that became known together. The store keeps each as one file that is never rewritten:
// WORKSPACE/knowledge/0001.jsonl, 0002.jsonl, …; a header line, then a line for each point
// (docs/reference/knowledge.md).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "knowledge/knowledge.h"

namespace qiuhao::knowledge {

inline constexpr int kMaxPublications = 9'999;
inline constexpr std::size_t kMaxLineBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxNameBytes = 200;
inline constexpr std::size_t kMaxReasonBytes = 1'000;

struct PublicationHeader {
  int number = 0;  // from 1, without gaps
  std::string name;
  Day known_since = kNoDay;
  Seconds imported_at = 0;
  std::string source_file;  // names of the files, without folders
  std::string source_hash;  // of their content: the same again is refused as already there
  int reader_version = 0;   // of the constraint reader that made the limits
  std::size_t point_count = 0;
  std::string points_hash;  // of the lines that follow
  std::string reason = {};  // why it was published although its points contradict others; "" for none
};

struct Publication {
  PublicationHeader header;
  std::vector<Point> points;
};

// WORKSPACE/knowledge
Path publication_folder(const Path& workspace);

// The headers, by number; empty when there is no folder yet. Refuses a gap or a file that is no publication.
Result<std::vector<PublicationHeader>> list_publications(const Path& workspace);

// Gives the points of a publication one by one; refuses what does not match the header's hash.
Status read_publication(const Path& workspace, const PublicationHeader& header, const std::function<void(Point)>& take);

// Writes the next publication; number, point_count and points_hash of the header are filled in. Refuses with
// "publication_exists" when somebody else published meanwhile.
Result<PublicationHeader> write_publication(const Path& workspace, Publication publication);

// As replay, but the points as they were stated: supersession is not applied yet.
Result<std::vector<Point>> replay_points(const Path& workspace, const Kinds& kinds, Day known_on, int last_number);

// Replays publications 1 … last (by number) that were known on a day, onto one library.
Result<std::shared_ptr<const Library>> replay(const Path& workspace, const Kinds& kinds, Day known_on, int last_number);

// The versions of a point, oldest first, each with the days since and until which it was known so; the last one's
// known_until is open. Empty when no publication has the id.
Result<std::vector<Point>> history_of(const Path& workspace, const Kinds& kinds, const std::string& id);

}  // namespace qiuhao::knowledge
