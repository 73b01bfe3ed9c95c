// Writing them.
#include "server/api/endpoints/written.h"

#include <fmt/format.h>

namespace qiuhao::server {

void write_sentence(text::JsonWriter& json, std::string_view key, const Sentence& sentence) {
  json.key(key).begin_object().field("zh", sentence.chinese).field("en", sentence.english).end_object();
}

void write_day(text::JsonWriter& json, std::string_view key, Day day) {
  json.key(key);
  if (day == kNoDay)
    json.null();
  else
    json.value(format_day(day));
}

void write_time(text::JsonWriter& json, std::string_view key, Seconds at) {
  std::string text = format_time(at);  // "2026-03-02 08:15:00" in Shanghai
  text[10] = 'T';
  json.field(key, text + "+08:00");
}

Sentence state_title(const ApiDesk& desk, std::string_view kind, int version, std::string_view state) {
  const workflow::Kind* found = desk.kinds().find(kind, version);
  const auto number = found == nullptr ? std::nullopt : workflow::find_named(found->states, state);
  if (!number) return {std::string(state), std::string(state)};
  return found->states[*number].title;
}

Sentence kind_title(const ApiDesk& desk, std::string_view kind, int version) {
  const workflow::Kind* found = desk.kinds().find(kind, version);
  return found == nullptr ? Sentence{std::string(kind), std::string(kind)} : found->title;
}

void write_reply(text::JsonWriter& json, const casework::Reply& reply) {
  json.begin_object()
      .field("outcome", workflow::outcome_name(reply.outcome))
      .field("number", reply.number)
      .field("state", reply.state)
      .field("revision", reply.revision)
      .field("opened", reply.opened)
      .field("is_repeated", reply.is_repeated);
  if (!reply.is_done()) {
    write_sentence(json, "sentence", reply.sentence);
    json.field("about", reply.about);
  }
  json.end_object();
}

http::Answer reply_answer(const Call& call, const casework::Reply& reply, int status) {
  if (!reply.is_done())
    return problem_answer(problem_of(reply.outcome, reply.sentence, reply.about), call.request.id,
                          language_of(call.request.field("accept-language")));
  text::JsonWriter json;
  write_reply(json, reply);
  return json_answer(status, json.take());
}

void write_next(text::JsonWriter& json, const std::string& next) {
  json.key("next");
  if (next.empty())
    json.null();
  else
    json.value(next);
}

}  // namespace qiuhao::server
