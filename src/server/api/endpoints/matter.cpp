// One matter: fields, people, terms, documents, history, and what can be done now.
#include <fmt/format.h>

#include <algorithm>

#include "server/api/endpoints.h"
#include "server/api/endpoints/seen_matter.h"
#include "server/api/endpoints/written.h"
#include "workflow/view.h"

namespace qiuhao::server {
namespace {

using text::JsonWriter;
using workflow::Kind;
using workflow::Matter;
using workflow::Sight;

std::string_view name_of(Sight sight) {
  return sight == Sight::open ? "open" : sight == Sight::masked ? "masked" : "sealed";
}

// Who a field is sealed for looks at it by itself, with a reason (look_at_field).
void write_fields(JsonWriter& json, const Call& call, const SeenMatter& seen) {
  json.key("fields").begin_array();
  for (const workflow::SeenField& one : workflow::seen_fields(*seen.kind, seen.matter, seen.person)) {
    const workflow::Field& field = seen.kind->fields[one.field];
    if (is_outside(call) && !is_shown_outside(seen, one.field)) continue;
    const bool is_sealed = one.sight == Sight::sealed || !field.visible_to.empty();
    json.begin_object().field("name", field.name);
    write_sentence(json, "title", field.title);
    json.field("type", workflow::field_type_name(field.shape.type))
        .field("sight", is_sealed ? "sealed" : name_of(one.sight))
        .field("value", is_sealed ? "" : one.text)
        .end_object();
  }
  json.end_array();
}

void write_terms(JsonWriter& json, const SeenMatter& seen) {
  json.key("terms").begin_array();
  for (const workflow::Deadline& deadline : seen.kind->deadlines) {
    const auto term = seen.matter.terms.find(deadline.name);
    if (term == seen.matter.terms.end()) continue;
    json.begin_object().field("name", deadline.name);
    write_sentence(json, "title", deadline.title);
    write_day(json, "from", term->second.from);
    write_day(json, "due", term->second.due);
    json.field("is_certain", term->second.is_certain).field("stands_still", term->second.stands_still());
    const workflow::Number owner = deadline.owner.number;
    json.field("owner", deadline.owner.is_part ? seen.kind->parts[owner].name : seen.kind->roles[owner].name);
    json.end_object();
  }
  json.end_array();
}

void write_history(JsonWriter& json, const Call& call, const SeenMatter& seen) {
  json.key("history").begin_array();
  for (const workflow::Deed& deed : seen.matter.history) {
    const auto action = workflow::find_named(seen.kind->actions, deed.action);
    const bool is_hidden = is_outside(call) && deed.person != call.by().asker.login;
    json.begin_object().field("action", deed.action);
    write_sentence(json, "title", action ? seen.kind->actions[*action].title : Sentence{deed.action, deed.action});
    json.field("person", is_hidden ? "" : deed.person).field("unit", deed.unit);
    write_time(json, "at", deed.at);
    json.field("from", deed.from).field("to", deed.to).field("note", is_hidden ? "" : deed.note).end_object();
  }
  json.end_array();
}

void write_documents(JsonWriter& json, const SeenMatter& seen) {
  json.key("documents").begin_array();
  for (const workflow::AttachedDocument& document : seen.matter.documents) {
    if (!is_there(seen, document.name, document.reference)) continue;
    const auto named = workflow::find_named(seen.kind->documents, document.name);
    json.begin_object().field("name", document.name);
    write_sentence(json, "title", named ? seen.kind->documents[*named].title : Sentence{document.name, document.name});
    json.field("reference", document.reference);
    write_time(json, "at", document.at);
    json.end_object();
  }
  json.end_array();
}

Status write_offers(JsonWriter& json, const Call& call, const SeenMatter& seen) {
  ASSIGN(const std::vector<CallersOffer> offers, offers_to(call, seen));
  json.key("offers").begin_array();
  for (const CallersOffer& one : offers) {
    json.begin_object().field("action", one.action->name);
    write_sentence(json, "title", one.action->title);
    json.field("outcome", workflow::outcome_name(one.offer.outcome)).field("wants_fresh_code", one.wants_fresh_code);
    write_sentence(json, "sentence", one.offer.sentence);
    json.end_object();
  }
  json.end_array();
  return {};
}

}  // namespace

Result<http::Answer> show_matter(const Call& call) {
  ASSIGN(const SeenMatter seen, seen_matter(call, call.path_value("number")));
  const Matter& matter = seen.matter;
  JsonWriter json;
  json.begin_object().field("number", matter.number).field("kind", matter.kind).field("version", matter.version);
  write_sentence(json, "kind_title", seen.kind->title);
  json.field("state", matter.state);
  write_sentence(json, "state_title", state_title(call.desk, matter.kind, matter.version, matter.state));
  json.field("subject", matter.subject).field("region", matter.region).field("revision", matter.revision);
  write_day(json, "opened", matter.opened);
  write_fields(json, call, seen);
  json.key("people").begin_object();
  for (const auto& [part, people] : matter.people) {
    if (!is_outside(call)) json.field(part, people);
  }
  json.end_object();
  write_terms(json, seen);
  write_documents(json, seen);
  write_history(json, call, seen);
  json.key("links").begin_array();
  for (const workflow::Link& link : matter.links) {
    if (is_outside(call)) continue;
    json.begin_object().field("relation", link.relation).field("number", link.number).end_object();
  }
  json.end_array();
  TRY(write_offers(json, call, seen));
  json.end_object();
  http::Answer answer = json_answer(200, json.take());
  answer.fields.emplace_back("ETag", fmt::format("\"{}\"", matter.revision));
  return answer;
}

Result<http::Answer> look_at_field(const Call& call) {
  ASSIGN(const SeenMatter seen, seen_matter(call, call.path_value("number")));
  const std::string name = call.body_text("field");
  const auto number = workflow::find_named(seen.kind->fields, name);
  const auto held = seen.matter.fields.find(name);
  if (!number || held == seen.matter.fields.end())
    return input_error("unknown_field", Sentence{"the matter holds no such field", "事项没有这一字段"});
  const workflow::Field& field = seen.kind->fields[*number];
  const bool is_for_roles = !field.visible_to.empty();
  const bool is_visible = !is_for_roles || std::ranges::any_of(field.visible_to, [&](workflow::Number role) {
    return workflow::contains(seen.person.roles, seen.kind->roles[role].name);
  });
  TRY(call.desk.database().write([&](database::Transaction& transaction) -> Status {
    const identity::Target target = identity::Target::in_region(seen.matter.region);
    if (!is_visible || (is_outside(call) && !is_shown_outside(seen, *number)))
      return input_error("not_allowed", Sentence{"this field is sealed for you", "该字段对您封存"});
    TRY(require(transaction, call, is_for_roles ? "tip.see_identity" : "personal.see", target));
    TRY(call.desk.trail().append(
        transaction, database::Act{call.now, call.by().asker.login, call.request.client, "looked_at",
                                   fmt::format("{}/{}", seen.matter.number, name), std::nullopt, std::nullopt,
                                   call.body_text("why"), call.request.id}));
    return {};
  }));
  JsonWriter json;
  json.begin_object()
      .field("field", name)
      .field("value", workflow::format_value(held->second, field.shape.type))
      .end_object();
  return json_answer(200, json.take());
}

}  // namespace qiuhao::server
