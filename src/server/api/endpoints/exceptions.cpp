// Exceptions (豁免): proposed by one, decided by another, ended early; and those that cover a finding.
#include "casework/exceptions.h"

#include "identity/organisations.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using casework::Exception;
using casework::ExceptionKind;
using database::Transaction;

casework::ExceptionBy exception_by(const Call& call) { return {call.by().asker.login, call.request.client, call.now}; }

// A provider's exception is of its region; others are of all that the bureau looks at.
Result<std::string> region_of(Transaction& transaction, ExceptionKind kind, const std::string& subject) {
  if (kind == ExceptionKind::provider) {
    ASSIGN(const auto provider, identity::institution_called(transaction, subject));
    if (provider) return provider->region;
  }
  return identity::bureau_region(transaction);
}

Status check_right(const Call& call, std::string_view action, const casework::NewException& exception,
                   std::vector<std::string> done_before) {
  return call.desk.database().read([&](Transaction& transaction) -> Status {
    ASSIGN(std::string region, region_of(transaction, exception.kind, exception.subject));
    return require(transaction, call, action, identity::Target::in_region(std::move(region), std::move(done_before)));
  });
}

Status check_reader(const Call& call) {
  if (!call.by().holder.regions_of(call.desk.policy(), "finding.read", call.today()).empty()) return {};
  return input_error("not_allowed",
                     Sentence{"exceptions are for those who read findings", "豁免只供可以查看疑点的人员查看"});
}

std::int64_t number_of(const Call& call) { return std::stoll(call.path_value("id")); }

}  // namespace

void write_exception(text::JsonWriter& json, const Exception& exception, Day today) {
  json.begin_object().field("id", exception.id).field("kind", casework::name_of(exception.kind));
  json.field("subject", exception.subject);
  write_day(json, "from", exception.from);
  write_day(json, "to", exception.last());
  json.field("reason", exception.reason).field("state", casework::name_of(exception.state));
  json.field("is_over", exception.last() < today)
      .field("proposed_by", exception.proposed_by)
      .field("decided_by", exception.decided_by)
      .end_object();
}

Result<http::Answer> list_exceptions(const Call& call) {
  TRY(check_reader(call));
  const bool is_waiting = call.truth("waiting").value_or(false);
  ASSIGN(const auto all,
         call.desk.exceptions().list(is_waiting ? std::optional(casework::ExceptionState::proposed) : std::nullopt));
  text::JsonWriter json;
  json.begin_object().key("exceptions").begin_array();
  for (const Exception& exception : all) write_exception(json, exception, call.today());
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> propose_exception(const Call& call) {
  casework::NewException fresh;
  fresh.kind = *casework::exception_kind_named(call.body_text("kind"));
  fresh.subject = call.body_text("subject");
  fresh.reason = call.body_text("reason");
  ASSIGN(fresh.from, call.body_day("from"));
  ASSIGN(fresh.to, call.body_day("to"));
  TRY(check_right(call, "exception.propose", fresh, {}));
  ASSIGN(const std::int64_t id, call.desk.exceptions().propose(exception_by(call), fresh));
  text::JsonWriter json;
  json.begin_object().field("id", id).end_object();
  return json_answer(201, json.take());
}

Result<http::Answer> decide_exception(const Call& call) {
  ASSIGN(const Exception exception, call.desk.exceptions().find(number_of(call)));
  TRY(check_right(call, "exception.approve", exception, {exception.proposed_by}));
  TRY(call.desk.exceptions().decide(exception_by(call), exception.id, call.body_text("approve") == "true",
                                    call.body_text("why")));
  return empty_answer(204);
}

Result<http::Answer> end_exception(const Call& call) {
  ASSIGN(const Exception exception, call.desk.exceptions().find(number_of(call)));
  TRY(check_right(call, "exception.end", exception, {}));
  ASSIGN(const Day last, call.body_day("last"));
  TRY(call.desk.exceptions().end(exception_by(call), exception.id, last == kNoDay ? call.today() : last,
                                 call.body_text("why")));
  return empty_answer(204);
}

}  // namespace qiuhao::server
