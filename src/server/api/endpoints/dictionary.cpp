// Fields and functions that formulas of rules may name, for completion in editors.
#include "rules/function_docs.h"
#include "rules/world.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/at_workbench.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

std::string_view name_of(claims::FieldType type) {
  constexpr std::string_view kNames[] = {"code", "text", "id", "date", "time", "decimal", "integer"};
  return kNames[static_cast<std::size_t>(type)];
}

void write_field(text::JsonWriter& json, const claims::Field& field) {
  json.begin_object()
      .field("name", field.name)
      .field("label", field.label)
      .field("type", name_of(field.type))
      .field("scale", field.scale)
      .field("unit", field.unit)
      .field("meaning", field.meaning);
  json.key("codes").begin_array();
  for (const claims::CodeValue& value : field.codes)
    json.begin_object().field("code", value.code).field("label", value.label).end_object();
  json.end_array().end_object();
}

void write_table(text::JsonWriter& json, std::string_view name, const claims::EntitySchema& table, bool is_register) {
  json.begin_object()
      .field("name", name)
      .field("label", table.label)
      .field("meaning", table.meaning)
      .field("is_register", is_register);
  json.key("fields").begin_array();
  for (const claims::Field& field : table.fields) write_field(json, field);
  json.end_array().end_object();
}

// What a knowledge point says, as `k.sex`; only names are known of these.
void write_point_fields(text::JsonWriter& json) {
  json.key("point_fields").begin_array();
  for (const std::string& name : rules::point_field_names()) {
    const auto names = rules::point_field_name(name);
    json.begin_object()
        .field("name", names ? names->first : name)
        .field("label", names ? names->second : name)
        .end_object();
  }
  json.end_array();
}

}  // namespace

Result<http::Answer> show_dictionary(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, "library.read"));
  const claims::Schema& schema = bench->schema();
  text::JsonWriter json;
  json.begin_object().key("tables").begin_array();
  for (std::size_t at = 0; at < claims::kEntities; ++at)
    write_table(json, claims::kEntityNames[at], schema.of(static_cast<claims::Entity>(at)), false);
  for (std::size_t at = 0; at < claims::kRegisters; ++at)
    write_table(json, claims::kRegisterNames[at], schema.of(static_cast<claims::Register>(at)), true);
  json.end_array();
  write_point_fields(json);
  json.key("functions").begin_array();
  for (const cel::FunctionDoc& doc : rules::formula_functions(schema)) {
    json.begin_object().field("name", doc.name).field("signature", doc.signature).field("example", doc.example);
    write_sentence(json, "meaning", doc.meaning);
    json.end_object();
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

}  // namespace qiuhao::server
