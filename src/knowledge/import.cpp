// Validation in the order in which a person would mend: each row alone, then ids, then what supersedes what.
#include "knowledge/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/hash.h"
#include "knowledge/point_line.h"

namespace qiuhao::knowledge {
namespace {

constexpr Day kAllDays = std::numeric_limits<Day>::max();

bool is_code(std::string_view text, std::size_t most) {
  const auto is_allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' ||
           c == '.';
  };
  return !text.empty() && text.size() <= most && std::ranges::all_of(text, is_allowed);
}

Status check_texts(const Point& point, const Place& place) {
  for (const std::string_view text :
       {std::string_view(point.item_name), point.constraint.view(), point.basis.view(), point.certainty.view()}) {
    if (text.size() <= kMaxTextBytes) continue;
    return input_error("text_too_long",
                       fmt::format("a text has {} bytes; shorten it to {}", text.size(), kMaxTextBytes), place);
  }
  return {};
}

// Codes of diagnoses and operations are such, or ranges of them.
Status check_ranges(const SourceRow& row, CodesOf codes_of) {
  for (const std::string_view code : row.point.items) {
    if (is_code_of(code, codes_of)) continue;
    const bool is_diagnosis = codes_of == CodesOf::diagnosis;
    return input_error(
        "bad_item_code",
        fmt::format("'{}' is no code of {}; write e.g. {}", code, is_diagnosis ? "a diagnosis" : "an operation",
                    is_diagnosis ? "C34, I11.0 or E10-E14" : "74, 68.4 or 68.3-68.7"),
        row.place);
  }
  return {};
}

Status check_row(const SourceRow& row, const Kinds& kinds) {
  const Point& point = row.point;
  const auto kind = kinds.find_name(point.kind);
  if (!kind) {
    return input_error("unknown_kind",
                       fmt::format("unknown kind '{}'; write a name that kinds.yaml lists, or list it there",
                                   point.kind.view().substr(0, 100)),
                       row.place);
  }
  if (!is_code(point.id, kMaxIdBytes)) {
    return input_error("bad_id",
                       fmt::format("'{}' is no id; write 1 to {} letters, digits, '-', '_' or '.'",
                                   point.id.substr(0, 100), kMaxIdBytes),
                       row.place);
  }
  if (point.items.size() > kMaxItemsOfPoint) {
    return input_error("too_many_items",
                       fmt::format("names {} items; one point may name {}", point.items.size(), kMaxItemsOfPoint),
                       row.place);
  }
  for (const std::string_view item : point.items) {
    if (is_code(item, kMaxItemBytes)) continue;
    return input_error("bad_item_code",
                       fmt::format("'{}' is no item code; write 1 to {} letters, digits, '-', '_' or '.'",
                                   item.substr(0, 100), kMaxItemBytes),
                       row.place);
  }
  TRY(check_ranges(row, kinds[*kind].codes_of));
  if (point.effective_to != kNoDay && point.effective_to < point.effective_from) {
    return input_error("bad_date",
                       fmt::format("ends on {}, before it begins on {}; exchange the days",
                                   format_day(point.effective_to), format_day(point.effective_from)),
                       row.place);
  }
  return check_texts(point, row.place);
}

void read_limits(const ConstraintReader& reader, const Kinds& kinds, SourceRow& row) {
  Point& point = row.point;
  if (point.is_read) return;
  const Kind& kind = kinds[*kinds.find_name(point.kind)];
  const ReadConstraint read =
      reader.read(kind.reading, {point.item_name, point.constraint, row.stated, point.items.size()});
  point.limits = read.limits;
  point.is_read = read.is_read;
}

// Rows with an id that stands twice: equal ones count once, others are refused.
Status drop_repeated(std::vector<SourceRow>& rows) {
  std::unordered_map<std::string, std::size_t> first_of;
  std::vector<SourceRow> kept;
  kept.reserve(rows.size());
  for (SourceRow& row : rows) {
    const auto [found, is_new] = first_of.try_emplace(row.point.id, kept.size());
    if (is_new) {
      kept.push_back(std::move(row));
      continue;
    }
    const SourceRow& first = kept[found->second];
    if (stated_content(first.point) == stated_content(row.point)) continue;
    return input_error("duplicate_id",
                       fmt::format("id {} stands already at {}:{} with other content; keep one or give another id",
                                   row.point.id, first.place.file, first.place.line),
                       row.place);
  }
  rows = std::move(kept);
  return {};
}

using SupersedesOf = std::unordered_map<std::string_view, std::string_view>;

// Follows what `row` supersedes; each id is walked once over all calls, so the whole check is linear.
Status check_chain(const SourceRow& row, const SupersedesOf& supersedes_of,
                   std::unordered_map<std::string_view, const SourceRow*>& walked) {
  std::string_view id = row.point.id;
  while (!id.empty()) {
    const auto [found, is_new] = walked.try_emplace(id, &row);
    if (!is_new && found->second != &row) return {};
    if (!is_new) {
      return input_error("supersession_cycle",
                         fmt::format("{} supersedes {}, which in turn supersedes it; let the oldest supersede none",
                                     row.point.id, row.point.supersedes),
                         row.place);
    }
    const auto next = supersedes_of.find(id);
    if (next == supersedes_of.end()) {
      return input_error(
          "missing_superseded",
          fmt::format("{} supersedes {}, which is neither here nor in the library; import it first or leave "
                      "supersedes empty",
                      row.point.id, row.point.supersedes),
          row.place);
    }
    id = next->second;
  }
  return {};
}

Status check_supersession(const std::vector<SourceRow>& rows, const std::vector<Point>& known) {
  SupersedesOf supersedes_of;
  for (const Point& point : known) supersedes_of[point.id] = point.supersedes;
  for (const SourceRow& row : rows) supersedes_of[row.point.id] = row.point.supersedes;
  std::unordered_map<std::string_view, const SourceRow*> walked;
  for (const SourceRow& row : rows) TRY(check_chain(row, supersedes_of, walked));
  return {};
}

Result<SourceRows> read_and_validate(const Kinds& kinds, const std::vector<Path>& files, const ImportOptions& options) {
  ASSIGN(SourceRows source, read_sources(files, kinds));
  if (options.effective_from != kNoDay) source.hash = hash128(source.hash + format_day(options.effective_from)).hex();
  const ConstraintReader reader(kinds.diseases());
  for (SourceRow& row : source.rows) {
    if (row.point.effective_from == kNoDay) row.point.effective_from = options.effective_from;
    TRY(check_row(row, kinds));
    read_limits(reader, kinds, row);
  }
  TRY(drop_repeated(source.rows));
  return source;
}

Status check_known_since(Day known_since, const std::vector<PublicationHeader>& headers) {
  if (headers.empty() || known_since >= headers.back().known_since) return {};
  return usage_error("known_since_too_early",
                     fmt::format("--known-since {} lies before publication {} ({}), and results as known then would "
                                 "change; give {} or later",
                                 format_day(known_since), headers.back().number, format_day(headers.back().known_since),
                                 format_day(headers.back().known_since)));
}

// Keeps the points that are new or state something else than what is known.
void keep_new_points(std::vector<SourceRow> rows, const std::vector<Point>& known, ImportDraft& draft) {
  std::unordered_map<std::string_view, const Point*> known_of;
  for (const Point& point : known) known_of[point.id] = &point;
  for (SourceRow& row : rows) {
    const auto found = known_of.find(row.point.id);
    if (found != known_of.end() && stated_content(*found->second) == stated_content(row.point)) {
      ++draft.unchanged;
      continue;
    }
    row.point.known_since = draft.publication.header.known_since;
    draft.publication.points.push_back(std::move(row.point));
  }
}

// The points known before, with those of the publication in place of or after them.
std::vector<Point> with_published(std::vector<Point> known, const std::vector<Point>& published) {
  std::unordered_map<std::string, std::size_t> position_of;
  for (std::size_t i = 0; i < known.size(); ++i) position_of[known[i].id] = i;
  for (const Point& point : published) {
    const auto found = position_of.find(point.id);
    if (found == position_of.end()) {
      known.push_back(point);
    } else {
      known[found->second] = point;
    }
  }
  return known;
}

}  // namespace

Result<ImportDraft> prepare_import(const Path& workspace, const Kinds& kinds, const std::vector<Path>& files,
                                   const ImportOptions& options) {
  ASSIGN(SourceRows source, read_and_validate(kinds, files, options));
  ASSIGN(const auto headers, list_publications(workspace));
  ImportDraft draft;
  draft.notes = std::move(source.notes);
  PublicationHeader& header = draft.publication.header;
  header.number = static_cast<int>(headers.size()) + 1;
  header.name = options.name.empty() ? source.files : options.name;
  header.known_since = options.known_since == kNoDay ? day_of(options.imported_at) : options.known_since;
  header.imported_at = options.imported_at;
  header.source_file = source.files;
  header.source_hash = source.hash;
  header.reader_version = kReaderVersion;
  header.reason = options.reason;
  if (header.reason.size() > kMaxReasonBytes) {
    return usage_error("reason_too_long",
                       fmt::format("--reason has {} bytes; shorten it to {}", header.reason.size(), kMaxReasonBytes));
  }
  if (header.name.size() > kMaxNameBytes) {
    return usage_error("name_too_long",
                       fmt::format("--name has {} bytes; shorten it to {}", header.name.size(), kMaxNameBytes));
  }
  for (const PublicationHeader& earlier : headers) {
    const bool is_same = earlier.source_hash == header.source_hash && earlier.reader_version == header.reader_version;
    if (is_same) draft.already_published = earlier;
  }
  if (draft.already_published) return draft;
  TRY(check_known_since(header.known_since, headers));
  ASSIGN(std::vector<Point> known, replay_points(workspace, kinds, kAllDays, kMaxPublications));
  TRY(check_supersession(source.rows, known));
  keep_new_points(std::move(source.rows), known, draft);
  if (known.size() + draft.publication.points.size() > kMaxPoints) {
    return input_error("too_many_points", fmt::format("with these the library has more than {} points", kMaxPoints));
  }
  draft.before = Library::make(kinds, known, kAllDays);
  draft.after = Library::make(kinds, with_published(std::move(known), draft.publication.points), kAllDays);
  draft.changes = compare(*draft.before, *draft.after);
  return draft;
}

Result<PublicationHeader> publish(const Path& workspace, const ImportDraft& draft) {
  return write_publication(workspace, draft.publication);
}

Result<std::vector<Point>> read_points(const Kinds& kinds, const std::vector<Path>& files,
                                       const ImportOptions& options) {
  ASSIGN(SourceRows source, read_and_validate(kinds, files, options));
  TRY(check_supersession(source.rows, {}));
  std::vector<Point> points;
  points.reserve(source.rows.size());
  for (SourceRow& row : source.rows) {
    row.point.known_since = options.known_since;
    points.push_back(std::move(row.point));
  }
  return points;
}

}  // namespace qiuhao::knowledge
