// Loose rows as bytes: a few names of fields, then rows of values by name, so that a later dictionary can read them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "claims/loose_rows.h"
#include "claims/schema.h"

namespace qiuhao::claims {

// About 10 bytes a value that a row has.
std::string pack_rows(const EntitySchema& schema, std::span<const LooseRow> rows);

// Appends what was packed to `rows`, with this visit. Fields that the dictionary no longer has are left out; numbers
// are brought to its scale. "damaged_rows" when the bytes end early or say what cannot be.
Status unpack_rows(const EntitySchema& schema, std::string_view bytes, std::string_view visit,
                   std::vector<LooseRow>& rows);

}  // namespace qiuhao::claims
