// Numbered changes to the tables of a component, each done once, in order, whole or not at all.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "database/database.h"

namespace qiuhao::database {

// One change. Its statements are SQL of both engines, in which these words stand for the engine's own:
//
//   {number}  a column of int64          {bytes}   a column of bytes
//   {text}    a column of text, ordered  {key}     a number that the database gives, the table's primary key
//             by its bytes               {strict}  behind `create table (…)`: refuses values of another kind
struct Migration {
  int number = 0;         // 1, 2, 3, … without gaps
  std::string_view note;  // what it is for; may be reworded later
  std::vector<std::string_view> statements;
  std::string_view after_check;  // counts what is wrong after it, so that 0 is well; "" for none
};

// Brings a component's tables to the last number of `list`; gives how many changes were done. Safe when several
// processes do it at once. Errors: "migration_changed" (one that was done differs from the list's), "database_newer"
// (it has numbers that the list does not know), "migration_missing" (one was skipped), "migration_check_failed"; and
// those of statements. What failed leaves the database as it was before that change.
Result<int> migrate(Database& database, std::string_view component, std::span<const Migration> list);

// A statement of a migration in the words of an engine.
std::string in_words_of(Engine engine, std::string_view sql);

}  // namespace qiuhao::database
