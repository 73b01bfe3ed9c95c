// Grants by role first, which are few, then each holder as usual.
#include "identity/holders.h"

#include <fmt/format.h>

#include <algorithm>

#include "identity/people.h"

namespace qiuhao::identity {
namespace {

using database::Kind;
using database::Parameter;

bool is_among(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

// Roles of the policy that are one of these, or inherit one.
std::vector<std::string> roles_with(const RolePolicy& policy, const std::vector<std::string>& wanted) {
  std::vector<std::string> names;
  for (const Role& role : policy.roles()) {
    const auto below = policy.with_inherited(*policy.role(role.name));
    if (std::ranges::any_of(below, [&](std::size_t one) { return is_among(wanted, policy.roles()[one].name); }))
      names.push_back(role.name);
  }
  return names;
}

}  // namespace

Result<std::vector<Holder>> holders_of_roles(database::Transaction& transaction, const RolePolicy& policy,
                                             const std::vector<std::string>& roles, const std::string& region,
                                             database::Micros now) {
  std::vector<Holder> found;
  const std::vector<std::string> granting = roles_with(policy, roles);
  if (granting.empty()) return found;
  std::vector<Parameter> values{static_cast<std::int64_t>(GrantState::approved)};
  std::string marks;
  for (const std::string& role : granting) {
    marks += marks.empty() ? "?" : ", ?";
    values.emplace_back(role);
  }
  constexpr Kind kColumns[] = {Kind::text};
  ASSIGN(const auto rows, transaction.query(fmt::format("select distinct login from identity_grants where state = ? "
                                                        "and role in ({}) order by login",
                                                        marks),
                                            values, kColumns));
  for (const database::Row& row : rows) {
    ASSIGN(auto holder, holder_of(transaction, policy, row.text(0), now));
    if (!holder) continue;
    const std::vector<std::string> held = holder->roles_for(region);
    if (std::ranges::any_of(held, [&](const std::string& name) { return is_among(roles, name); }))
      found.push_back(std::move(*holder));
  }
  return found;
}

}  // namespace qiuhao::identity
