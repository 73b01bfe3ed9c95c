// Who holds a role for a region today: for choosing people instead of typing logins.
#pragma once

#include <string>
#include <vector>

#include "identity/holder.h"

namespace qiuhao::identity {

// Active users with one of these roles (inherited ones too) for what is of the region, by login.
Result<std::vector<Holder>> holders_of_roles(database::Transaction& transaction, const RolePolicy& policy,
                                             const std::vector<std::string>& roles, const std::string& region,
                                             database::Micros now);

}  // namespace qiuhao::identity
