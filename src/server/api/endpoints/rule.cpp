// One rule: its text, its formulas in both languages, parameters, knowledge and tests.
#include "server/api/endpoints.h"
#include "server/api/endpoints/at_workbench.h"
#include "server/api/endpoints/rule_head.h"
#include "server/api/endpoints/written.h"
#include "server/workbench/rule_parts.h"

namespace qiuhao::server {
namespace {

using Entry = RuleLibrary::Entry;

void write_parts(text::JsonWriter& json, const rules::Rule& rule) {
  json.key("parts").begin_array();
  for (const RulePart& part : parts_of(rule))
    json.begin_object()
        .field("key", part.key)
        .field("name", part.name)
        .field("line", part.line)
        .field("en", part.english)
        .field("zh", part.chinese)
        .end_object();
  json.end_array();
}

void write_parameter(text::JsonWriter& json, const rules::ParameterUse& use, const rules::Parameters& parameters) {
  json.begin_object().field("name", use.name).field("type", rules::parameter_type_name(use.type));
  std::string label;
  std::string unit;
  for (const rules::Parameter& row : parameters.all()) {
    if (row.name != use.name) continue;
    label = row.label;
    unit = row.unit;
  }
  json.field("label", label).field("unit", unit).key("values").begin_array();
  for (const rules::Parameter& row : parameters.all()) {
    if (row.name != use.name) continue;
    json.begin_object().field("region", row.region).field("value", row.value).field("source", row.source);
    write_day(json, "from", row.from);
    write_day(json, "to", row.to);
    json.end_object();
  }
  json.end_array().end_object();
}

Status write_knowledge(text::JsonWriter& json, const rules::Rule& rule, const RuleLibrary& library, Workbench& bench,
                       Day today) {
  json.key("knowledge");
  const auto kind = rule.knowledge ? library.kinds.find_table(rule.knowledge->table) : std::nullopt;
  if (!kind) {
    json.null();
    return {};
  }
  ASSIGN(const auto knowledge, bench.knowledge());
  const auto points = knowledge->library->find(rule.knowledge->table);
  const auto in_force = std::ranges::count_if(
      points, [&](knowledge::PointIndex index) { return (*knowledge->library)[index].in_force(today); });
  json.begin_object()
      .field("table", rule.knowledge->table)
      .field("name", library.kinds[*kind].name)
      .field("points", points.size())
      .field("in_force", in_force)
      .end_object();
  return {};
}

void write_tests(text::JsonWriter& json, const rules::Rule& rule) {
  json.key("cases").begin_array();
  for (const RuleCase& one : cases_of(rule))
    json.begin_object().field("name", one.name).field("line", one.line).field("outcomes", one.outcomes).end_object();
  json.end_array();
}

}  // namespace

Result<http::Answer> show_rule(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, "library.read"));
  ASSIGN(const auto library, bench->library());
  const Entry* entry = library->find(call.path_value("code"));
  if (entry == nullptr) return input_error("no_rule", Sentence{"there is no such rule", "没有这条规则"});
  const rules::Rule& rule = entry->rule;
  text::JsonWriter json;
  json.begin_object();
  write_rule_head(json, *entry);
  json.key("basis").begin_array();
  for (const rules::Basis& basis : rule.basis)
    json.begin_object().field("document", basis.document).field("clause", basis.clause).end_object();
  json.end_array();
  json.field("file", Path(rule.file).filename().string()).field("text", rule.text);
  json.field("english", rules::rule_in(rule, Language::english));
  json.field("chinese", rules::rule_in(rule, Language::chinese));
  write_parts(json, rule);
  json.key("parameters").begin_array();
  for (const rules::ParameterUse& use : rule.parameters) write_parameter(json, use, library->parameters);
  json.end_array();
  TRY(write_knowledge(json, rule, *library, *bench, call.today()));
  write_tests(json, rule);
  json.end_object();
  return json_answer(200, json.take());
}

}  // namespace qiuhao::server
