// What became of all that was ever read, table by table.
#pragma once

#include <optional>
#include <vector>

#include "claims/assembly/assembling.h"
#include "claims/assembly/batches.h"
#include "claims/import.h"

namespace qiuhao::claims::assembly {

// The register that a table of reading belongs to; nullopt for those of the tape.
std::optional<Register> register_of(std::string_view table);
// Its place in kAssembledEntities, of a table of the tape.
std::size_t table_index(const Schema& schema, std::string_view table);

// The tables of the tape, then the registers of which something was read. `batches` lists this import too.
std::vector<TableSummary> summaries_of(const Schema& schema, const Batches& batches, const AssembleOutcome& outcome,
                                       const StoredRegisters& registers);

}  // namespace qiuhao::claims::assembly
