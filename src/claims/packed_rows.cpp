// Names first: each with the scale that its numbers have.
#include "claims/packed_rows.h"

#include "base/bytes.h"
#include "base/decimal.h"

namespace qiuhao::claims {
namespace {

std::unexpected<Error> damaged() {
  return system_error("damaged_rows", "rows of a message cannot be read back: their bytes end early or contradict");
}

struct Name {
  FieldIndex field = kNoField;  // the dictionary no longer has it
  int scale = 0;
  int scale_here = 0;
};

// A number of another scale than the dictionary has today.
bool bring_to_scale(LooseValue& value, const Name& name) {
  if (name.scale == name.scale_here) return true;
  const auto scaled = rescale({value.number, static_cast<std::uint8_t>(name.scale)}, name.scale_here);
  if (scaled) value.number = scaled->units;
  return scaled.has_value();
}

}  // namespace

std::string pack_rows(const EntitySchema& schema, std::span<const LooseRow> rows) {
  std::vector<std::uint32_t> number_of(schema.fields.size(), 0);  // from 1; 0: no row has it
  std::vector<FieldIndex> names;
  for (const LooseRow& row : rows) {
    for (std::size_t field = 0; field < row.values.size(); ++field) {
      if (!row.values[field] || number_of[field] != 0) continue;
      names.push_back(static_cast<FieldIndex>(field));
      number_of[field] = static_cast<std::uint32_t>(names.size());
    }
  }
  std::string out;
  put_varint(out, names.size());
  for (const FieldIndex field : names) {
    put_text(out, schema.fields[field].name);
    put_varint(out, static_cast<std::uint64_t>(schema.fields[field].scale));
  }
  put_varint(out, rows.size());
  for (const LooseRow& row : rows) {
    std::uint64_t count = 0;
    for (const auto& value : row.values) count += value.has_value();
    put_varint(out, count);
    for (std::size_t field = 0; field < row.values.size(); ++field) {
      const auto& value = row.values[field];
      if (!value) continue;
      put_varint(out, std::uint64_t{number_of[field] - 1} * 2 + (value->is_text ? 1 : 0));
      if (value->is_text)
        put_text(out, value->words);
      else
        put_signed(out, value->number);
    }
  }
  return out;
}

Status unpack_rows(const EntitySchema& schema, std::string_view bytes, std::string_view visit,
                   std::vector<LooseRow>& rows) {
  ByteReader reader(bytes);
  const auto names_count = reader.varint();
  if (!names_count || *names_count > reader.left()) return damaged();
  std::vector<Name> names(*names_count);
  for (Name& name : names) {
    const auto text = reader.text();
    const auto scale = reader.varint();
    if (!text || !scale || *scale > kMaxScale) return damaged();
    name.field = schema.find(*text);
    name.scale = static_cast<int>(*scale);
    if (name.field != kNoField) name.scale_here = schema.fields[name.field].scale;
  }
  const auto count = reader.varint();
  if (!count || *count > reader.left()) return damaged();
  const FieldIndex id = schema.find("id");
  for (std::uint64_t number = 0; number < *count; ++number) {
    LooseRow row;
    row.visit = visit;
    row.values.resize(schema.fields.size());
    const auto values = reader.varint();
    if (!values || *values > reader.left()) return damaged();
    for (std::uint64_t at = 0; at < *values; ++at) {
      const auto tag = reader.varint();
      if (!tag || *tag / 2 >= names.size()) return damaged();
      LooseValue value;
      value.is_text = *tag % 2 != 0;
      if (value.is_text) {
        const auto text = reader.text();
        if (!text) return damaged();
        value.words = *text;
      } else {
        const auto units = reader.signed_number();
        if (!units) return damaged();
        value.number = *units;
      }
      const Name& name = names[*tag / 2];
      if (name.field == kNoField) continue;
      const bool is_text =
          schema.fields[name.field].storage() == Storage::code || schema.fields[name.field].storage() == Storage::text;
      if (is_text != value.is_text || (!is_text && !bring_to_scale(value, name))) continue;
      if (name.field == id) row.id = value.words;
      row.values[name.field] = std::move(value);
    }
    rows.push_back(std::move(row));
  }
  return reader.is_at_end() ? Status{} : Status(damaged());
}

}  // namespace qiuhao::claims
