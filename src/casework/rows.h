// Matters as rows: a line of JSON, columns to look by, and a sealed cell for each personal or sealed field.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casework/kinds.h"
#include "database/database.h"
#include "database/key_ring.h"
#include "workflow/act.h"

namespace qiuhao::casework {

// Whether the field stands in a cell of its own: it is personal, or only some roles may see it.
bool is_sealed(const workflow::Field& field);

class MatterRows {
 public:
  // All must outlive this.
  MatterRows(const Kinds& kinds, const workflow::Calendar& calendar, const database::KeyRing& ring)
      : kinds_(kinds), calendar_(calendar), ring_(ring) {}

  // With its sealed fields in clear. Errors: "no_matter", "damaged_matter" (of the body, or a cell that is missing),
  // "unknown_version" (its kind is not among the kinds), and those of open_cell() and statements.
  Result<workflow::Matter> load(database::Transaction& transaction, std::string_view number) const;
  // The same, and its people too: whether all of its rows are as they were written.
  Status verify(database::Transaction& transaction, const std::string& number) const;
  Status insert(database::Transaction& transaction, const workflow::Matter& matter) const;
  // "matter_changed" when the row has another revision than `before`.
  Status update(database::Transaction& transaction, const workflow::Matter& before, const workflow::Matter& now) const;

  // Numbers of the matters of a kind whose personal field holds this text, up to 1,000. "unknown_field": there is none
  // that can be searched.
  Result<std::vector<std::string>> find_personal(database::Transaction& transaction, std::string_view kind,
                                                 std::string_view field, std::string_view text) const;

 private:
  const workflow::Kind& kind_of(const workflow::Matter& matter) const;
  Status write_people(database::Transaction& transaction, const workflow::Matter& matter) const;
  Status write_cells(database::Transaction& transaction, const workflow::Matter* before,
                     const workflow::Matter& now) const;
  Status write_cell(database::Transaction& transaction, const workflow::Matter& matter, const workflow::Field& field,
                    const workflow::FieldValue& value) const;

  const Kinds& kinds_;
  const workflow::Calendar& calendar_;
  const database::KeyRing& ring_;
};

}  // namespace qiuhao::casework
