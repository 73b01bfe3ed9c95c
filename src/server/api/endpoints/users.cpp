// Users and organisations, by who may keep them.
#include "identity/organisations.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/seen_matter.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using database::Transaction;

// Who keeps users in a region sees those of its organisations.
Status require_keeper(Transaction& transaction, const Call& call) {
  for (const char* action : {"user.keep", "role.propose", "role.approve", "relation.keep"}) {
    const auto regions = call.by().holder.regions_of(call.desk.policy(), action, call.today());
    if (!regions.empty()) return {};
  }
  return require(transaction, call, "user.keep", identity::Target::in_region(call.by().holder.region));
}

}  // namespace

Result<http::Answer> list_users(const Call& call) {
  std::vector<identity::User> users;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    TRY(require_keeper(transaction, call));
    ASSIGN(users, call.desk.people().users(transaction));
    return {};
  }));
  text::JsonWriter json;
  json.begin_object().key("users").begin_array();
  for (const identity::User& user : users) {
    json.begin_object()
        .field("login", user.login)
        .field("name", user.masked_name)
        .field("phone", user.masked_phone)
        .field("organisation", user.organisation)
        .field("unit", user.unit)
        .field("state", identity::name_of(user.state))
        .end_object();
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> add_user(const Call& call) {
  const identity::NewUser user{call.body_text("login"),       call.body_text("name"),         call.body_text("phone"),
                               call.body_text("certificate"), call.body_text("organisation"), call.body_text("unit")};
  TRY(call.desk.database().write(
      [&](Transaction& transaction) { return call.desk.people().add_user(transaction, call.identity_by(), user); }));
  return empty_answer(201);
}

Result<http::Answer> change_user(const Call& call) {
  const std::string state = call.body_text("state");
  const identity::UserState wanted = state == "active"   ? identity::UserState::active
                                     : state == "locked" ? identity::UserState::locked
                                                         : identity::UserState::left;
  TRY(call.desk.database().write([&](Transaction& transaction) {
    return call.desk.people().set_state(transaction, call.identity_by(), call.path_value("login"), wanted,
                                        call.body_text("why"));
  }));
  return empty_answer(204);
}

Result<http::Answer> reset_password(const Call& call) {
  ASSIGN(const std::string password,
         call.desk.sign_in().reset_password(call.desk.people(), call.identity_by(), call.path_value("login"),
                                            call.body_text("forget_code") == "true"));
  text::JsonWriter json;
  json.begin_object().field("password", password).end_object();
  return json_answer(201, json.take());
}

Result<http::Answer> list_organisations(const Call& call) {
  if (is_outside(call))
    return input_error("not_allowed", Sentence{"organisations are listed for the bureau", "机构名册只供医保部门查看"});
  std::vector<identity::Organisation> all;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    ASSIGN(all, identity::organisations_like(transaction, call.text("name"), call.limit()));
    return {};
  }));
  text::JsonWriter json;
  json.begin_object().key("organisations").begin_array();
  for (const identity::Organisation& one : all)
    json.begin_object()
        .field("code", one.code)
        .field("name", one.name)
        .field("kind", identity::name_of(one.kind))
        .field("region", one.region)
        .field("is_closed", one.is_closed)
        .end_object();
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> keep_organisation(const Call& call) {
  const identity::Organisation organisation{call.path_value("code"), call.body_text("name"),
                                            *identity::organisation_kind_named(call.body_text("kind")),
                                            call.body_text("region"), call.body_text("is_closed") == "true"};
  TRY(call.desk.database().write([&](Transaction& transaction) {
    return call.desk.people().keep_organisation(transaction, call.identity_by(), organisation);
  }));
  return empty_answer(204);
}

Result<http::Answer> declare_relation(const Call& call) {
  identity::Relation relation{
      call.body_text("login"), call.body_text("subject"), identity::RelationKind::other_interest, call.today(), kNoDay,
      call.body_text("note")};
  for (std::size_t kind = 1; kind <= identity::kRelationKinds; ++kind) {
    if (identity::name_of(static_cast<identity::RelationKind>(kind)) == call.body_text("kind"))
      relation.kind = static_cast<identity::RelationKind>(kind);
  }
  if (const std::string from = call.body_text("from"); !from.empty()) {
    ASSIGN(relation.from, parse_day(from));
  }
  if (const std::string to = call.body_text("to"); !to.empty()) {
    ASSIGN(relation.to, parse_day(to));
  }
  TRY(call.desk.database().write([&](Transaction& transaction) {
    return call.desk.people().declare_relation(transaction, call.identity_by(), relation);
  }));
  return empty_answer(201);
}

}  // namespace qiuhao::server
