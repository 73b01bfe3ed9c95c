// Writing the reference page of fields.
#include "claims/fields_page.h"

#include <fmt/format.h>

namespace qiuhao::claims {
namespace {

std::string type_text(const Field& field) {
  switch (field.type) {
    case FieldType::code: return "code";
    case FieldType::text: return "text";
    case FieldType::id: return "id";
    case FieldType::date: return "date";
    case FieldType::time: return "time";
    case FieldType::decimal: return fmt::format("decimal({})", field.scale);
    case FieldType::integer: return "integer";
  }
  return "";
}

std::string national_text(const Field& field) {
  std::string text;
  for (const auto& [table, column] : field.national)
    text += fmt::format("{}{} `{}`", text.empty() ? "" : ", ", table, column);
  return text;
}

std::string values_text(const Field& field) {
  std::string text;
  for (const CodeValue& value : field.codes)
    text += fmt::format("{}{} {}", text.empty() ? " Values: " : ", ", value.code, value.label);
  return text.empty() ? "" : text + ".";
}

std::string table_text(std::string_view name, const EntitySchema& table) {
  std::string text = fmt::format(
      "\n## {} ({})\n\n{}{}\n\n| field | 中文 | type | unit | meaning | national names |\n| --- | --- | --- | --- | "
      "--- | --- |\n",
      name, table.label, table.meaning,
      table.national_table.empty() ? "" : fmt::format(" National table: `{}`.", table.national_table));
  for (const Field& field : table.fields) {
    std::string meaning = field.meaning + values_text(field);
    if (!field.derived.empty()) meaning += fmt::format(" Worked out: {}.", field.derived);
    if (field.is_required) meaning += " Required.";
    if (!field.pattern.empty()) meaning += fmt::format(" Form: `{}`.", field.pattern);
    text += fmt::format("| `{}.{}` | {} | {} | {} | {} | {} |\n", name, field.name, field.label, type_text(field),
                        field.unit, meaning, national_text(field));
  }
  return text;
}

}  // namespace

std::string fields_page(const Schema& schema) {
  std::string page =
      "# Fields\n\nGenerated from `policy/schema/` (QIUHAO_WRITE_DOCS=1 with the test `claims_test` writes it anew). "
      "Rules name\n"
      "fields as `line.quantity`, or by the Chinese names as `费用.数量`. Absent fields are absent, never empty or "
      "zero.\n";
  for (std::size_t index = 0; index < kEntities; ++index)
    page += table_text(kEntityNames[index], schema.of(static_cast<Entity>(index)));
  page +=
      "\n# Registers\n\nTables beside the tape (登记表): what no settlement tells. Import reads them as it "
      "reads the others; [import](import.md)\nsays which files are taken for them.\n";
  for (std::size_t index = 0; index < kRegisters; ++index)
    page += table_text(kRegisterNames[index], schema.of(static_cast<Register>(index)));
  return page;
}

}  // namespace qiuhao::claims
