// The audit trail, for those who may read it.
#include "database/trail.h"

#include "server/api/endpoints.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using database::KeptAct;
using database::Transaction;

void write_act(text::JsonWriter& json, const KeptAct& kept) {
  const database::Act& act = kept.act;
  json.begin_object().field("sequence", kept.sequence);
  write_time(json, "at", act.at / database::kMicrosASecond);
  json.field("who", act.who)
      .field("where_from", act.where_from)
      .field("what", act.what)
      .field("subject", act.subject)
      .field("before", act.before)
      .field("after", act.after)
      .field("why", act.why)
      .field("request", act.request)
      .field("hash", database::to_hex(kept.hash))
      .end_object();
}

}  // namespace

Result<http::Answer> list_trail(const Call& call) {
  std::vector<KeptAct> acts;
  database::TrailHead head;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    TRY(require(transaction, call, "trail.read", {}));
    const std::string subject = call.text("subject");
    if (subject.empty()) {
      ASSIGN(acts, call.desk.trail().acts_after(transaction, call.integer("after").value_or(0), call.limit()));
    } else {
      ASSIGN(acts, call.desk.trail().acts_on(transaction, subject, call.integer("before").value_or(0), call.limit()));
    }
    ASSIGN(head, call.desk.trail().head(transaction));
    return {};
  }));
  text::JsonWriter json;
  json.begin_object().key("acts").begin_array();
  for (const KeptAct& act : acts) write_act(json, act);
  json.end_array();
  json.key("head").begin_object().field("acts", head.acts).field("hash", database::to_hex(head.hash)).end_object();
  json.end_object();
  return json_answer(200, json.take());
}

// Walks all of it, so it takes a while for a long trail.
Result<http::Answer> verify_trail(const Call& call) {
  TRY(call.desk.database().read(
      [&](Transaction& transaction) { return require(transaction, call, "trail.anchor", {}); }));
  ASSIGN(const database::TrailVerdict verdict, database::verify_trail(call.desk.database(), ""));
  text::JsonWriter json;
  json.begin_object()
      .field("is_whole", verdict.is_whole())
      .field("fault", database::name_of(verdict.fault))
      .field("sequence", verdict.sequence)
      .field("acts", verdict.acts);
  write_sentence(json, "sentence", verdict.sentence());
  json.end_object();
  return json_answer(200, json.take());
}

}  // namespace qiuhao::server
