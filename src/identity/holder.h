// What a user is on a day: organisation, unit, and the roles that hold then. For engines that ask by role, and for
// lists.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "database/database.h"
#include "identity/decision.h"
#include "identity/roles.h"

namespace qiuhao::identity {

// A role that was approved and holds on the day, in an organisation that may hold it.
struct HeldRole {
  std::size_t role = 0;              // of the policy
  std::vector<std::string> names{};  // it and those that it inherits
  std::string region;                // "" for the whole country
  std::string grid;                  // "" for all of the region
};

struct Holder {
  std::string login;
  std::string organisation;
  OrganisationKind kind = OrganisationKind::bureau;
  std::string region;  // of the organisation
  std::string unit;    // "" for none
  std::vector<HeldRole> held;
  // Of a program's key instead of roles: its actions, and the roles whose acts they are, in its region.
  std::vector<std::string> service_actions{};
  std::vector<std::string> service_roles{};
  std::string service_region{};

  // Names of the roles for what is of this region, each once.
  std::vector<std::string> roles_for(std::string_view of_region) const;
  // Regions in which a role without a grid may do the action; "" among them is the whole country.
  std::vector<std::string> regions_of(const RolePolicy& policy, std::string_view action, Day day) const;
};

// Nothing for a user who may do nothing: unknown, locked, left, or of a closed organisation. Errors are those of
// statements.
Result<std::optional<Holder>> holder_of(database::Transaction& transaction, const RolePolicy& policy,
                                        const std::string& login, database::Micros now);

}  // namespace qiuhao::identity
