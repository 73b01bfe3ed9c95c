// Roles that people hold: one proposes, another decides.
#include "server/api/endpoints.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using database::Transaction;

}  // namespace

Result<http::Answer> list_grants(const Call& call) {
  const std::string login = call.text("login");
  const bool only_waiting = call.truth("waiting").value_or(false);
  std::vector<identity::Grant> grants;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    if (login != call.by().asker.login) {
      const bool may_propose = !call.by().holder.regions_of(call.desk.policy(), "role.propose", call.today()).empty();
      // Approving asks for a fresh code; looking at what waits does not.
      const bool may_approve = !call.by().holder.regions_of(call.desk.policy(), "role.approve", call.today()).empty();
      if (!may_propose && !may_approve)
        TRY(require(transaction, call, "role.propose", identity::Target::in_region(call.by().holder.region)));
    }
    ASSIGN(grants,
           call.desk.people().grants(transaction, login,
                                     only_waiting ? std::optional(identity::GrantState::proposed) : std::nullopt));
    return {};
  }));
  text::JsonWriter json;
  json.begin_object().key("grants").begin_array();
  for (const identity::Grant& grant : grants) {
    json.begin_object().field("id", grant.id).field("login", grant.login).field("role", grant.role);
    json.field("region", grant.region).field("grid", grant.grid);
    write_day(json, "from", grant.from);
    write_day(json, "to", grant.to);
    json.field("state", identity::name_of(grant.state))
        .field("proposed_by", grant.proposed_by)
        .field("decided_by", grant.decided_by)
        .end_object();
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> propose_grant(const Call& call) {
  identity::Grant grant{0,
                        call.body_text("login"),
                        call.body_text("role"),
                        call.body_text("region"),
                        call.body_text("grid"),
                        call.today(),
                        kNoDay,
                        {},
                        "",
                        ""};
  ASSIGN(const Day from, call.body_day("from"));
  if (from != kNoDay) grant.from = from;
  ASSIGN(grant.to, call.body_day("to"));
  std::int64_t id = 0;
  TRY(call.desk.database().write([&](Transaction& transaction) -> Status {
    ASSIGN(id, call.desk.people().propose_role(transaction, call.identity_by(), grant));
    return {};
  }));
  text::JsonWriter json;
  json.begin_object().field("id", id).end_object();
  return json_answer(201, json.take());
}

Result<http::Answer> decide_grant(const Call& call) {
  TRY(call.desk.database().write([&](Transaction& transaction) {
    return call.desk.people().decide_role(transaction, call.identity_by(), std::stoll(call.path_value("id")),
                                          call.body_text("approve") == "true", call.body_text("why"));
  }));
  return empty_answer(204);
}

Result<http::Answer> end_grant(const Call& call) {
  ASSIGN(const Day last, call.body_day("last"));
  TRY(call.desk.database().write([&](Transaction& transaction) {
    return call.desk.people().end_role(transaction, call.identity_by(), std::stoll(call.path_value("id")),
                                       last == kNoDay ? call.today() : last, call.body_text("why"));
  }));
  return empty_answer(204);
}

Result<http::Answer> show_roles(const Call& call) {
  const identity::RolePolicy& policy = call.desk.policy();
  text::JsonWriter json;
  json.begin_object().key("roles").begin_array();
  for (const identity::Role& role : policy.roles()) {
    json.begin_object().field("name", role.name);
    write_sentence(json, "title", role.title);
    std::vector<std::string> held_in;
    for (const identity::OrganisationKind kind : role.held_in) held_in.emplace_back(identity::name_of(kind));
    json.field("held_in", held_in).end_object();
  }
  json.end_array().key("actions").begin_array();
  for (std::size_t action = 0; action < policy.actions().size(); ++action) {
    json.begin_object().field("name", policy.actions()[action].name);
    write_sentence(json, "title", policy.actions()[action].title);
    std::vector<std::string> roles;
    for (std::size_t role = 0; role < policy.roles().size(); ++role) {
      if (policy.may(role, action, call.today())) roles.push_back(policy.roles()[role].name);
    }
    json.field("roles", roles)
        .field("four_eyes", policy.actions()[action].is_four_eyes)
        .field("fresh_code", policy.actions()[action].wants_fresh_code)
        .end_object();
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

}  // namespace qiuhao::server
