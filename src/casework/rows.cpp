// A sealed field stands in the body as null, which no other field does: so a cell that is missing or too many shows.
#include "casework/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "casework/body.h"
#include "casework/tables.h"
#include "database/digest.h"
#include "database/personal.h"
#include "database/row_mark.h"
#include "workflow/terms.h"

namespace qiuhao::casework {
namespace {

using database::Bytes;
using database::Parameter;
using database::Transaction;
using workflow::FieldValue;
using workflow::Matter;
using Column = database::Kind;

constexpr std::string_view kCells = "casework_cells";

database::CellName cell_name(std::string_view number, std::string_view field) {
  return {kCells, "sealed", fmt::format("{}/{}", number, field)};
}

// Certificates are written in several ways; so are names.
std::optional<database::Personal> searched_as(const workflow::Field& field) {
  if (!field.is_personal || field.shape.is_list) return std::nullopt;
  if (field.shape.type == workflow::FieldType::person) return database::Personal::certificate;
  if (field.shape.type == workflow::FieldType::text) return database::Personal::name;
  return std::nullopt;
}

struct Columns {
  std::int64_t due = kNever;
  std::string owner;
  std::int64_t wakes = kNever;
  std::string body;
};

Columns columns_of(const workflow::Kind& kind, const workflow::Calendar& calendar, const Matter& matter) {
  Columns columns;
  for (const workflow::Deadline& deadline : kind.deadlines) {
    const auto term = matter.terms.find(deadline.name);
    if (term == matter.terms.end() || term->second.due == kNoDay || term->second.due >= columns.due) continue;
    columns.due = term->second.due;
    const workflow::Number owner = deadline.owner.number;
    columns.owner = deadline.owner.is_part ? kind.parts[owner].name : kind.roles[owner].name;
  }
  const workflow::ClockEvent next = workflow::next_event(kind, calendar, matter);
  if (next.day != kNoDay) columns.wakes = next.day;
  Matter open = matter;
  for (const workflow::Field& field : kind.fields) {
    const auto held = open.fields.find(field.name);
    if (held != open.fields.end() && is_sealed(field)) held->second = FieldValue();
  }
  columns.body = write_matter(open);
  return columns;
}

// The other columns stand in the body too, so they are held against it.
std::string mark_of(const database::KeyRing& ring, std::string_view number, const Columns& columns) {
  return database::to_hex(database::row_mark(
      ring, "casework_matters",
      {number, std::to_string(columns.due), columns.owner, std::to_string(columns.wakes), columns.body}));
}

std::unexpected<Error> of_matter(std::string code, std::string_view number, const Sentence& sentence) {
  return fail({Fault::system,
               std::move(code),
               fmt::format("{}: {}", number, sentence.english),
               {},
               fmt::format("{}：{}", number, sentence.chinese)});
}

std::unexpected<Error> damaged(std::string_view number) {
  return of_matter("damaged_matter", number,
                   {"the stored matter is not as it was written; restore it from a backup",
                    "存储的事项与写入时不一致；请从备份恢复"});
}

const FieldValue* held_in(const Matter* matter, const std::string& field) {
  if (matter == nullptr) return nullptr;
  const auto found = matter->fields.find(field);
  return found == matter->fields.end() ? nullptr : &found->second;
}

}  // namespace

bool is_sealed(const workflow::Field& field) { return field.is_personal || !field.visible_to.empty(); }

const workflow::Kind& MatterRows::kind_of(const Matter& matter) const {
  const workflow::Kind* kind = kinds_.find(matter.kind, matter.version);
  CHECK_NOTE(kind != nullptr, matter.kind);
  return *kind;
}

Result<Matter> MatterRows::load(Transaction& transaction, std::string_view number) const {
  ASSIGN(const auto row,
         transaction.query_first(
             "select body, mark, kind, version, state, revision, due, due_owner, wakes, subject, "
             "region, opened from casework_matters where number = ?",
             {number},
             {Column::text, Column::text, Column::text, Column::number, Column::text, Column::number, Column::number,
              Column::text, Column::number, Column::text, Column::text, Column::number}));
  if (!row)
    return input_error("no_matter", Sentence{fmt::format("there is no matter {}; check its number", number),
                                             fmt::format("没有事项 {}；请核对编号", number)});
  if (mark_of(ring_, number, {row->number(6), row->text(7), row->number(8), row->text(0)}) != row->text(1))
    return damaged(number);
  auto read = read_matter(row->text(0));
  if (!read) return damaged(number);
  Matter& matter = *read;
  if (matter.number != number || matter.kind != row->text(2) || matter.version != row->number(3) ||
      matter.state != row->text(4) || std::cmp_not_equal(matter.revision, row->number(5)) ||
      matter.subject != row->text(9) || matter.region != row->text(10) || matter.opened != row->number(11))
    return damaged(number);
  const workflow::Kind* kind = kinds_.find(matter.kind, matter.version);
  if (kind == nullptr)
    return of_matter(
        "unknown_version", number,
        {fmt::format("it runs by version {} of {}, whose file is not here; put it back, or migrate", matter.version,
                     matter.kind),
         fmt::format("按 {} 第 {} 版运行，但缺少该版文件；请放回，或迁移事项", matter.kind, matter.version)});
  ASSIGN(const auto cells, transaction.query("select field, sealed from casework_cells where number = ?", {number},
                                             {Column::text, Column::bytes}));
  for (const database::Row& cell : cells) {
    const auto held = matter.fields.find(cell.text(0));
    if (held == matter.fields.end() || !held->second.is_nothing()) return damaged(number);
    ASSIGN(std::string clear, database::open_cell(ring_, cell_name(number, cell.text(0)), cell.bytes(1)));
    auto value = read_value(clear);
    database::wipe(clear);
    if (!value || value->is_nothing()) return damaged(number);
    held->second = std::move(*value);
  }
  for (const auto& [name, value] : matter.fields) {
    if (value.is_nothing()) return damaged(number);
  }
  return read;
}

Status MatterRows::insert(Transaction& transaction, const Matter& matter) const {
  const Columns columns = columns_of(kind_of(matter), calendar_, matter);
  TRY(transaction.execute(
      "insert into casework_matters (number, kind, version, state, subject, region, opened, due, due_owner, wakes, "
      "revision, body, mark) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {matter.number, matter.kind, matter.version, matter.state, matter.subject, matter.region, matter.opened,
       columns.due, columns.owner, columns.wakes, static_cast<std::int64_t>(matter.revision), columns.body,
       mark_of(ring_, matter.number, columns)}));
  TRY(write_people(transaction, matter));
  return write_cells(transaction, nullptr, matter);
}

Status MatterRows::update(Transaction& transaction, const Matter& before, const Matter& now) const {
  CHECK(before.number == now.number);
  const Columns columns = columns_of(kind_of(now), calendar_, now);
  ASSIGN(
      const std::int64_t rows,
      transaction.execute(
          "update casework_matters set version = ?, state = ?, due = ?, due_owner = ?, wakes = ?, "
          "revision = ?, body = ?, mark = ? where number = ? and revision = ?",
          {now.version, now.state, columns.due, columns.owner, columns.wakes, static_cast<std::int64_t>(now.revision),
           columns.body, mark_of(ring_, now.number, columns), now.number, static_cast<std::int64_t>(before.revision)}));
  if (rows != 1)
    return of_matter("matter_changed", now.number,
                     {"somebody changed it meanwhile; read it again", "已被他人修改；请重新读取"});
  if (now.people != before.people) {
    TRY(transaction.execute("delete from casework_people where number = ?", {now.number}));
    TRY(write_people(transaction, now));
  }
  return write_cells(transaction, &before, now);
}

Status MatterRows::write_people(Transaction& transaction, const Matter& matter) const {
  for (const auto& [part, people] : matter.people) {
    for (const std::string& person : people) {
      TRY(transaction.execute("insert into casework_people (number, part, person) values (?, ?, ?)",
                              {matter.number, part, person}));
    }
  }
  return {};
}

Status MatterRows::write_cells(Transaction& transaction, const Matter* before, const Matter& now) const {
  // A migration can rename and unseal fields, so what was sealed before is asked by the kind of before.
  if (before != nullptr) {
    const workflow::Kind& kind = kind_of(now);
    for (const workflow::Field& field : kind_of(*before).fields) {
      const auto still = workflow::find_named(kind.fields, field.name);
      const bool stays = still && is_sealed(kind.fields[*still]) && held_in(&now, field.name) != nullptr;
      if (!is_sealed(field) || held_in(before, field.name) == nullptr || stays) continue;
      TRY(transaction.execute("delete from casework_cells where cell = ?", {cell_name(now.number, field.name).row}));
    }
  }
  for (const workflow::Field& field : kind_of(now).fields) {
    const FieldValue* value = held_in(&now, field.name);
    const FieldValue* was = held_in(before, field.name);
    const bool stands_so = value != nullptr && was != nullptr && *value == *was && before->version == now.version;
    if (!is_sealed(field) || value == nullptr || stands_so) continue;
    TRY(write_cell(transaction, now, field, *value));
  }
  return {};
}

Status MatterRows::write_cell(Transaction& transaction, const Matter& matter, const workflow::Field& field,
                              const FieldValue& value) const {
  const database::CellName cell = cell_name(matter.number, field.name);
  std::string clear = write_value(value);
  const Bytes sealed{database::seal_cell(ring_, cell, clear)};
  database::wipe(clear);
  Parameter blind = nullptr;
  if (const auto personal = searched_as(field))
    blind = Bytes{database::blind_index(ring_, kCells, matter.kind + "." + field.name, *personal, value.text())};
  TRY(transaction.execute("delete from casework_cells where cell = ?", {cell.row}));
  TRY(transaction.execute("insert into casework_cells (cell, number, field, sealed, blind) values (?, ?, ?, ?, ?)",
                          {cell.row, matter.number, field.name, sealed, blind}));
  return {};
}

Status MatterRows::verify(Transaction& transaction, const std::string& number) const {
  ASSIGN(const Matter matter, load(transaction, number));
  ASSIGN(const auto rows,
         transaction.query("select part, person from casework_people where number = ? order by part, person", {number},
                           {Column::text, Column::text}));
  std::vector<std::pair<std::string, std::string>> kept;
  std::vector<std::pair<std::string, std::string>> wanted;
  for (const database::Row& row : rows) kept.emplace_back(row.text(0), row.text(1));
  for (const auto& [part, people] : matter.people) {
    for (const std::string& person : people) wanted.emplace_back(part, person);
  }
  std::ranges::sort(wanted);
  if (kept != wanted) return damaged(number);
  return {};
}

Result<std::vector<std::string>> MatterRows::find_personal(Transaction& transaction, std::string_view kind,
                                                           std::string_view field, std::string_view text) const {
  const workflow::Kind* newest = kinds_.newest(kind);
  const auto number = newest == nullptr ? std::nullopt : workflow::find_named(newest->fields, field);
  const auto personal = number ? searched_as(newest->fields[*number]) : std::nullopt;
  if (!personal)
    return input_error("unknown_field",
                       Sentence{fmt::format("{} of {} is no personal field of text or person", field, kind),
                                fmt::format("{} 的 {} 不是文本或人员类的个人信息字段", kind, field)});
  const Bytes blind{database::blind_index(ring_, kCells, fmt::format("{}.{}", kind, field), *personal, text)};
  ASSIGN(const auto rows,
         transaction.query("select number from casework_cells where blind = ? order by number limit 1000", {blind},
                           {Column::text}));
  std::vector<std::string> numbers;
  for (const database::Row& row : rows) numbers.push_back(row.text(0));
  return numbers;
}

}  // namespace qiuhao::casework
