// The decision: user and organisation first, then each role that may do the action, then what holds for the person.
#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "identity/people.h"
#include "identity/services.h"

namespace qiuhao::identity {
namespace {

using database::Kind;
using database::Micros;
using database::Row;
using database::Transaction;

struct Standing {
  UserState state = UserState::active;
  std::string organisation;
  OrganisationKind kind = OrganisationKind::bureau;
  bool is_closed = false;
};

Result<std::optional<Standing>> standing_of(Transaction& transaction, const std::string& login) {
  ASSIGN(const auto row,
         transaction.query_first("select u.state, u.organisation, o.kind, o.is_closed from identity_users u "
                                 "join identity_organisations o on o.code = u.organisation where u.login = ?",
                                 {login}, {Kind::number, Kind::text, Kind::number, Kind::number}));
  if (!row) return std::optional<Standing>();
  return std::optional(Standing{static_cast<UserState>(row->number(0)), row->text(1),
                                static_cast<OrganisationKind>(row->number(2)), row->number(3) != 0});
}

struct Held {
  std::string role;
  std::string region;
  std::string grid;
  Day from = kNoDay;
  Day to = kNoDay;
  GrantState state = GrantState::proposed;
};

Result<std::vector<Held>> roles_of(Transaction& transaction, const std::string& login) {
  ASSIGN(const auto rows,
         transaction.query("select role, region, grid, from_day, to_day, state from identity_grants "
                           "where login = ? and state <> ? order by id",
                           {login, static_cast<std::int64_t>(GrantState::refused)},
                           {Kind::text, Kind::text, Kind::text, Kind::number, Kind::number, Kind::number}));
  std::vector<Held> held;
  for (const Row& row : rows)
    held.push_back({row.text(0), row.text(1), row.text(2), static_cast<Day>(row.number(3)),
                    static_cast<Day>(row.optional_number(4).value_or(kNoDay)), static_cast<GrantState>(row.number(5))});
  return held;
}

// What one role comes to; `allowed` when nothing of the role stands against it.
Reason judge_role(const RolePolicy& policy, const Held& held, const Action& action, const Standing& standing,
                  const Target& target, Day day) {
  const auto role = policy.role(held.role);
  if (!role || !policy.may(*role, *policy.action(action.name), day)) return Reason::no_role_may;
  if (held.state == GrantState::proposed) return Reason::role_waits_for_approval;
  if (day < held.from) return Reason::role_has_not_begun;
  if (held.to != kNoDay && day > held.to) return Reason::role_has_ended;
  if (!policy.roles()[*role].may_be_held_in(standing.kind)) return Reason::organisation_may_not_hold_role;
  if (action.reach == Reach::region && !covers(held.region, target.region)) return Reason::other_region;
  if (action.reach == Reach::organisation && target.organisation != standing.organisation)
    return Reason::other_organisation;
  if (action.reach != Reach::everywhere && !held.grid.empty() && target.grid != held.grid) return Reason::other_grid;
  return Reason::allowed;
}

bool is_nearer(Reason reason, Reason than) {
  return than != Reason::allowed && (reason == Reason::allowed || reason > than);
}

Decision decided(Reason reason, std::string role = "") { return {reason, std::move(role), meaning_of(reason)}; }

bool is_code_fresh(const Asker& asker, Micros now) {
  return asker.code_at && *asker.code_at <= now && now - *asker.code_at <= kFreshCodeMinutes * database::kMicrosAMinute;
}

}  // namespace

Error refusal(const Decision& decision) {
  const bool wants_code = decision.reason == Reason::code_is_not_fresh;
  return {Fault::input,
          wants_code ? "code_is_not_fresh" : "not_allowed",
          decision.sentence.english,
          {},
          decision.sentence.chinese};
}

bool is_region(std::string_view code) {
  const bool is_long_enough =
      code.size() == 2 || code.size() == 4 || code.size() == 6 || code.size() == 9 || code.size() == 12;
  return code.empty() || (is_long_enough && std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; }));
}

std::string_view region_prefix(std::string_view region) {
  while (region.size() > 6 && region.ends_with("000")) region.remove_suffix(3);
  while (region.size() <= 6 && region.ends_with("00")) region.remove_suffix(2);
  return region;
}

bool covers(std::string_view scope, std::string_view region) { return region.starts_with(region_prefix(scope)); }

Result<Decision> may(Transaction& transaction, const RolePolicy& policy, const Asker& asker, std::string_view action,
                     const Target& target, Micros now) {
  if (asker.login.starts_with(kServiceFront))
    return may_service(transaction, policy, asker.login.substr(kServiceFront.size()), action, target, now);
  const auto number = policy.action(action);
  if (!number) return decided(Reason::action_is_unknown);
  const Action& wanted = policy.actions()[*number];
  const Day day = day_of(now / database::kMicrosASecond);
  ASSIGN(const auto standing, standing_of(transaction, asker.login));
  if (!standing) return decided(Reason::user_is_unknown);
  if (standing->state == UserState::left) return decided(Reason::user_has_left);
  if (standing->state == UserState::locked) return decided(Reason::user_is_locked);
  if (standing->is_closed) return decided(Reason::organisation_is_closed);
  if (day < policy.from()) return decided(Reason::policy_is_not_in_force);

  Decision best = decided(Reason::no_role_may);
  ASSIGN(const auto roles, roles_of(transaction, asker.login));
  for (const Held& held : roles) {
    const Reason reason = judge_role(policy, held, wanted, *standing, target, day);
    if (is_nearer(reason, best.reason)) best = decided(reason, held.role);
  }
  if (!best.is_allowed()) return best;

  if (wanted.is_four_eyes && std::ranges::find(target.done_before, asker.login) != target.done_before.end())
    return decided(Reason::same_person_may_not, best.role);
  for (const std::string& subject : target.subjects) {
    ASSIGN(const auto aside, must_stand_aside(transaction, asker.login, subject, day));
    if (aside) return Decision{Reason::must_stand_aside, best.role, aside->sentence};
  }
  if (wanted.wants_fresh_code && !is_code_fresh(asker, now)) return decided(Reason::code_is_not_fresh, best.role);
  return best;
}

}  // namespace qiuhao::identity
