// Accounts of programs: a key that is shown once, a few actions in one region, an end day. Where people are named by
// their logins, a program is "service:" with its name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "base/result.h"
#include "database/database.h"
#include "identity/holder.h"
#include "identity/people.h"

namespace qiuhao::identity {

inline constexpr int kServiceDaysMost = 366;
inline constexpr std::string_view kServiceFront = "service:";
inline constexpr std::string_view kKeyFront = "qhk.";  // of every key

struct Service {
  std::string name;  // as a login
  std::string organisation;
  std::string region;
  std::vector<std::string> actions;
  Day to = kNoDay;  // the last day, at most kServiceDaysMost from now
  bool is_ended = false;
};

// Each change needs service.keep in the service's region and is an act in the trail.
class Services {
 public:
  Services(const People& people, const database::Trail& trail, const RolePolicy& policy)
      : people_(people), trail_(trail), policy_(policy) {}

  // Gives the key, "qhk." with the name and 64 hex digits. "bad_login", "login_is_taken", "unknown_organisation",
  // "unknown_action", "bad_date", "not_allowed"; "needs_a_person" for actions of four eyes or of fresh codes.
  Result<std::string> add(database::Transaction& transaction, const By& by, const Service& service) const;
  // A new key; the old one ends at once. "unknown_service".
  Result<std::string> change_key(database::Transaction& transaction, const By& by, const std::string& name) const;
  // "unknown_service".
  Status end(database::Transaction& transaction, const By& by, const std::string& name) const;
  Result<std::vector<Service>> all(database::Transaction& transaction) const;

 private:
  Status note(database::Transaction& transaction, const By& by, std::string what, const std::string& name,
              std::optional<std::string> after) const;

  const People& people_;
  const database::Trail& trail_;
  const RolePolicy& policy_;
};

// Who holds the key, with its actions. Nothing for a key that is none, one that has ended and one of a closed
// organisation.
Result<std::optional<Holder>> holder_of_key(database::Transaction& transaction, const RolePolicy& policy,
                                            std::string_view key, database::Micros now);
// Whether a program may do an action; it is known by its key. For identity::may().
Result<Decision> may_service(database::Transaction& transaction, const RolePolicy& policy, std::string_view name,
                             std::string_view action, const Target& target, database::Micros now);

}  // namespace qiuhao::identity
