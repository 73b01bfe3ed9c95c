// Organisations, users, the roles that they hold and the relations for which they stand aside, in the records database.
//
// Each change is checked against the policy of roles and is an act in the trail, in the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "base/result.h"
#include "database/database.h"
#include "database/key_ring.h"
#include "database/trail.h"
#include "identity/decision.h"
#include "identity/roles.h"

namespace qiuhao::identity {

// Stored; never reused.
enum class UserState : std::uint8_t { active = 1, locked = 2, left = 3 };
enum class GrantState : std::uint8_t { proposed = 1, approved = 2, refused = 3 };
enum class RelationKind : std::uint8_t {
  works_there = 1,         // 任职、兼职
  worked_there = 2,        // 曾任职
  family_works_there = 3,  // 近亲属任职
  holds_shares = 4,        // 持股或有经济利益
  is_family = 5,           // 近亲属
  took_part_before = 6,    // 先前参与过此事
  other_interest = 7,      // 其他可能影响公正的关系
};
inline constexpr std::size_t kRelationKinds = 7;
std::string_view name_of(UserState state);
std::string_view name_of(GrantState state);
std::string_view name_of(RelationKind kind);
Sentence meaning_of(RelationKind kind);

struct Organisation {
  std::string code;  // 统一编码; never changes
  std::string name;
  OrganisationKind kind = OrganisationKind::bureau;
  std::string region;
  bool is_closed = false;
};

// The login is the user's id: it never changes and is never used again, so that the trail stays readable.
struct NewUser {
  std::string login;  // 2 to 32 of a-z, 0-9, `.`, `_`, `-`; a letter first
  std::string name;
  std::string phone;        // "" for none
  std::string certificate;  // of law enforcement, for inspectors; "" for none
  std::string organisation;
  std::string unit;  // "" for none
};

bool is_login(std::string_view login);

struct User {
  std::string login;
  std::string masked_name;   // 张**
  std::string masked_phone;  // "" for none
  std::string organisation;
  std::string unit;
  UserState state = UserState::active;
};

struct Grant {
  std::int64_t id = 0;
  std::string login;
  std::string role;
  std::string region;  // "" for the whole country
  std::string grid;    // "" for all of the region
  Day from = kNoDay;
  Day to = kNoDay;  // the last day; kNoDay: open
  GrantState state = GrantState::proposed;
  std::string proposed_by;
  std::string decided_by;
};

struct Relation {
  std::string login;
  std::string subject;  // "organisation:H001", or "person:" with the pseudonym of the tape
  RelationKind kind = RelationKind::other_interest;
  Day from = kNoDay;
  Day to = kNoDay;  // kNoDay: open
  std::string note;
};

// Who changes something, and from where.
struct By {
  Asker asker;
  std::string where_from;
  database::Micros now = 0;
  std::optional<std::string> request;
};

// Errors of every change: those of refusal() with the decision's sentence, "bad_name" and others that a method lists,
// and those of statements and of the trail. Then roll back.
class People {
 public:
  // Both have to outlive it, and so has the ring.
  People(const database::Trail& trail, const database::KeyRing& ring, const RolePolicy& policy)
      : trail_(trail), ring_(ring), policy_(policy) {}

  // Makes the tables where they are missing.
  static Status prepare(database::Database& database);

  // The first organisation with its system administrator and its security administrator, two people; only while there
  // is no user. "already_founded", "same_person".
  Status found(database::Transaction& transaction, const By& by, const Organisation& organisation,
               const NewUser& system_administrator, const NewUser& security_administrator) const;

  // Adds it, or changes its name, region or closing; its kind never changes ("kind_is_fixed").
  Status keep_organisation(database::Transaction& transaction, const By& by, const Organisation& organisation) const;
  Status add_unit(database::Transaction& transaction, const By& by, const std::string& organisation,
                  const std::string& unit) const;

  // "bad_login", "login_is_taken", "unknown_organisation", "unknown_unit".
  Status add_user(database::Transaction& transaction, const By& by, const NewUser& user) const;
  // "own_account", "unknown_user", "user_has_left" (for good). Sessions end when the user is no longer active.
  Status set_state(database::Transaction& transaction, const By& by, const std::string& login, UserState state,
                   const std::string& why) const;

  // Gives the grant's id. "own_role", "unknown_role", "unknown_user", "organisation_may_not_hold_role", "roles_apart"
  // (with another that the user holds or is proposed for in these days), "bad_date", "bad_region", "user_has_left".
  Result<std::int64_t> propose_role(database::Transaction& transaction, const By& by, const Grant& grant) const;
  // By another than who proposed and than who gets it ("own_role"; "not_allowed": same_person_may_not).
  // "unknown_grant", "grant_is_decided".
  Status decide_role(database::Transaction& transaction, const By& by, std::int64_t grant, bool approve,
                     const std::string& why) const;
  // From this day on it is held no more; proposing needs a second person, ending does not. "own_role".
  Status end_role(database::Transaction& transaction, const By& by, std::int64_t grant, Day last,
                  const std::string& why) const;

  // Everybody may declare relations of their own; others' need the action relation.keep. "bad_subject".
  Status declare_relation(database::Transaction& transaction, const By& by, const Relation& relation) const;

  Result<std::vector<User>> users(database::Transaction& transaction) const;
  // Of one user, or of all ("") in this state.
  Result<std::vector<Grant>> grants(database::Transaction& transaction, const std::string& login,
                                    std::optional<GrantState> state = std::nullopt) const;

  Result<Decision> may(database::Transaction& transaction, const Asker& asker, std::string_view action,
                       const Target& target, database::Micros now) const {
    return identity::may(transaction, policy_, asker, action, target, now);
  }
  // The same as an error: that of refusal(), with who, what and the reason's name in its sentence.
  Status require(database::Transaction& transaction, const By& by, std::string_view action, const Target& target) const;

 private:
  Status note(database::Transaction& transaction, const By& by, std::string what, std::string subject,
              std::optional<std::string> before, std::optional<std::string> after,
              std::optional<std::string> why = std::nullopt) const;
  Status insert_user(database::Transaction& transaction, const By& by, const NewUser& user) const;
  Status check_grant(database::Transaction& transaction, const Grant& grant) const;

  const database::Trail& trail_;
  const database::KeyRing& ring_;
  const RolePolicy& policy_;
};

// Why a user has to stand aside from a subject on a day: the relation that says so, or nothing. Former work counts for
// kFormerWorkYears after its last day.
inline constexpr int kFormerWorkYears = 3;
struct Aside {
  Relation relation;
  Sentence sentence;
};
Result<std::optional<Aside>> must_stand_aside(database::Transaction& transaction, std::string_view login,
                                              std::string_view subject, Day day);

}  // namespace qiuhao::identity
