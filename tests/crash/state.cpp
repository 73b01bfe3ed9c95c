// Digests over the rows that readers of a tape see.
#include "state.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/hash.h"
#include "claims/backup.h"
#include "claims/part_file.h"
#include "claims/reading.h"
#include "claims/registers.h"
#include "claims/tape.h"

namespace qiuhao::crash {
namespace {

using claims::Entity;
using claims::Link;
using claims::Part;
using claims::Range;

std::string value_text(const Column& column, RowIndex row) {
  if (!column.has(row)) return "-";
  if (column.storage == Storage::day) return fmt::format("{}", column.day(row));
  if (column.storage == Storage::number) return fmt::format("{}", column.number(row));
  return std::string(column.text(row));
}

std::string value_text(const Part& part, Entity entity, claims::FieldIndex field, RowIndex row) {
  const Column* column = part.column(entity, field);
  return column == nullptr ? "-" : value_text(*column, row);
}

std::string row_text(const claims::Schema& schema, const Part& part, Entity entity, RowIndex row, bool with_id) {
  std::string text;
  const auto& fields = schema.of(entity).fields;
  for (std::size_t field = 0; field < fields.size(); ++field) {
    if (entity == Entity::person && fields[field].name == "id" && !with_id) continue;
    text += value_text(part, entity, static_cast<claims::FieldIndex>(field), row) + ";";
  }
  return text + "\n";
}

std::string person_text(const claims::Schema& schema, const Part& part, RowIndex person, bool with_id) {
  struct Table {
    Link rows;
    Link visit;
    Entity entity;
  };
  static constexpr Table kTables[] = {{Link::person_lines, Link::line_visit, Entity::line},
                                      {Link::person_diagnoses, Link::diagnosis_visit, Entity::diagnosis},
                                      {Link::person_operations, Link::operation_visit, Entity::operation},
                                      {Link::person_settlements, Link::settlement_visit, Entity::settlement}};
  std::string text = row_text(schema, part, Entity::person, person, with_id);
  const Range visits = part.range(Link::person_visits, person);
  for (RowIndex visit = visits.begin; visit < visits.end; ++visit) {
    text += row_text(schema, part, Entity::visit, visit, with_id);
    text += row_text(schema, part, Entity::provider, part.link(Link::visit_provider, visit), with_id);
  }
  for (const Table& table : kTables) {
    const Range range = part.range(table.rows, person);
    for (RowIndex row = range.begin; row < range.end; ++row) {
      text += fmt::format("{} ", part.link(table.visit, row) - visits.begin);
      text += row_text(schema, part, table.entity, row, with_id);
    }
  }
  return text;
}

// Every field of every row of the registers.
Result<std::string> registers_text(const Path& workspace, const claims::Schema& schema) {
  std::string text;
  for (std::size_t number = 0; number < claims::kRegisters; ++number) {
    const auto table = static_cast<claims::Register>(number);
    ASSIGN(const claims::RegisterFile file, claims::find_register(workspace, table));
    if (!file.path.empty()) {
      ASSIGN(const Hash128 hash, claims::hash_file(file.path));
      if (hash != file.content)
        return system_error("damaged_register", "has a wrong hash", {file.path.string(), 0, 0, ""});
    }
    ASSIGN(const claims::RegisterRows rows, claims::load_register(schema, table, workspace));
    for (RowIndex row = 0; row < rows.rows(); ++row) {
      for (std::size_t index = 0; index < rows.schema().fields.size(); ++index)
        text += value_text(rows.column(static_cast<claims::FieldIndex>(index)), row) + ";";
    }
    text += fmt::format("{} rows\n", rows.rows());
  }
  return text;
}

// What a backup holds, whenever it was made.
std::string text_of(const claims::Backup& backup) {
  std::string text = fmt::format("generation {}\n", backup.generation);
  for (const claims::BackupFile& file : backup.files)
    text += fmt::format("{} {:o} {}\n", file.path, file.mode, file.hash.hex());
  return text;
}

// A list of a backup: each time it is made it gets another number.
bool is_backup_list(const std::string& name) { return name.starts_with("backups/backups/") && name.ends_with(".json"); }

}  // namespace

std::string State::text() const {
  return fmt::format("workspace {}, restored {}, {} backups", workspace, restored, backups.size());
}

Result<std::string> digest_of(const Path& workspace, const claims::Schema& schema) {
  const auto tape = claims::Tape::open(workspace, schema);
  if (!tape && tape.error().code == "no_tape") return "none";
  if (!tape) return std::unexpected(tape.error());
  const auto key = read_file(workspace / "secret" / "pseudonym.key", 4096);
  if (!key) return std::unexpected(key.error());
  for (const claims::PartEntry& entry : tape->manifest().parts) TRY(claims::verify_part(workspace / entry.file));
  std::vector<Hash128> people;
  for (const Part& part : tape->parts()) {
    for (RowIndex person = 0; person < part.rows(Entity::person); ++person) {
      if (!part.is_gone(person)) people.push_back(hash128(person_text(schema, part, person, *key == kKey)));
    }
  }
  std::ranges::sort(people);
  const std::string_view bytes(reinterpret_cast<const char*>(people.data()), people.size() * sizeof(Hash128));
  ASSIGN(const std::string registers, registers_text(workspace, schema));
  return fmt::format("{} people {}, registers {}", people.size(), hash128(bytes).hex(), hash128(registers).hex());
}

Result<State> state_of(const Path& folder, const claims::Schema& schema) {
  State state;
  ASSIGN(state.workspace, digest_of(folder / "workspace", schema));
  ASSIGN(state.restored, digest_of(folder / "restored", schema));
  std::error_code ignored;
  if (!std::filesystem::exists(folder / "backups" / "backups", ignored)) return state;
  ASSIGN(const std::vector<Error> damaged, claims::verify_backups(folder / "backups"));
  if (!damaged.empty()) return std::unexpected(damaged.front());
  ASSIGN(const claims::BackupList list, claims::list_backups(folder / "backups"));
  for (const claims::Backup& backup : list.whole) state.backups.insert(text_of(backup));
  return state;
}

std::set<std::string> names_below(const Path& folder) {
  std::set<std::string> names;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, ignored)) {
    const std::string name = entry.path().lexically_relative(folder).string();
    if (!entry.is_directory(ignored) && !is_backup_list(name)) names.insert(name);
  }
  return names;
}

}  // namespace qiuhao::crash
