// The end of the road for a failed CHECK.
#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace qiuhao {

void check_failed(const char* expression, const char* file, int line, std::string_view note) {
  std::fprintf(stderr, "%s:%d: our mistake: %s does not hold%s%.*s\n", file, line, expression, note.empty() ? "" : ": ",
               static_cast<int>(note.size()), note.data());
  std::abort();
}

}  // namespace qiuhao
