// Tokens to a tree, by precedence climbing over the grammar of CEL's language definition; macros are expanded on the
// way out (macros.h).
#pragma once

#include "base/result.h"
#include "cel/lexer/source.h"
#include "cel/parser/tree.h"

namespace qiuhao::cel {

// Parses the bytes [begin, end) of a source. Errors: syntax, too_deep, too_large and those of the lexer.
Result<NodePtr> parse(const Source& source, std::uint32_t begin, std::uint32_t end, bool expand_macros = true);

// The offset of the `}` that closes an expression beginning at `begin` inside a larger text; the size when none does.
Result<std::uint32_t> find_closing_brace(const Source& source, std::uint32_t begin);

}  // namespace qiuhao::cel
