// What endpoints of the archive share: who may do what to which case file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/archive.h"
#include "server/api/call.h"

namespace qiuhao::server {

// Whether the caller may do the action in this region, four eyes and fresh codes aside.
bool is_in_reach(const Call& call, std::string_view action, std::string_view region);
// A case file, for whoever may do this to it. "no_archive" also for one of a region that is out of the caller's reach;
// "not_allowed", "code_is_not_fresh".
Result<documents::Archived> archived_for(const Call& call, std::string_view action, const std::string& number,
                                         std::vector<std::string> done_before = {});
documents::Clerk clerk_of(const Call& call);

}  // namespace qiuhao::server
