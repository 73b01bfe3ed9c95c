// Signing in and out, one-time codes, and the own password.
#include <fmt/format.h>

#include "server/api/endpoints.h"
#include "server/api/handler.h"
#include "text/json_writer.h"

namespace qiuhao::server {
namespace {

// `age_s` 0 takes the cookie away.
std::string cookie(const Call& call, std::string_view token, int age_s) {
  return fmt::format("{}={}; Path=/api; HttpOnly; SameSite=Strict; Max-Age={}{}", kSessionCookie, token, age_s,
                     call.desk.is_secure() ? "; Secure" : "");
}

// A refusal stands in the log of the API without its login, which may be a password typed in the wrong place.
Error refused(identity::SignInOutcome outcome) {
  const Sentence sentence = identity::meaning_of(outcome);
  return {Fault::input, std::string(identity::name_of(outcome)), sentence.english, {}, sentence.chinese};
}

}  // namespace

Result<http::Answer> sign_in(const Call& call) {
  ASSIGN(const identity::SignInAnswer answer,
         call.desk.sign_in().sign_in(call.body_text("login"), call.body_text("password"), call.body_text("code"),
                                     call.request.client, call.now));
  if (answer.outcome != identity::SignInOutcome::signed_in) {
    Problem problem = problem_of(refused(answer.outcome));
    problem.status = 401;
    if (answer.outcome == identity::SignInOutcome::locked_out)
      problem.retry_after_s =
          static_cast<int>(std::max<database::Micros>(1, (answer.locked_until - call.now) / database::kMicrosASecond));
    return problem_answer(problem, call.request.id, language_of(call.request.field("accept-language")));
  }
  text::JsonWriter json;
  json.begin_object()
      .field("token", answer.token)
      .field("must_change_password", answer.must_change_password)
      .end_object();
  http::Answer made = json_answer(201, json.take());
  made.fields.emplace_back("Set-Cookie", cookie(call, answer.token, identity::kSessionHours * 3'600));
  return made;
}

Result<http::Answer> show_session(const Call& call) {
  const identity::Holder& holder = call.by().holder;
  ASSIGN(const bool has_code, call.desk.sign_in().has_code(holder.login));
  text::JsonWriter json;
  json.begin_object()
      .field("login", holder.login)
      .field("organisation", holder.organisation)
      .field("organisation_kind", identity::name_of(holder.kind))
      .field("region", holder.region)
      .field("unit", holder.unit)
      .field("must_change_password", call.by().must_change_password)
      .field("has_code", has_code);
  json.key("roles").begin_array();
  for (const identity::HeldRole& held : holder.held) {
    const identity::Role& role = call.desk.policy().roles()[held.role];
    json.begin_object().field("role", role.name).field("title_zh", role.title.chinese);
    json.field("title_en", role.title.english).field("region", held.region).field("grid", held.grid).end_object();
  }
  json.end_array();
  // What the console shows: an action is here when a role may do it somewhere; where, is asked when it is done.
  json.key("actions").begin_array();
  for (std::size_t action = 0; action < call.desk.policy().actions().size(); ++action) {
    bool may = false;
    for (const identity::HeldRole& held : holder.held)
      may = may || call.desk.policy().may(held.role, action, call.today());
    if (may) json.value(call.desk.policy().actions()[action].name);
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> sign_out(const Call& call) {
  TRY(call.desk.sign_in().sign_out(call.by().token, call.now));
  http::Answer answer = empty_answer(204);
  answer.fields.emplace_back("Set-Cookie", cookie(call, "", 0));
  return answer;
}

Result<http::Answer> give_code(const Call& call) {
  ASSIGN(const bool is_right, call.desk.sign_in().give_code(call.by().token, call.body_text("code"), call.now));
  if (is_right) return empty_answer(204);
  return input_error("wrong_code", identity::meaning_of(identity::SignInOutcome::wrong_code));
}

Result<http::Answer> change_password(const Call& call) {
  TRY(call.desk.sign_in().change_password(call.by().token, call.body_text("old"), call.body_text("fresh"), call.now));
  return empty_answer(204);
}

Result<http::Answer> begin_code(const Call& call) {
  ASSIGN(const identity::CodeSecret secret, call.desk.sign_in().begin_code(call.by().token, call.now));
  text::JsonWriter json;
  json.begin_object().field("uri", secret.uri).end_object();
  return json_answer(201, json.take());
}

Result<http::Answer> confirm_code(const Call& call) {
  ASSIGN(const std::vector<std::string> codes,
         call.desk.sign_in().confirm_code(call.by().token, call.body_text("code"), call.now));
  text::JsonWriter json;
  json.begin_object().field("recovery_codes", codes).end_object();
  return json_answer(200, json.take());
}

}  // namespace qiuhao::server
