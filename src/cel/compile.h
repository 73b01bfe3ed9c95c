// Compiling a part of a larger text; compile() in cel.h takes a whole one.
#pragma once

#include "cel/cel.h"
#include "cel/lexer/source.h"

namespace qiuhao::cel {

// Limits and encoding of a text; to be asked before the parser sees it. Errors: too_large, bad_encoding.
Status check_text(const Source& source);

// Compiles the bytes [begin, end) of a source whose text has passed check_text.
Result<Program> compile_part(const Source& source, std::uint32_t begin, std::uint32_t end,
                             const Environment& environment, const Type& wanted, const CompileOptions& options = {});

}  // namespace qiuhao::cel
