// Whether a user may do an action to something, and why not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "database/database.h"
#include "identity/roles.h"

namespace qiuhao::identity {

inline constexpr int kFreshCodeMinutes = 10;

// In order of precedence; of several roles, the one that comes furthest down this list counts, for it is nearest.
// Numbers are stored and sent, so they are never reused.
enum class Reason : std::uint8_t {
  allowed = 0,
  action_is_unknown = 1,
  user_is_unknown = 2,
  user_has_left = 3,
  user_is_locked = 4,
  organisation_is_closed = 5,
  policy_is_not_in_force = 6,
  no_role_may = 7,
  role_waits_for_approval = 8,
  role_has_not_begun = 9,
  role_has_ended = 10,
  organisation_may_not_hold_role = 11,
  other_region = 12,
  other_organisation = 13,
  other_grid = 14,
  same_person_may_not = 15,
  must_stand_aside = 16,
  code_is_not_fresh = 17,
  key_has_ended = 18,
  key_is_for_other_actions = 19,
};
inline constexpr std::size_t kReasons = 20;
std::string_view name_of(Reason reason);  // "other_region"
Sentence meaning_of(Reason reason);
std::optional<Reason> reason_named(std::string_view name);

// Who asks. `code_at`: when a one-time code was last given in this session.
struct Asker {
  std::string login;
  std::optional<database::Micros> code_at;
};

// What it is done to. What does not apply is empty.
struct Target {
  std::string region;                    // division code; "" is the whole country
  std::string organisation;              // its code
  std::string grid;                      // within the region
  std::vector<std::string> done_before;  // logins of whoever did the step before, for actions of four eyes
  std::vector<std::string> subjects;     // what it is about, for standing aside: "organisation:H001", "person:…"

  static Target in_region(std::string region, std::vector<std::string> done_before = {}) {
    return {std::move(region), "", "", std::move(done_before), {}};
  }
};

struct Decision {
  Reason reason = Reason::no_role_may;
  std::string role;   // by which it is allowed, or that came nearest; "" for none
  Sentence sentence;  // for people: what is wrong and what would be right
  bool is_allowed() const { return reason == Reason::allowed; }
};

// A decision that is not allowed, as an error with its sentence: "code_is_not_fresh" when only that is wanting, so that
// whoever asks can be asked for one; otherwise "not_allowed".
Error refusal(const Decision& decision);

// Errors are only those of statements.
Result<Decision> may(database::Transaction& transaction, const RolePolicy& policy, const Asker& asker,
                     std::string_view action, const Target& target, database::Micros now);

// Division codes: 34 and 340000 cover 340602; "" covers all; a longer code never covers a shorter one.
bool is_region(std::string_view code);  // "", or 2, 4, 6, 9 or 12 digits
bool covers(std::string_view scope, std::string_view region);
// What all codes within a region begin with: 340600 → "3406".
std::string_view region_prefix(std::string_view region);

}  // namespace qiuhao::identity
