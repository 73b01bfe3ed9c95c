// What DuckDB says of a file it cannot read, as a sentence with line and mend.
#pragma once

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::screening {

// Codes "not_utf8", "wrong_width", "open_quote", "no_parquet"; others keep their code and DuckDB's first line.
Error explain_read_error(Error error, const Path& file);

}  // namespace qiuhao::screening
