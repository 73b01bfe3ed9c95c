// Appends people to the part at hand and writes parts as they fill.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "claims/assemble.h"
#include "claims/assembly/clean.h"
#include "claims/assembly/derive.h"
#include "claims/assembly/register.h"
#include "claims/part.h"
#include "claims/tape.h"

namespace qiuhao::claims::assembly {

// One person's clean rows, tables in the order of kAssembledEntities; `kept` is in the order of the tape.
struct PersonRows {
  std::array<std::unique_ptr<Rows>, kAssembledTables> rows;
  std::array<std::vector<RowNumber>, kAssembledTables> kept;
  std::vector<std::int64_t> refunded;  // units given back, by row of the lines
  std::vector<RowNumber> visit_place;  // by row of the visits: place in `kept`
  IdIndex visit_ids;

  static PersonRows make(const std::vector<Layout>& layouts);
  void clear();
};

class PartWriter {
 public:
  // Parts are named by generation and number, from `first_number` on.
  static Result<PartWriter> make(const Schema& schema, const std::vector<Layout>& layouts, const Path& workspace,
                                 std::uint64_t generation, std::size_t first_number, std::string folder = "tape/parts");

  // A person with at least one visit; pseudonyms come in their order. Closes the part when it is full.
  Status add(const std::string& pseudonym, const PersonRows& person);
  // The same from a part that has the person's tape.
  Status copy(const Part& part, RowIndex person);
  // Closes the last part; the entries for the manifest.
  Result<std::vector<PartEntry>> finish();
  // Files of the parts so far, also after an error.
  std::vector<Path> written() const;

 private:
  PartWriter(const Schema& schema, Path workspace, std::uint64_t generation, std::size_t first_number);
  void begin_person(const std::string& pseudonym);
  Status end_person();
  void copy_row(const Part& part, Entity entity, RowIndex row);
  void copy_links(const Part& part, Entity entity, RowIndex row);
  void add_person(const std::string& pseudonym, const PersonRows& person);
  void add_visits(const PersonRows& person, RowIndex person_row);
  void add_lines(const PersonRows& person, RowIndex first_visit);
  void add_others(const PersonRows& person, std::size_t table, Link link, RowIndex first_visit);
  void add_fields(const PersonRows& person, std::size_t table, RowNumber row);
  void add_registers();
  Status close_part();

  const Schema* schema_;
  Path workspace_;
  std::uint64_t generation_;
  std::size_t first_number_;
  std::unique_ptr<PartBuilder> builder_;
  std::array<std::vector<FieldPlan>, kAssembledTables> plans_;
  ColumnIndex provider_ = kNoColumn;    // of visits
  ColumnIndex doctor_ = kNoColumn;      // of lines
  ColumnIndex department_ = kNoColumn;  // of lines
  Register providers_;
  Register staff_;
  std::vector<PartEntry> entries_;
  std::string folder_;
  std::string scratch_;
  std::string first_;  // pseudonyms of the part at hand
  std::string last_;
};

}  // namespace qiuhao::claims::assembly
