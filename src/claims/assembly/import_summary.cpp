// Sums over batches.
#include "claims/assembly/import_summary.h"

#include <functional>

#include "base/check.h"
#include "claims/reading/national_tables.h"

namespace qiuhao::claims::assembly {
namespace {

// What was read of a table over all batches.
TableSummary read_of(const Batches& batches, std::string name, const std::function<bool(std::string_view)>& is_of) {
  TableSummary table{std::move(name), 0, 0, 0, {}};
  for (const Batch& batch : batches.list) {
    for (const BatchFile& file : batch.files) {
      if (!is_of(file.table)) continue;
      table.read += file.read;
      table.rejected += file.rejected;
      table.dropped_invalid += file.dropped_invalid;
      table.counts.staged += file.staged;
    }
  }
  return table;
}

TableSummary of_tape(const Schema& schema, const Batches& batches, const AssembleOutcome& outcome, std::size_t index) {
  const std::string& name = schema.of(kAssembledEntities[index]).national_table;
  TableSummary table = read_of(batches, name, [&](std::string_view of) { return of == name; });
  const std::int64_t staged = table.counts.staged;
  table.counts = outcome.stored.counts[index];
  table.counts.staged = staged;
  // Rows that name nobody wait too.
  for (const StoredFile& file : outcome.stored.nobody[index])
    table.counts.waiting += static_cast<std::int64_t>(file.rows);
  return table;
}

TableSummary of_register(const Batches& batches, const StoredRegister& stored, Register of) {
  TableSummary table = read_of(batches, std::string(kRegisterNames[static_cast<std::size_t>(of)]),
                               [&](std::string_view name) { return register_of(name) == of; });
  table.counts.taken = static_cast<std::int64_t>(stored.rows);
  table.counts.dropped_equal = stored.equal;
  table.counts.dropped_older = stored.older;
  return table;
}

}  // namespace

std::optional<Register> register_of(std::string_view table) {
  for (const reading::NationalTable& known : reading::national_tables()) {
    if (known.name == table && known.is_register()) return std::get<Register>(known.of);
  }
  return std::nullopt;
}

std::size_t table_index(const Schema& schema, std::string_view table) {
  for (std::size_t index = 0; index < kAssembledTables; ++index) {
    if (schema.of(kAssembledEntities[index]).national_table == table) return index;
  }
  CHECK_NOTE(false, table);
}

std::vector<TableSummary> summaries_of(const Schema& schema, const Batches& batches, const AssembleOutcome& outcome,
                                       const StoredRegisters& registers) {
  std::vector<TableSummary> tables;
  for (std::size_t index = 0; index < kAssembledTables; ++index)
    tables.push_back(of_tape(schema, batches, outcome, index));
  for (std::size_t index = 0; index < kRegisters; ++index) {
    if (!registers[index].file.empty())
      tables.push_back(of_register(batches, registers[index], static_cast<Register>(index)));
  }
  // What was read is told by the reader, what became of it by assembling: no row may be lost between them.
  for (const TableSummary& table : tables)
    CHECK_NOTE(table.read == table.counts.taken + table.dropped() + table.rejected + table.counts.waiting, table.table);
  return tables;
}

}  // namespace qiuhao::claims::assembly
