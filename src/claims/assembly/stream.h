// The staged rows of one table, sorted by person, as DuckDB streams them.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/files.h"
#include "claims/assembly/layout.h"
#include "claims/assembly/rows.h"
#include "tables/engine.h"

namespace qiuhao::claims::assembly {

struct StagedFiles {
  std::vector<Path> files;   // of the table, in the order of their names
  std::vector<Path> visits;  // for rows that name no person: their visit does
};

class PersonStream {
 public:
  // Runs SQL whose rows are those of the layout, sorted by person; "" has none.
  static Result<PersonStream> open(const Layout& layout, tables::Engine& engine, const std::string& sql);

  bool at_end() const { return !chunk_; }
  // Of the next row; valid until `take`.
  std::string_view person() const { return chunk_->column(layout_->person).text(row_); }
  // Moves all rows of this person into `rows`. Rows of a person come together.
  Status take(std::string_view person, Rows& rows);

 private:
  explicit PersonStream(const Layout& layout) : layout_(&layout) {}
  Status next_chunk();

  const Layout* layout_;
  std::optional<tables::Answer> answer_;
  std::optional<tables::Chunk> chunk_;
  std::size_t row_ = 0;
};

// "[...]" of read_parquet, and the relation of the staged columns of a layout over it.
std::string file_list(std::span<const Path> files);
Result<std::string> staged_relation(const Layout& layout, tables::Engine& engine, std::span<const Path> files);
// SQL of a layout's rows sorted by person; rows that name no person get that of their visit, or are left out.
Result<std::string> sorted_relation(const Layout& layout, tables::Engine& engine, const StagedFiles& staged);
// The number of staged rows.
Result<std::int64_t> staged_rows(tables::Engine& engine, std::span<const Path> files);

}  // namespace qiuhao::claims::assembly
