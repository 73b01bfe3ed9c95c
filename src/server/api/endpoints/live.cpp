// How the live service does: its last minute, rules, doctors' feedback, the candidate, institutions with keys.
#include <algorithm>
#include <set>

#include "server/api/endpoints.h"
#include "server/api/endpoints/written.h"
#include "server/live_service.h"

namespace qiuhao::server {
namespace {

void write_seconds(text::JsonWriter& json, std::string_view key, std::int64_t at) {
  // Terms of keys that never end go beyond what a year of four digits says.
  constexpr std::int64_t kYear9999 = 253'370'764'800;
  if (at <= 0 || at >= kYear9999)
    json.key(key).null();
  else
    write_time(json, key, at);
}

void write_minute(text::JsonWriter& json, const LiveCounts::Told& told) {
  json.key("minute").begin_object().field("messages", told.recent);
  json.field("p50_us", told.p50_us).field("p99_us", told.p99_us).key("a_second").begin_array();
  for (const std::uint32_t messages : told.a_second) json.value(messages);
  json.end_array().end_object();
}

void write_edition(text::JsonWriter& json, const live::Desk& desk) {
  const auto edition = desk.editions().current();
  const auto rejected = desk.editions().rejected();
  json.key("edition").begin_object().field("name", edition->name).field("number", edition->number);
  write_seconds(json, "since",
                std::chrono::duration_cast<std::chrono::seconds>(edition->since.time_since_epoch()).count());
  json.field("refused", rejected ? std::optional(rejected->text(Language::chinese)) : std::nullopt).end_object();
}

void write_rules(text::JsonWriter& json, const LiveCounts::Told& told) {
  json.key("rules").begin_array();
  for (const auto& [rule, hits] : told.rules) json.begin_object().field("rule", rule).field("hits", hits).end_object();
  json.end_array();
}

void write_feedback(text::JsonWriter& json, const std::map<std::string, live::FeedbackTally>& tallies) {
  live::FeedbackTally all;
  for (const auto& [institution, tally] : tallies) {
    all.ignored += tally.ignored;
    all.changed += tally.changed;
  }
  json.key("feedback").begin_object().field("ignored", all.ignored).field("changed", all.changed).end_object();
}

void write_shadow(text::JsonWriter& json, const live::Desk& desk, const LiveCounts::Told& told) {
  json.key("shadow");
  const live::Shadow* shadow = desk.shadow();
  if (shadow == nullptr) {
    json.null();
    return;
  }
  json.begin_object().field("judged", shadow->judged()).field("left_out", shadow->left_out());
  json.key("rules").begin_array();
  for (const auto& [rule, of] : told.shadow)
    json.begin_object()
        .field("rule", rule)
        .field("new", of.added)
        .field("gone", of.gone)
        .field("other_money", of.other_money)
        .end_object();
  json.end_array().end_object();
}

void write_keys(text::JsonWriter& json, const signing::Institution* institution) {
  json.key("keys").begin_array();
  for (std::size_t at = 0; institution != nullptr && at < institution->keys.size(); ++at) {
    const signing::Key& key = institution->keys[at];
    json.begin_object().field("id", key.id);
    write_seconds(json, "from", key.from);
    write_seconds(json, "until", key.until);
    json.end_object();
  }
  json.end_array();
}

// Those that have keys and those that asked, each once.
void write_clients(text::JsonWriter& json, const LiveService& service, const LiveCounts::Told& told,
                   const std::map<std::string, live::FeedbackTally>& feedback) {
  const auto keys = service.handler()->exchange().keys();
  std::set<std::string> codes;
  for (const signing::Institution* institution : keys->institutions()) codes.insert(institution->code);
  for (const auto& [code, client] : told.clients) codes.insert(code);
  json.key("clients").begin_array();
  for (const std::string& code : codes) {
    const auto seen = told.clients.find(code);
    const LiveCounts::OfClient client = seen == told.clients.end() ? LiveCounts::OfClient() : seen->second;
    const auto said = feedback.find(code);
    const live::FeedbackTally tally = said == feedback.end() ? live::FeedbackTally() : said->second;
    json.begin_object().field("code", code).field("messages", client.messages).field("errors", client.errors);
    write_seconds(json, "last_seen", client.last_seen);
    json.field("last_error", client.last_error).field("ignored", tally.ignored).field("changed", tally.changed);
    write_keys(json, keys->find(code));
    json.end_object();
  }
  json.end_array();
}

}  // namespace

Result<http::Answer> show_live(const Call& call) {
  TRY(call.desk.database().read(
      [&](database::Transaction& transaction) { return require(transaction, call, "live.read", {}); }));
  const LiveService* service = call.desk.live();
  if (service == nullptr)
    return input_error("no_live_service", Sentence{"no live service runs here", "这里没有实时服务"});
  const LiveCounts::Told told = service->metrics().counts().look();
  const auto feedback = service->desk().intake().feedback_tallies();
  text::JsonWriter json;
  json.begin_object();
  write_seconds(json, "since", told.since);
  json.field("messages", told.messages).field("errors", told.errors).field("late", told.late);
  write_minute(json, told);
  write_edition(json, service->desk());
  write_rules(json, told);
  write_feedback(json, feedback);
  write_shadow(json, service->desk(), told);
  write_clients(json, *service, told, feedback);
  json.end_object();
  return json_answer(200, json.take());
}

}  // namespace qiuhao::server
