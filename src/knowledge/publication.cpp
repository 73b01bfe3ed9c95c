// The store of publications: numbered files, written once, replayed in order.
#include "knowledge/publication.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <unordered_map>

#include "base/hash.h"
#include "knowledge/point_line.h"
#include "text/document.h"

namespace qiuhao::knowledge {
namespace {

constexpr int kFormat = 1;

Path file_of(const Path& workspace, int number) {
  return publication_folder(workspace) / fmt::format("{:04}.jsonl", number);
}

std::uint64_t chain(std::uint64_t seed, std::string_view line) { return mix(seed, hash64(line)); }
std::string chain_text(std::uint64_t value) { return fmt::format("{:016x}", value); }

std::unexpected<Error> damaged(const std::string& file, int line, std::string_view what) {
  return input_error("damaged_publication",
                     fmt::format("{}; a publication is never rewritten, so restore this file from a backup", what),
                     {file, line, 0, ""});
}

std::string format_header(const PublicationHeader& header) {
  using text::json_quote;
  return fmt::format(
      R"({{"qiuhao_knowledge":{},"publication":{},"name":{},"known_since":"{}","imported_at":"{}","source_file":{},)"
      R"("source_hash":{},"reader_version":{},{}"points":{},"points_hash":{}}})",
      kFormat, header.number, json_quote(header.name), format_day(header.known_since), format_time(header.imported_at),
      json_quote(header.source_file), json_quote(header.source_hash), header.reader_version,
      header.reason.empty() ? "" : fmt::format("\"reason\":{},", json_quote(header.reason)), header.point_count,
      json_quote(header.points_hash));
}

// A whole number that format_header wrote; -1 when it is none.
int number_in(const text::Node& node, std::string_view key) {
  const std::string digits = node.text_of(key);
  if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos) return -1;
  return std::stoi(digits);
}

Result<PublicationHeader> parse_header(const std::string& line, const std::string& file) {
  const auto node = text::parse_json(line, file, 1);
  if (!node || number_in(*node, "qiuhao_knowledge") != kFormat) {
    return damaged(file, 1, fmt::format("the first line is no header of a publication of format {}", kFormat));
  }
  PublicationHeader header;
  header.number = number_in(*node, "publication");
  header.name = node->text_of("name");
  const auto known_since = parse_day(node->text_of("known_since"));
  const auto imported_at = parse_time(node->text_of("imported_at"));
  const int point_count = number_in(*node, "points");
  header.reader_version = number_in(*node, "reader_version");
  if (!known_since || !imported_at || point_count < 0 || header.reader_version < 0) {
    return damaged(file, 1, "the header lacks known_since, imported_at, reader_version or points");
  }
  header.known_since = *known_since;
  header.imported_at = *imported_at;
  header.source_file = node->text_of("source_file");
  header.source_hash = node->text_of("source_hash");
  header.reason = node->text_of("reason");
  header.point_count = static_cast<std::size_t>(point_count);
  header.points_hash = node->text_of("points_hash");
  return header;
}

// Holds the folder's lock until destruction, so that two imports at once do not take the same number.
class FolderLock {
 public:
  explicit FolderLock(const Path& folder)
      : descriptor_(::open((folder / ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644)) {
    if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) release();
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock() { release(); }
  bool is_held() const { return descriptor_ >= 0; }

 private:
  void release() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }
  int descriptor_;
};

}  // namespace

Path publication_folder(const Path& workspace) { return workspace / "knowledge"; }

Result<std::vector<PublicationHeader>> list_publications(const Path& workspace) {
  std::vector<PublicationHeader> headers;
  for (int number = 1; number <= kMaxPublications; ++number) {
    const Path file = file_of(workspace, number);
    std::ifstream stream(file);
    if (!stream) break;
    std::string line;
    std::getline(stream, line);
    ASSIGN(PublicationHeader header, parse_header(line, file.string()));
    if (header.number != number) return damaged(file.string(), 1, fmt::format("it says number {}", header.number));
    headers.push_back(std::move(header));
  }
  const Path beyond = file_of(workspace, static_cast<int>(headers.size()) + 2);
  std::error_code ignored;
  if (std::filesystem::exists(beyond, ignored)) {
    return damaged(beyond.string(), 0, fmt::format("publication {} before it is missing", headers.size() + 1));
  }
  return headers;
}

Status read_publication(const Path& workspace, const PublicationHeader& header,
                        const std::function<void(Point)>& take) {
  const std::string file = file_of(workspace, header.number).string();
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  std::uint64_t hash = 0;
  std::size_t count = 0;
  SharedParts shared;
  while (std::getline(stream, line)) {
    ++count;
    hash = chain(hash, line);
    ASSIGN(Point point, parse_point_line(line, file, static_cast<int>(count) + 1, shared));
    point.known_since = header.known_since;
    take(std::move(point));
  }
  if (count != header.point_count || chain_text(hash) != header.points_hash) {
    return damaged(file, 0, fmt::format("it holds {} points that are not the {} published", count, header.point_count));
  }
  return {};
}

Result<PublicationHeader> write_publication(const Path& workspace, Publication publication) {
  TRY(make_folder(publication_folder(workspace)));
  const FolderLock lock(publication_folder(workspace));
  if (!lock.is_held()) {
    return system_error("publication_exists",
                        "somebody else is publishing into this workspace; try again when they are done",
                        {publication_folder(workspace).string(), 0, 0, ""});
  }
  ASSIGN(const auto headers, list_publications(workspace));
  if (publication.header.number != static_cast<int>(headers.size()) + 1 ||
      publication.header.number > kMaxPublications) {
    return system_error("publication_exists", "somebody else published meanwhile; import again to see the difference",
                        {publication_folder(workspace).string(), 0, 0, ""});
  }
  std::string lines;
  std::uint64_t hash = 0;
  for (const Point& point : publication.points) {
    const std::string line = format_point_line(point);
    hash = chain(hash, line);
    lines += line + "\n";
  }
  publication.header.point_count = publication.points.size();
  publication.header.points_hash = chain_text(hash);
  TRY(write_file_atomically(file_of(workspace, publication.header.number),
                            format_header(publication.header) + "\n" + lines));
  return publication.header;
}

Result<std::vector<Point>> replay_points(const Path& workspace, const Kinds& kinds, Day known_on, int last_number) {
  ASSIGN(const auto headers, list_publications(workspace));
  std::vector<Point> points;
  std::unordered_map<std::string, std::size_t> position_of;
  std::string unknown_kind;
  for (const PublicationHeader& header : headers) {
    if (header.known_since > known_on || header.number > last_number) continue;
    if (points.size() + header.point_count > kMaxPoints) {
      return damaged(file_of(workspace, header.number).string(), 1,
                     fmt::format("with it the library has more than {} points", kMaxPoints));
    }
    points.reserve(points.size() + header.point_count);
    position_of.reserve(points.size() + header.point_count);
    TRY(read_publication(workspace, header, [&](Point point) {
      if (!kinds.find_name(point.kind)) unknown_kind = point.kind.str();
      const auto [found, is_new] = position_of.try_emplace(point.id, points.size());
      if (is_new) {
        points.push_back(std::move(point));
      } else {
        points[found->second] = std::move(point);  // a later publication states the row anew
      }
    }));
    if (unknown_kind.empty()) continue;
    return input_error("unknown_kind", fmt::format("kind '{}' is not in kinds.yaml; list it there", unknown_kind),
                       {file_of(workspace, header.number).string(), 0, 0, ""});
  }
  return points;
}

Result<std::shared_ptr<const Library>> replay(const Path& workspace, const Kinds& kinds, Day known_on,
                                              int last_number) {
  ASSIGN(std::vector<Point> points, replay_points(workspace, kinds, known_on, last_number));
  return Library::make(kinds, std::move(points), known_on);
}

Result<std::shared_ptr<const Library>> load_library(const Path& workspace, const Kinds& kinds, Day known_on) {
  return replay(workspace, kinds, known_on, kMaxPublications);
}

}  // namespace qiuhao::knowledge
