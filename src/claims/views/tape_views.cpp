// Columns of views, and their values from parts.
#include "claims/views/tape_views.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/check.h"
#include "base/day.h"
#include "claims/views/entity_rows.h"

namespace qiuhao::claims {
namespace {

constexpr int kDecimalWidth = 18;
constexpr std::int64_t kMicros = 1'000'000;

std::vector<Entity> keys_of(Entity entity) {
  switch (entity) {
    case Entity::line: return {Entity::visit, Entity::person, Entity::provider, Entity::staff};
    case Entity::visit: return {Entity::person, Entity::provider};
    case Entity::diagnosis:
    case Entity::operation:
    case Entity::settlement: return {Entity::visit, Entity::person, Entity::provider};
    case Entity::person:
    case Entity::provider:
    case Entity::staff: break;
  }
  return {};
}

tables::StreamColumn stream_column(const Field& field, std::string name) {
  using Type = tables::StreamColumn::Type;
  switch (field.type) {
    case FieldType::code:
    case FieldType::text:
    case FieldType::id: return {Type::text, std::move(name)};
    case FieldType::date: return {Type::day, std::move(name)};
    case FieldType::time: return {Type::time, std::move(name)};
    case FieldType::decimal: return {Type::decimal, std::move(name), kDecimalWidth, field.scale};
    case FieldType::integer: return {Type::integer, std::move(name)};
  }
  return {};
}

RowIndex visit_of(const Part& part, Entity entity, RowIndex row) {
  switch (entity) {
    case Entity::visit: return row;
    case Entity::line: return part.link(Link::line_visit, row);
    case Entity::diagnosis: return part.link(Link::diagnosis_visit, row);
    case Entity::operation: return part.link(Link::operation_visit, row);
    case Entity::settlement: return part.link(Link::settlement_visit, row);
    case Entity::person:
    case Entity::provider:
    case Entity::staff: break;
  }
  return kNoRow;
}

// The row of `key` that a row of `entity` belongs to; kNoRow for none.
RowIndex row_of_key(const Part& part, Entity entity, RowIndex row, Entity key) {
  if (key == Entity::staff) return part.link(Link::line_staff, row);
  const RowIndex visit = visit_of(part, entity, row);
  if (visit == kNoRow || key == Entity::visit) return visit;
  return part.link(key == Entity::person ? Link::visit_person : Link::visit_provider, visit);
}

void put_number(tables::StreamBatch& batch, std::size_t place, std::size_t at, std::int64_t value,
                tables::StreamColumn::Type type) {
  using Type = tables::StreamColumn::Type;
  switch (type) {
    case Type::day: return batch.set_day(place, at, static_cast<std::int32_t>(value));
    case Type::time: return batch.set_time(place, at, (value + kShanghaiOffset) * kMicros);
    case Type::decimal: return batch.set_decimal(place, at, value);
    case Type::integer: return batch.set_integer(place, at, value);
    case Type::text: break;
  }
}

// Puts one column of rows that stand beside each other, which are read together.
void put_run(const Column& column, Range rows, tables::StreamBatch& batch, std::size_t place,
             tables::StreamColumn::Type type) {
  const std::size_t count = rows.end - rows.begin;
  if (column.storage == Storage::code) {
    std::array<std::uint32_t, tables::kStreamRows> codes;
    column.read(rows.begin, count, codes.data());
    for (std::size_t at = 0; at < count; ++at) {
      codes[at] == column.dictionary_size ? batch.set_none(place, at)
                                          : batch.set_text(place, at, column.entry(codes[at]));
    }
    return;
  }
  std::array<std::int64_t, tables::kStreamRows> numbers;
  const bool is_text = column.storage == Storage::text;
  if (!is_text) column.read(rows.begin, count, numbers.data());
  std::string text;
  for (std::size_t at = 0; at < count; ++at) {
    const auto row = static_cast<RowIndex>(rows.begin + at);
    if (!column.has(row)) {
      batch.set_none(place, at);
    } else if (is_text) {
      text.clear();
      column.append_text(row, text);
      batch.set_text(place, at, text);
    } else {
      put_number(batch, place, at, numbers[at], type);
    }
  }
}

// Puts one column of rows that stand anywhere, kNoRow for none. Neighbours often are the same row: lines of a visit.
void put_rows(const Column& column, const std::vector<RowIndex>& rows, tables::StreamBatch& batch, std::size_t place,
              tables::StreamColumn::Type type) {
  std::string text;
  RowIndex read = kNoRow;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    const RowIndex row = rows[at];
    if (row == kNoRow || !column.has(row)) {
      batch.set_none(place, at);
    } else if (type != tables::StreamColumn::Type::text) {
      put_number(batch, place, at, column.storage == Storage::day ? column.day(row) : column.number(row), type);
    } else {
      if (row != read) {
        text.clear();
        column.append_text(row, text);
        read = row;
      }
      batch.set_text(place, at, text);
    }
  }
}

void put_absent(std::size_t rows, tables::StreamBatch& batch, std::size_t place) {
  for (std::size_t at = 0; at < rows; ++at) batch.set_none(place, at);
}

// The table behind a view.
class Reader {
 public:
  Reader(const Tape& tape, const Schema& schema, EntityView view)
      : tape_(tape), view_(std::move(view)), rows_(tape, schema, view_.entity, tables::kStreamRows) {}

  std::size_t runs() { return rows_.runs(); }

  std::size_t read(std::size_t run, std::span<const std::size_t> wanted, tables::StreamBatch& batch) const {
    std::vector<RowIndex> own;
    const Part& part = tape_.parts()[rows_.places(run, own)];
    std::vector<RowIndex> of_key;
    for (std::size_t place = 0; place < wanted.size(); ++place) {
      const ViewColumn& column = view_.columns[wanted[place]];
      const Column* values = part.column(column.entity, column.field);
      if (values == nullptr) {
        put_absent(own.size(), batch, place);
      } else if (column.is_key) {
        of_key.clear();
        for (const RowIndex row : own) of_key.push_back(row_of_key(part, view_.entity, row, column.entity));
        put_rows(*values, of_key, batch, place, column.stream.type);
      } else if (rows_.are_beside()) {
        put_run(*values, {own.front(), own.back() + 1}, batch, place, column.stream.type);
      } else {
        put_rows(*values, own, batch, place, column.stream.type);
      }
    }
    return own.size();
  }

 private:
  const Tape& tape_;
  EntityView view_;
  EntityRows rows_;
};

}  // namespace

std::string EntityView::sql_type(std::size_t column) const {
  const tables::StreamColumn& stream = columns[column].stream;
  switch (stream.type) {
    case tables::StreamColumn::Type::text: return "VARCHAR";
    case tables::StreamColumn::Type::day: return "DATE";
    case tables::StreamColumn::Type::time: return "TIMESTAMP";
    case tables::StreamColumn::Type::integer: return "BIGINT";
    case tables::StreamColumn::Type::decimal: break;
  }
  return fmt::format("DECIMAL({},{})", stream.width, stream.scale);
}

EntityView view_of(const Schema& schema, Entity entity, Language language) {
  const EntitySchema& own = schema.of(entity);
  const bool is_chinese = language == Language::chinese;
  EntityView view{entity, is_chinese ? own.label : std::string(kEntityNames[static_cast<std::size_t>(entity)]), {}};
  for (std::size_t index = 0; index < own.fields.size(); ++index) {
    const Field& field = own.fields[index];
    view.columns.push_back(
        {entity, static_cast<FieldIndex>(index), false, stream_column(field, is_chinese ? field.label : field.name)});
  }
  for (const Entity key : keys_of(entity)) {
    const FieldIndex id = schema.of(key).find("id");
    CHECK(id != kNoField);
    const Field& field = schema.field(key, id);
    const std::string name =
        is_chinese ? field.label : fmt::format("{}_id", kEntityNames[static_cast<std::size_t>(key)]);
    const bool is_there = std::any_of(view.columns.begin(), view.columns.end(),
                                      [&](const ViewColumn& column) { return column.stream.name == name; });
    if (!is_there) view.columns.push_back({key, id, true, stream_column(field, name)});
  }
  return view;
}

std::size_t rows_of_view(const Tape& tape, const Schema& schema, Entity entity) {
  return EntityRows(tape, schema, entity, tables::kStreamRows).rows();
}

Status add_views(tables::Engine& engine, const Tape& tape, const Schema& schema, Language language) {
  for (std::size_t number = 0; number < kEntities; ++number) {
    const auto entity = static_cast<Entity>(number);
    const auto reader = std::make_shared<Reader>(tape, schema, view_of(schema, entity, language));
    const EntityView view = view_of(schema, entity, language);
    tables::ScanTable table;
    for (const ViewColumn& column : view.columns) table.columns.push_back(column.stream);
    for (const Part& part : tape.parts()) table.rows += part.rows(entity);
    table.runs = [reader] { return reader->runs(); };
    table.read = [reader](std::size_t run, std::span<const std::size_t> wanted, tables::StreamBatch& batch) {
      return reader->read(run, wanted, batch);
    };
    const std::string name = fmt::format("tape_{}", kEntityNames[number]);
    TRY(tables::add_scan(engine, name, std::move(table)));
    TRY(engine.run(fmt::format("CREATE VIEW {} AS SELECT * FROM {}()", tables::sql_name(view.name), name)));
  }
  return {};
}

}  // namespace qiuhao::claims
