// What changes of identity ask of a user before anything else.
#pragma once

#include <string>
#include <string_view>

#include "database/database.h"
#include "identity/people.h"

namespace qiuhao::identity {

struct Account {
  UserState state;
  OrganisationKind kind;
  std::string region;  // of the organisation
};
// "unknown_user".
Result<Account> account_of(database::Transaction& transaction, const std::string& login);

// "bad_region" unless it is a division code.
Status check_region(std::string_view region);

}  // namespace qiuhao::identity
