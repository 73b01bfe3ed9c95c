// Looking up organisations: institutions by what people call them, and the bureau whose records these are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "identity/people.h"

namespace qiuhao::identity {

// All organisations whose name or code holds this ("" for all), by kind and name.
Result<std::vector<Organisation>> organisations_like(database::Transaction& transaction, const std::string& text,
                                                     int most);
// Hospitals and pharmacies that are not closed and whose name holds this or whose code is this; by name.
Result<std::vector<Organisation>> institutions_like(database::Transaction& transaction, const std::string& text,
                                                    int most);
// The one of this code or exactly this name; nothing when there is none, or several of the name.
Result<std::optional<Organisation>> institution_called(database::Transaction& transaction, const std::string& text);
// The region of the bureau that stands above the others: the shortest code; "" before there is one.
Result<std::string> bureau_region(database::Transaction& transaction);

}  // namespace qiuhao::identity
