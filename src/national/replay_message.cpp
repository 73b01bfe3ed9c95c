// The fields of 3101 first; what it has no name for goes into exp_content.
#include "national/replay_message.h"

#include <fmt/format.h>

#include "base/day.h"
#include "base/decimal.h"
#include "national/context.h"
#include "text/document.h"

namespace qiuhao::national {
namespace {

using claims::Entity;
using claims::Field;
using claims::FieldType;
using claims::LooseRow;
using text::json_quote;

std::string text_of(const Field& field, const claims::LooseValue& value) {
  switch (field.type) {
    case FieldType::date: return json_quote(format_day(static_cast<Day>(value.number)));
    case FieldType::time: return json_quote(format_time(value.number));
    case FieldType::decimal:
    case FieldType::integer: return json_quote(format_decimal({value.number, static_cast<std::uint8_t>(field.scale)}));
    default: return json_quote(value.words);
  }
}

// The fields of a row: those that 3101 names, then the others in exp_content by the name of their table.
std::string fields_of(const claims::EntitySchema& schema, const LooseRow& row, std::string_view table) {
  std::string own;
  std::string more;
  for (std::size_t at = 0; at < schema.fields.size(); ++at) {
    const Field& field = schema.fields[at];
    if (at >= row.values.size() || !row.values[at]) continue;
    const auto direct = field.national.find("3101");
    const auto other = field.national.find(std::string(table));
    if (direct == field.national.end() && other == field.national.end()) continue;
    std::string& out = direct != field.national.end() ? own : more;
    if (!out.empty()) out += ',';
    out += fmt::format("\"{}\":{}", direct != field.national.end() ? direct->second : other->second,
                       text_of(field, *row.values[at]));
  }
  if (!more.empty()) own += fmt::format("{}\"exp_content\":{{{}}}", own.empty() ? "" : ",", more);
  return own;
}

std::string list_of(const claims::Schema& schema, Entity entity, const std::vector<LooseRow>& rows,
                    std::string_view table, std::string_view more = "") {
  std::string out = "[";
  for (const LooseRow& row : rows)
    out += fmt::format("{}{{{}{}}}", out.size() == 1 ? "" : ",", fields_of(schema.of(entity), row, table), more);
  return out + "]";
}

// Settlements have no node; each is a row of setl_d.
std::string settlements_of(const claims::Schema& schema, const std::vector<LooseRow>& rows) {
  const claims::EntitySchema& fields = schema.of(Entity::settlement);
  std::string out = "[";
  for (const LooseRow& row : rows) {
    std::string one;
    for (std::size_t at = 0; at < fields.fields.size(); ++at) {
      const auto name = fields.fields[at].national.find("setl_d");
      if (!row.values[at] || name == fields.fields[at].national.end()) continue;
      one +=
          fmt::format("{}\"{}\":{}", one.empty() ? "" : ",", name->second, text_of(fields.fields[at], *row.values[at]));
    }
    out += fmt::format("{}{{{}}}", out.size() == 1 ? "" : ",", one);
  }
  return out + "]";
}

}  // namespace

std::string analysis_message(const claims::Schema& schema, const claims::LooseTape& visit, const ReplayMessage& about) {
  const LooseRow& encounter = visit.visits.front();
  const auto& provider = encounter.values[schema.of(Entity::visit).find("provider")];
  const std::string institution = provider ? provider->words : "H00000000000";
  std::string name;
  if (!visit.providers.empty()) {
    if (const auto& value = visit.providers.front().values[schema.of(Entity::provider).find("name")])
      name = fmt::format(",\"medins_name\":{}", json_quote(value->words));
  }
  return fmt::format(
      "{{\"infno\":{},\"msgid\":{},\"mdtrtarea_admvs\":\"\",\"recer_sys_code\":\"QIUHAO\",\"infver\":\"V1.0\","
      "\"opter_type\":\"1\",\"opter\":\"replay\",\"fixmedins_code\":{},\"sign_no\":{},\"input\":{{\"data\":{{"
      "\"syscode\":\"REPLAY\",\"task_id\":{},\"trig_scen\":{},\"patient_dtos\":[{{\"patn_id\":{},"
      "\"curr_mdtrt_id\":{},{},\"fsi_encounter_dtos\":[{{{}{},\"setl_d\":{},\"fsi_diagnose_dtos\":{},"
      "\"fsi_order_dtos\":{},\"fsi_operation_dtos\":{}}}]}}]}}}}}}",
      json_quote(about.transaction), json_quote(about.message), json_quote(institution), json_quote(about.sign_no),
      json_quote(about.message), json_quote(about.scene), json_quote(std::string(kPseudonymMark) + visit.person.id),
      json_quote(encounter.id), fields_of(schema.of(Entity::person), visit.person, "mdtrt_d"),
      fields_of(schema.of(Entity::visit), encounter, "mdtrt_d"), name, settlements_of(schema, visit.settlements),
      list_of(schema, Entity::diagnosis, visit.diagnoses, "setl_list_diag_d"),
      list_of(schema, Entity::line, visit.lines, "fee_list_d", ",\"curr_drord_flag\":\"1\""),
      list_of(schema, Entity::operation, visit.operations, "setl_list_oprn_d"));
}

}  // namespace qiuhao::national
