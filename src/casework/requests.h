// Requests that were answered, so that asking again changes nothing. Used by store.cpp alone.
#pragma once

#include <optional>
#include <string>

#include "casework/store.h"

namespace qiuhao::casework {

// The first reply of a request; nothing when it was never answered, or has no id. "request_reused": it was of another
// act.
Result<std::optional<Reply>> first_reply(database::Transaction& transaction, const std::string& request,
                                         const std::string& asked);
// Does nothing for a request without an id.
Status keep_reply(database::Transaction& transaction, const std::string& request, const std::string& asked,
                  const Reply& reply);

}  // namespace qiuhao::casework
