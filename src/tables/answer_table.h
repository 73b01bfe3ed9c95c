// The answer of one database as a table of another: what somebody's statement gave, in a database that may only read,
// is written out by one that runs our statements alone.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "tables/engine.h"

namespace qiuhao::tables {

// What went wrong in the first database while the second read from it.
struct AnswerTrouble {
  std::optional<Error> error;
};

// Names a table function whose columns are c0, c1, … with the answer's types. It can be read once. The database that
// gave the answer must outlive the reading. When a statement over it fails, look at the trouble first.
Result<std::shared_ptr<const AnswerTrouble>> add_answer(Engine& engine, const std::string& name, Answer answer);

}  // namespace qiuhao::tables
