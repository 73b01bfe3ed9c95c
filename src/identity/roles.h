// Who may do what, as a file: roles, actions, and pairs of roles that no one person holds (policy/roles.yaml).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "base/result.h"

namespace qiuhao::identity {

// Stored; never reused.
enum class OrganisationKind : std::uint8_t {
  bureau = 1,              // 医保局
  agency = 2,              // 经办机构
  supervision_centre = 3,  // 基金安全中心
  hospital = 4,
  pharmacy = 5,
  third_party = 6,
  social_supervision = 7,  // 社会监督员
  public_side = 8,         // 公众: "public" in files
};
inline constexpr std::size_t kOrganisationKinds = 8;
std::string_view name_of(OrganisationKind kind);  // "supervision_centre"
Sentence title_of(OrganisationKind kind);
std::optional<OrganisationKind> organisation_kind_named(std::string_view name);

// How far an action goes.
enum class Reach : std::uint8_t {
  everywhere,    // what it is done to is of no region
  region,        // within the region that the role was given for
  organisation,  // what is the person's own organisation's
};

struct Role {
  std::string name;
  Sentence title;
  std::vector<OrganisationKind> held_in;
  std::vector<std::size_t> inherits;  // may do what these may
  Place place;

  bool may_be_held_in(OrganisationKind kind) const;
};

struct Permit {
  std::size_t role = 0;
  Day from = kNoDay;  // kNoDay: as the policy
  Day to = kNoDay;    // the last day; kNoDay: open
};

// Acts of a workflow kind that an action stands for.
struct ActsOfKind {
  std::string kind;
  std::vector<std::string> acts;
};

struct Action {
  std::string name;
  Sentence title;
  Sentence guards;  // what it protects
  Reach reach = Reach::region;
  bool is_four_eyes = false;      // not by whoever did the step before it
  bool wants_fresh_code = false;  // a code given within kFreshCodeMinutes
  std::vector<Permit> permits;
  std::vector<ActsOfKind> acts;
  Place place;
};

struct Apart {
  std::vector<std::size_t> one;
  std::vector<std::size_t> other;
  Sentence why;
};

// Immutable. Limits: kNamedMost roles, as many actions.
class RolePolicy {
 public:
  static constexpr std::size_t kNamedMost = 500;

  // The first mistake is given, at file:line:column with its mend. Codes: "bad_roles",
  // "unknown_name" (with what was meant), "bad_date", "role_cycle", "role_unused", "action_without_role",
  // "role_holds_both" (by inheritance).
  static Result<RolePolicy> parse(const std::string& content, const std::string& file);
  static Result<RolePolicy> read(const std::string& file);

  Day from() const { return from_; }
  const std::vector<Role>& roles() const { return roles_; }
  const std::vector<Action>& actions() const { return actions_; }
  const std::vector<Apart>& apart() const { return apart_; }
  std::optional<std::size_t> role(std::string_view name) const;
  std::optional<std::size_t> action(std::string_view name) const;

  // The actions that stand for an act of a workflow kind: who may do one of them may do the act. None: nobody may.
  std::vector<std::size_t> actions_for(std::string_view kind, std::string_view act) const;

  // With what it inherits. Numbers have to be of this policy.
  bool may(std::size_t role, std::size_t action, Day day) const;
  // Why one person may not hold both, or nothing; a role and what inherits it are alike in this.
  std::optional<Sentence> kept_apart(std::size_t one, std::size_t other) const;
  // The role itself and what it inherits, at any depth.
  std::vector<std::size_t> with_inherited(std::size_t role) const;

 private:
  friend class RoleReader;
  Day from_ = kNoDay;
  std::vector<Role> roles_;
  std::vector<Action> actions_;
  std::vector<Apart> apart_;
};

// docs/reference/roles.md.
std::string roles_page(const RolePolicy& policy);

}  // namespace qiuhao::identity
