// The forms in which knowledge comes: the national publication as JSON lines, a folder of its tables as CSV, and our
// own CSV. Each gives rows with the place they stand at; nothing is judged here but the form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "knowledge/kinds.h"
#include "knowledge/knowledge.h"

namespace qiuhao::knowledge {

inline constexpr std::size_t kMaxSourceBytes = std::size_t{1} << 30;
inline constexpr std::size_t kMaxSourceFiles = 1'000;

struct SourceRow {
  Point point;         // limits and is_read only where they are stated outright
  std::string stated;  // see ConstraintText::stated
  Place place;
};

struct SourceRows {
  std::vector<SourceRow> rows;
  std::vector<std::string> notes;  // "file:line: text" of rows of a table that name no item: totals and remarks
  std::string hash;                // of all bytes read
  std::string files;               // their names
};

// Reads files by their form: .jsonl, .csv, or a folder of published tables.
Result<SourceRows> read_sources(const std::vector<Path>& paths, const Kinds& kinds);

// The forms, for read_sources and tests. `file` is only for places.
Status read_national_lines(std::string_view content, const std::string& file, SourceRows& out);
Status read_own_csv(std::string_view content, const std::string& file, SourceRows& out);
Status read_tables(const Path& folder, const Kinds& kinds, SourceRows& out);

}  // namespace qiuhao::knowledge
