// One request of the web API as its endpoint sees it: checked, and with who asks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/server.h"
#include "identity/holder.h"
#include "server/api/answer.h"
#include "server/api/description.h"
#include "server/api/desk.h"
#include "text/json_view.h"

namespace qiuhao::server {

// Somebody who signed in.
struct Caller {
  identity::Asker asker;
  identity::Holder holder;
  std::string token;
  bool must_change_password = false;
};

class Call {
 public:
  const ApiDesk& desk;
  const http::Request& request;
  const Operation& operation;
  std::map<std::string, std::string, std::less<>> in_path;
  QueryValues query;
  text::JsonView body;           // nothing when the operation takes none
  std::optional<Caller> caller;  // none of an open operation
  database::Micros now = 0;

  const Caller& by() const { return *caller; }
  Seconds now_s() const { return now / database::kMicrosASecond; }
  Day today() const { return day_of(now_s()); }
  const std::string& path_value(std::string_view name) const { return in_path.find(name)->second; }
  // The text under a key of the body; "" when there is none.
  std::string body_text(std::string_view key) const { return body.find(key).text(); }
  // A day under a key of the body; kNoDay when there is none. "bad_date".
  Result<Day> body_day(std::string_view key) const;
  // Of the query; "" and nothing when it was not asked.
  std::string text(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;
  std::optional<std::int64_t> integer(std::string_view name) const;
  std::optional<bool> truth(std::string_view name) const;
  // "bad_date" with the parameter's name.
  Result<Day> day(std::string_view name) const;
  // How many lines a page has: `limit`, 50 when it was not asked.
  int limit() const { return static_cast<int>(integer("limit").value_or(50)); }

  // For changes of identity and for the trail.
  identity::By identity_by() const;
  // For matters: the address, and the Idempotency-Key as this person's own.
  casework::Origin origin() const;
};

// The caller's, as "not_allowed" with the decision's sentence.
Status require(database::Transaction& transaction, const Call& call, std::string_view action,
               const identity::Target& target);

// An endpoint: one function, named in endpoints.h.
using Endpoint = Result<http::Answer> (*)(const Call& call);

}  // namespace qiuhao::server
