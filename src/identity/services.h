// Accounts of programs: a key that is shown once, a few actions in one region, an end day.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "base/result.h"
#include "database/database.h"
#include "identity/people.h"

namespace qiuhao::identity {

inline constexpr int kServiceDaysMost = 366;

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

  // Whether whoever holds the key may do an action. A key that is none and one that has ended are told alike.
  Result<Decision> may(database::Transaction& transaction, std::string_view key, std::string_view action,
                       const Target& target, database::Micros now) const;

 private:
  Status note(database::Transaction& transaction, const By& by, std::string what, const std::string& name,
              std::optional<std::string> after) const;

  const People& people_;
  const database::Trail& trail_;
  const RolePolicy& policy_;
};

}  // namespace qiuhao::identity
