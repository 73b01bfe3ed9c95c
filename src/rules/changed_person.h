// One person of a part, copied with changes: what a claim would be if a value were another or a line were not there.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "claims/part.h"

namespace qiuhao::rules {

// A value as columns keep it.
struct ChangedValue {
  claims::Entity of = claims::Entity::line;
  claims::FieldIndex field = 0;
  RowIndex row = kNoRow;    // in the part that is copied
  std::int64_t number = 0;  // units, day or seconds
  std::string words;        // of codes and texts
};

struct PersonChange {
  std::vector<ChangedValue> values;
  std::set<RowIndex> dropped_lines;
};

struct ChangedPerson {
  claims::Part part;  // the person is its row 0
  // By entity: the row of the copied part for each row of `part`.
  std::array<std::vector<RowIndex>, claims::kEntities> origins;

  RowIndex origin(claims::Entity entity, RowIndex row) const {
    return row == kNoRow ? kNoRow : origins[static_cast<std::size_t>(entity)][row];
  }
};

// The person's rows in their order, with providers and staff that they name.
ChangedPerson copy_person(const claims::Part& part, const claims::Schema& schema, RowIndex person,
                          const PersonChange& change);

}  // namespace qiuhao::rules
