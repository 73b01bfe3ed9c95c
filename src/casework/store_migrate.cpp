// Matters carried into newer versions of their kind, some in each transaction.
#include <fmt/format.h>

#include "casework/store.h"
#include "workflow/migrate.h"

namespace qiuhao::casework {
namespace {

using database::Transaction;
using workflow::Kind;
using workflow::Matter;

// The version after this one that says how its matters are carried over; null when there is none.
const Kind* next_version(const Kinds& kinds, const Kind& kind, int newest) {
  for (int version = kind.version + 1; version <= newest; ++version) {
    const Kind* next = kinds.find(kind.name, version);
    if (next != nullptr && next->migration && next->migration->from_version == kind.version) return next;
  }
  return nullptr;
}

}  // namespace

Result<Migrated> MatterStore::migrate_matters(const std::string& kind, const std::string& who, const Origin& origin,
                                              Seconds now) const {
  const Kind* newest = kinds_->newest(kind);
  if (newest == nullptr)
    return input_error("unknown_kind",
                       Sentence{fmt::format("there is no workflow {}", kind), fmt::format("没有流程 {}", kind)});
  Migrated all;
  std::string last;
  for (bool is_over = false; !is_over;) {
    Migrated part;
    std::string end;
    TRY(database_->write([&](Transaction& transaction) -> Status {
      part = {};
      ASSIGN(const auto rows,
             transaction.query("select number from casework_matters where kind = ? and version < ? and number > ? "
                               "order by number limit ?",
                               {kind, newest->version, last, static_cast<std::int64_t>(kActsAtOnce)},
                               {database::Kind::text}));
      is_over = rows.empty();
      for (const database::Row& row : rows) {
        TRY(migrate_in(transaction, row.text(0), who, origin, now, part));
        end = row.text(0);
      }
      return {};
    }));
    last = end;
    all.changed += part.changed;
    all.left += part.left;
    all.errors.insert(all.errors.end(), part.errors.begin(), part.errors.end());
  }
  return all;
}

Status MatterStore::migrate_in(Transaction& transaction, const std::string& number, const std::string& who,
                               const Origin& origin, Seconds now, Migrated& migrated) const {
  auto before = rows_.load(transaction, number);
  if (!before) {
    migrated.errors.push_back(std::move(before).error());
    return {};
  }
  Matter matter = *before;
  const int newest = kinds_->newest(matter.kind)->version;
  const Kind* kind = kinds_->find(matter.kind, matter.version);
  while (const Kind* next = next_version(*kinds_, *kind, newest)) {
    auto moved = workflow::migrate(*kind, *next, matter, now);
    if (!moved) {
      migrated.errors.push_back(std::move(moved).error());
      return {};
    }
    matter = std::move(*moved);
    kind = next;
  }
  if (matter.version == before->version) {
    ++migrated.left;
    return {};
  }
  TRY(rows_.update(transaction, *before, matter));
  TRY(trail_->append(transaction,
                     database::Act{now * database::kMicrosASecond, who, origin.where_from, matter.kind + ".migrate",
                                   number, fmt::format("v{} {}", before->version, before->state),
                                   fmt::format("v{} {}", matter.version, matter.state), std::nullopt,
                                   origin.request.empty() ? std::nullopt : std::optional(origin.request)}));
  ++migrated.changed;
  return {};
}

}  // namespace qiuhao::casework
