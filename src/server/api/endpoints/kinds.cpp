// Kinds of matters, as forms and boards need them.
#include "server/api/endpoints.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using text::JsonWriter;
using workflow::Kind;
using workflow::Number;

template <typename T>
std::vector<std::string> names(const std::vector<T>& list, const std::vector<Number>& numbers) {
  std::vector<std::string> names;
  for (const Number number : numbers) names.push_back(list[number].name);
  return names;
}

template <typename T>
void write_titles(JsonWriter& json, std::string_view key, const std::vector<T>& list) {
  json.key(key).begin_array();
  for (const T& one : list) {
    json.begin_object().field("name", one.name);
    write_sentence(json, "title", one.title);
    json.end_object();
  }
  json.end_array();
}

void write_items(JsonWriter& json, std::string_view key, const Kind& kind, const workflow::Items& items) {
  json.key(key).begin_object();
  json.field("fields", names(kind.fields, items.fields));
  json.field("people", names(kind.parts, items.parts));
  json.field("documents", names(kind.documents, items.documents)).end_object();
}

void write_field(JsonWriter& json, const workflow::Field& field) {
  json.begin_object().field("name", field.name);
  write_sentence(json, "title", field.title);
  json.field("type", workflow::field_type_name(field.shape.type)).field("is_list", field.shape.is_list);
  json.field("is_required", field.is_required).field("is_personal", field.is_personal);
  write_titles(json, "choices", field.choices);
  json.end_object();
}

void write_action(JsonWriter& json, const Kind& kind, const workflow::Action& action) {
  json.begin_object().field("name", action.name);
  write_sentence(json, "title", action.title);
  json.field("opens", action.opens).field("in_bulk", action.in_bulk).field("by_clock", action.by_clock);
  std::vector<std::string> from;
  for (Number state = 0; state < action.from.size(); ++state) {
    if (action.from[state]) from.push_back(kind.states[state].name);
  }
  std::vector<std::string> to;
  for (const workflow::Branch& branch : action.to) to.push_back(kind.states[branch.state].name);
  json.field("from", from)
      .field("to", to)
      .field("roles", names(kind.roles, action.roles))
      .field("parts", names(kind.parts, action.parts));
  write_items(json, "must", kind, action.must);
  write_items(json, "may", kind, action.may);
  json.end_object();
}

}  // namespace

Result<http::Answer> list_kinds(const Call& call) {
  JsonWriter json;
  json.begin_object().key("kinds").begin_array();
  for (const Kind* kind : call.desk.newest_kinds()) {
    json.begin_object().field("name", kind->name).field("version", kind->version);
    write_sentence(json, "title", kind->title);
    write_titles(json, "states", kind->states);
    json.end_object();
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> show_kind(const Call& call) {
  const std::string& name = call.path_value("kind");
  const Kind* kind = call.desk.kinds().newest(name);
  if (const auto version = call.integer("version"); version && kind != nullptr)
    kind = call.desk.kinds().find(name, static_cast<int>(*version));
  if (kind == nullptr)
    return input_error("unknown_kind", Sentence{"there is no such kind of matters, or not in this version",
                                                "没有这种事项，或没有这一版"});
  JsonWriter json;
  json.begin_object().field("name", kind->name).field("version", kind->version);
  write_sentence(json, "title", kind->title);
  json.key("basis").begin_array();
  for (const workflow::Basis& basis : kind->basis)
    json.begin_object().field("document", basis.document).field("clause", basis.clause).end_object();
  json.end_array();
  json.key("fields").begin_array();
  for (const workflow::Field& field : kind->fields) write_field(json, field);
  json.end_array();
  json.key("states").begin_array();
  for (const workflow::State& state : kind->states) {
    json.begin_object().field("name", state.name);
    write_sentence(json, "title", state.title);
    json.field("is_initial", state.is_initial).field("is_final", state.is_final).end_object();
  }
  json.end_array();
  write_titles(json, "roles", kind->roles);
  json.key("parts").begin_array();
  for (const workflow::Part& part : kind->parts) {
    json.begin_object().field("name", part.name);
    write_sentence(json, "title", part.title);
    json.field("roles", names(kind->roles, part.roles))
        .field("least", part.least)
        .field("most", part.most)
        .end_object();
  }
  json.end_array();
  json.key("documents").begin_array();
  for (const workflow::Document& document : kind->documents) {
    json.begin_object().field("name", document.name);
    write_sentence(json, "title", document.title);
    json.field("visible_to", names(kind->roles, document.visible_to)).end_object();
  }
  json.end_array();
  write_titles(json, "deadlines", kind->deadlines);
  json.key("actions").begin_array();
  for (const workflow::Action& action : kind->actions) write_action(json, *kind, action);
  json.end_array().end_object();
  return json_answer(200, json.take());
}

}  // namespace qiuhao::server
