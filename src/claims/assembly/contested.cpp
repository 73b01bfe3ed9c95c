// Two passes: hashes of keys and people find the suspects exactly enough to miss none; SQL then decides about those.
#include "claims/assembly/contested.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "claims/assemble.h"

namespace qiuhao::claims::assembly {
namespace {

struct KeyOfPerson {
  std::uint64_t key = 0;
  std::uint64_t person = 0;
  auto operator<=>(const KeyOfPerson&) const = default;
};

// Hashes of keys that have two hashes of people, among the keys of one pass.
Result<std::vector<std::uint64_t>> suspects_of(tables::Engine& engine, const std::string& relation, std::int64_t passes,
                                               std::int64_t pass, std::int64_t rows) {
  const std::string chosen = passes == 1 ? "" : fmt::format(" AND hash(id) % {} = {}", passes, pass);
  ASSIGN(tables::Answer answer, engine.query(fmt::format("SELECT hash(id), hash(_person) FROM {} WHERE _person IS NOT "
                                                         "NULL{}",
                                                         relation, chosen)));
  std::vector<KeyOfPerson> keys;
  keys.reserve(static_cast<std::size_t>(rows / passes + rows / passes / 16 + 1024));
  while (true) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) break;
    const tables::Vector key = chunk.column(0);
    const tables::Vector person = chunk.column(1);
    for (std::size_t row = 0; row < chunk.rows(); ++row)
      keys.push_back({key.value<std::uint64_t>(row), person.value<std::uint64_t>(row)});
  }
  std::ranges::sort(keys);
  std::vector<std::uint64_t> suspects;
  for (std::size_t index = 1; index < keys.size(); ++index) {
    const bool contested = keys[index].key == keys[index - 1].key && keys[index].person != keys[index - 1].person;
    if (contested && (suspects.empty() || suspects.back() != keys[index].key)) suspects.push_back(keys[index].key);
  }
  return suspects;
}

}  // namespace

Result<ContestedKeys> find_contested(const Layout& layout, tables::Engine& engine, const StagedFiles& staged) {
  ContestedKeys winners;
  if (staged.files.empty()) return winners;
  ASSIGN(const std::string relation, staged_relation(layout, engine, staged.files));
  ASSIGN(const std::int64_t rows, staged_rows(engine, staged.files));
  const std::int64_t passes = rows / kKeysInMemory + 1;
  std::vector<std::uint64_t> suspects;
  for (std::int64_t pass = 0; pass < passes; ++pass) {
    ASSIGN(const auto found, suspects_of(engine, relation, passes, pass, rows));
    suspects.insert(suspects.end(), found.begin(), found.end());
  }
  if (suspects.empty()) return winners;
  if (static_cast<std::int64_t>(suspects.size()) > kMostContestedKeys) {
    return input_error(
        "contested_keys",
        fmt::format("{} rows of {} have a key that stands under several people; at most {} are expected: "
                    "check that the key column of the files is the right one",
                    suspects.size(), layout.table, kMostContestedKeys),
        {layout.table, 0, 0, layout.columns[layout.id].name});
  }
  ASSIGN(tables::Answer answer,
         engine.query(fmt::format("SELECT id, arg_max(_person, (coalesce(_updated, TIMESTAMP '0001-01-01'), _order)) "
                                  "FROM {} WHERE _person IS NOT NULL AND hash(id) IN (SELECT unnest([{}]::UBIGINT[])) "
                                  "GROUP BY id HAVING min(_person) <> max(_person)",
                                  relation, fmt::join(suspects, ","))));
  while (true) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) return winners;
    for (std::size_t row = 0; row < chunk.rows(); ++row)
      winners.emplace(chunk.column(0).text(row), chunk.column(1).text(row));
  }
}

}  // namespace qiuhao::claims::assembly
