// Columns of a run of people, each block of rows decoded once for all rules that ask for many of its rows.
#pragma once

#include <memory>
#include <vector>

#include "cel/vector/vector.h"
#include "rules/bulk/people_run.h"

namespace qiuhao::rules {

// One thread's, over one part.
class RunColumns : public cel::ColumnReader {
 public:
  // Another run, which must live until the next.
  void begin(const PeopleRun& run);
  const std::int64_t* read(cel::StructId owner, cel::FieldId field, const Column& column, RowIndex first,
                           std::size_t count) override;
  void gather(cel::StructId owner, cel::FieldId field, const Column& column, std::span<const RowIndex> rows,
              std::int64_t* out) override;

  // Numbers and patterns of serial texts of lines.
  void gather_serials(cel::FieldId field, const SerialTexts& texts, std::span<const RowIndex> rows,
                      std::vector<std::int64_t>& numbers, std::vector<std::int64_t>& patterns);

 private:
  struct Decoded {
    cel::StructId owner = 0;
    cel::FieldId field = 0;
    std::vector<std::int64_t> values;   // of the run's rows
    std::vector<std::uint8_t> is_made;  // by block
  };
  claims::Range range_of(cel::StructId owner) const;  // empty of what has no run
  Decoded& of(cel::StructId owner, cel::FieldId field, std::size_t rows);
  static void make(Decoded& decoded, const Column& column, claims::Range range, std::size_t block);

  const PeopleRun* run_ = nullptr;
  std::vector<std::unique_ptr<Decoded>> decoded_;
};

}  // namespace qiuhao::rules
