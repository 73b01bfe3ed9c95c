// Those of the environment, and the macros of the language.
#include "rules/function_docs.h"

#include <algorithm>

#include "cel/parser/macros.h"
#include "rules/world.h"

namespace qiuhao::rules {

std::vector<cel::FunctionDoc> formula_functions(const claims::Schema& schema) {
  std::vector<cel::FunctionDoc> docs = make_environment(schema, {}).functions();
  for (cel::FunctionDoc& macro : cel::macro_docs()) docs.push_back(std::move(macro));
  std::ranges::sort(docs, {}, &cel::FunctionDoc::name);
  return docs;
}

}  // namespace qiuhao::rules
