// Registers (登记表): tables beside the tape, such as the licences of doctors or the people who have died. Import
// keeps of each the latest row of every key, sorted; here they are in memory as typed columns.
#pragma once

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/hash.h"
#include "claims/schema.h"
#include "columns/column.h"
#include "tables/engine.h"

namespace qiuhao::claims {

// The rows of one register, in the order that its dictionary file says.
class RegisterRows {
 public:
  explicit RegisterRows(const EntitySchema& schema);  // without rows; `schema` must outlive it
  RegisterRows(RegisterRows&&) noexcept = default;
  RegisterRows& operator=(RegisterRows&&) noexcept = default;

  const EntitySchema& schema() const { return *schema_; }
  std::size_t rows() const { return builders_.front().rows(); }
  // Valid until a row is appended.
  Column column(FieldIndex field) const { return builders_[field].view(); }
  // For who makes rows: every field of a row gets one value, rows come in their order.
  ColumnBuilder& builder(FieldIndex field) { return builders_[field]; }

  Hash128 content;  // of the file that it was read from, for telling whether two runs judged by the same rows

 private:
  const EntitySchema* schema_;
  std::deque<ColumnBuilder> builders_;  // by field
};

// Where the rows of a register lie: one Parquet file with a column for each field, times local, and `_updated`, sorted.
struct RegisterFile {
  Path path;  // empty when nothing was ever read
  std::uint64_t rows = 0;
  Hash128 content;
};

// Of the published generation. An import that is published meanwhile removes it: who opens it too late asks again.
Result<RegisterFile> find_register(const Path& workspace, Register table);

// SELECT of these fields from the file of a register, typed as the dictionary says; NULL where the file is older than
// the field.
Result<std::string> register_select(tables::Engine& engine, const EntitySchema& schema,
                                    std::span<const std::string_view> fields, const Path& file);

// All rows of the published generation; none when nothing was ever read. Errors: "damaged_batches",
// "damaged_register", and those of memory.
Result<RegisterRows> load_register(const Schema& schema, Register table, const Path& workspace);

}  // namespace qiuhao::claims
