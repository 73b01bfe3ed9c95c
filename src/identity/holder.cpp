// Two small queries: the user with organisation, and the grants.
#include "identity/holder.h"

#include <algorithm>

#include "identity/people.h"

namespace qiuhao::identity {
namespace {

using database::Kind;

void add_once(std::vector<std::string>& list, const std::string& text) {
  if (std::ranges::find(list, text) == list.end()) list.push_back(text);
}

}  // namespace

std::vector<std::string> Holder::roles_for(std::string_view of_region) const {
  std::vector<std::string> names;
  for (const HeldRole& one : held) {
    if (!covers(one.region, of_region)) continue;
    for (const std::string& name : one.names) add_once(names, name);
  }
  if (!service_roles.empty() && covers(service_region, of_region)) {
    for (const std::string& name : service_roles) add_once(names, name);
  }
  return names;
}

std::vector<std::string> Holder::regions_of(const RolePolicy& policy, std::string_view action, Day day) const {
  std::vector<std::string> regions;
  const auto number = policy.action(action);
  if (!number) return regions;
  for (const HeldRole& one : held) {
    if (one.grid.empty() && policy.may(one.role, *number, day)) add_once(regions, one.region);
  }
  if (std::ranges::find(service_actions, action) != service_actions.end()) add_once(regions, service_region);
  return regions;
}

Result<std::optional<Holder>> holder_of(database::Transaction& transaction, const RolePolicy& policy,
                                        const std::string& login, database::Micros now) {
  const Day day = day_of(now / database::kMicrosASecond);
  ASSIGN(const auto user, transaction.query_first(
                              "select u.organisation, o.kind, o.region, u.unit from identity_users u join "
                              "identity_organisations o on o.code = u.organisation where u.login = ? and u.state = ? "
                              "and o.is_closed = 0",
                              {login, static_cast<std::int64_t>(UserState::active)},
                              {Kind::text, Kind::number, Kind::text, Kind::text}));
  if (!user) return std::optional<Holder>();
  Holder holder{login,
                user->text(0),
                static_cast<OrganisationKind>(user->number(1)),
                user->text(2),
                user->optional_text(3).value_or(""),
                {}};
  ASSIGN(const auto grants,
         transaction.query("select role, region, grid from identity_grants where login = ? and state = ? and "
                           "from_day <= ? and (to_day is null or to_day >= ?) order by id",
                           {login, static_cast<std::int64_t>(GrantState::approved), day, day},
                           {Kind::text, Kind::text, Kind::text}));
  for (const database::Row& row : grants) {
    const auto role = policy.role(row.text(0));
    if (!role || !policy.roles()[*role].may_be_held_in(holder.kind)) continue;
    HeldRole held{*role, {}, row.text(1), row.text(2)};
    for (const std::size_t below : policy.with_inherited(*role)) held.names.push_back(policy.roles()[below].name);
    holder.held.push_back(std::move(held));
  }
  return std::optional(std::move(holder));
}

}  // namespace qiuhao::identity
