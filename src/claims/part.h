// A part: the tapes of a run of insured people, as columns. People stand in order; each one's visits, lines, diagnoses,
// operations and settlements stand in time order (then by id) and are a row range of their table.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "claims/gone.h"
#include "claims/schema.h"
#include "columns/column.h"

namespace qiuhao::claims {

// The format of parts on disk; docs/reference/tape-format.md.
inline constexpr std::uint32_t kPartFormat = 2;
// A part is closed at the end of the person with whom it reaches this many lines, so that building stays in memory.
inline constexpr std::size_t kPartLines = 2'000'000;

// Row links between tables.
enum class Link : std::uint8_t {
  visit_person,    // visit -> person
  visit_provider,  // visit -> provider
  line_visit,      // line -> visit
  line_staff,      // line -> staff (who ordered), kNoRow when not said
  diagnosis_visit,
  operation_visit,
  settlement_visit,
  person_visits,  // person -> first visit; one entry more than people, so [p, p+1) is the range
  person_lines,
  person_diagnoses,
  person_operations,
  person_settlements,
};
inline constexpr std::size_t kLinks = 12;
inline constexpr std::array<std::string_view, kLinks> kLinkNames = {
    "visit>person",    "visit>provider",   "line>visit",        "line>staff",
    "diagnosis>visit", "operation>visit",  "settlement>visit",  "person>visits",
    "person>lines",    "person>diagnoses", "person>operations", "person>settlements"};

// Sums over the lines of each provider of a part: one entry more than providers, the last of lines without one.
enum class ProviderSum : std::uint8_t {
  lines,     // how many
  in_scope,  // their money in scope; what is not known counts 0
};
inline constexpr std::size_t kProviderSums = 2;
inline constexpr std::array<std::string_view, kProviderSums> kProviderSumNames = {"sum:lines", "sum:in_scope"};

struct Range {
  RowIndex begin = 0;
  RowIndex end = 0;
};

// Read-only views; what they view is kept alive by `owner` (a mapped file or a builder).
class Part {
 public:
  std::size_t rows(Entity entity) const { return rows_[static_cast<std::size_t>(entity)]; }
  // Null when the part stores no such field (then every row is without it).
  const Column* column(Entity entity, FieldIndex field) const {
    const Column& column = columns_[static_cast<std::size_t>(entity)][field];
    return column.is_known() ? &column : nullptr;
  }
  RowIndex link(Link link, RowIndex row) const { return links_[static_cast<std::size_t>(link)].index(row); }
  // Whether a later part holds this person's tape: whoever goes through people passes over it.
  bool is_gone(RowIndex person) const { return gone_ != nullptr && gone_->has(person); }
  // The rows of a link, to be read in batches.
  const Column& links(Link link) const { return links_[static_cast<std::size_t>(link)]; }
  // Parts written before sums were kept have none.
  bool has_sums() const { return sums_[0].is_known(); }
  std::int64_t sum(ProviderSum sum, RowIndex entry) const { return sums_[static_cast<std::size_t>(sum)].number(entry); }
  Range range(Link link, RowIndex person) const {
    const Column& begins = links_[static_cast<std::size_t>(link)];
    return {begins.index(person), begins.index(person + 1)};
  }

  // For the makers of parts (PartBuilder, open_part).
  std::array<std::size_t, kEntities> rows_{};
  std::array<std::vector<Column>, kEntities> columns_;
  std::array<Column, kLinks> links_{};
  std::array<Column, kProviderSums> sums_{};
  std::shared_ptr<const GonePeople> gone_;
  std::shared_ptr<const void> owner_;
};

// Builds one part in memory, person by person. Rows of a person must come in the order the part keeps; links are row
// numbers of this part.
class PartBuilder {
 public:
  explicit PartBuilder(const Schema& schema);

  // Each appends one row's value; a row is complete when every field of its entity has one.
  ColumnBuilder& field(Entity entity, FieldIndex field) { return columns_[static_cast<std::size_t>(entity)][field]; }
  ColumnBuilder& link(Link link) { return links_[static_cast<std::size_t>(link)]; }
  void finish_row(Entity entity) { ++rows_[static_cast<std::size_t>(entity)]; }
  RowIndex next_row(Entity entity) const { return static_cast<RowIndex>(rows_[static_cast<std::size_t>(entity)]); }
  // After the rows of a person are in (the person's own row too): closes the person's ranges.
  void finish_person();

  std::size_t bytes() const;
  // Views of everything; the builder must outlive the Part unless it is given away by `build`.
  Part view() const;

 private:
  std::array<std::size_t, kEntities> rows_{};
  std::array<std::vector<ColumnBuilder>, kEntities> columns_;
  std::vector<ColumnBuilder> links_;
};

// The part of a builder that is not needed any more.
Part build(std::unique_ptr<PartBuilder> builder);

}  // namespace qiuhao::claims
