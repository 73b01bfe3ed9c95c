// One value, by the type that the dictionary gives it.
#include "audit/field_text.h"

#include <fmt/format.h>

#include "base/day.h"
#include "base/decimal.h"

namespace qiuhao::audit {
namespace {

// Money keeps its two places; prices and quantities lose the zeros that only storage gave them.
std::string decimal_text(Decimal number) {
  std::string text = format_decimal(number);
  if (number.scale <= 2) return text;
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

std::string value_text(const claims::Field& field, const Column& column, RowIndex row) {
  if (!column.has(row)) return "";
  if (column.storage == Storage::day) return format_day(column.day(row));
  if (field.type == claims::FieldType::time) return format_time(column.number(row));
  std::string text = column.storage == Storage::number
                         ? decimal_text({column.number(row), static_cast<std::uint8_t>(column.scale)})
                         : std::string(column.text(row));
  for (const claims::CodeValue& code : field.codes) {
    if (code.code == text) return fmt::format("{} {}", code.code, code.label);
  }
  return text;
}

std::string field_text(const claims::Schema& schema, const claims::Part& part, claims::Entity entity,
                       std::string_view field, RowIndex row) {
  const claims::FieldIndex index = schema.of(entity).find(field);
  if (index == claims::kNoField || row == kNoRow) return "";
  const Column* column = part.column(entity, index);
  return column == nullptr ? "" : value_text(schema.field(entity, index), *column, row);
}

}  // namespace qiuhao::audit
