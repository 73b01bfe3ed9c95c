// One content is one file, so a file goes only when every row that names it is of a matter that was disposed of.
#include "documents/disposed.h"

#include <fmt/format.h>

#include "documents/archive_rows.h"

namespace qiuhao::documents {
namespace {

using database::Transaction;
using Column = database::Kind;

// Every row that names a file, with its matter.
constexpr std::string_view kFiles =
    "select number as matter, hash from documents_attachments union all select matter, content as hash from "
    "documents_papers union all select matter, page as hash from documents_papers union all select p.matter, r.hash "
    "from documents_prints r join documents_papers p on p.serial = r.serial union all select p.matter, s.page as hash "
    "from documents_signatures s join documents_papers p on p.serial = s.paper union all select p.matter, r.hash from "
    "documents_signed_prints r join documents_signatures s on s.serial = r.serial join documents_papers p on p.serial "
    "= s.paper union all select matter, hash from documents_archives";

Result<bool> is_needed(database::Database& database, std::string_view hash) {
  bool needed = false;
  TRY(database.read([&](Transaction& transaction) -> Status {
    ASSIGN(const auto row,
           transaction.query_first(
               fmt::format("select f.matter from ({}) f where f.hash = ? and not exists (select 1 from "
                           "documents_disposals d join documents_archives a on a.serial = d.archive where a.matter = "
                           "f.matter and d.decision = 1)",
                           kFiles),
               {hash}, {Column::text}));
    needed = row.has_value();
    return {};
  }));
  return needed;
}

// Whoever writes a row after the first look puts the file there again once the row stands, and whoever wrote it before
// the second look is seen by that.
Result<bool> take_away(database::Database& database, const EvidenceFiles& files, std::string_view hash,
                       TakenAway& taken) {
  ASSIGN(bool is_kept, is_needed(database, hash));
  if (is_kept) return false;
  const auto bytes = files.set_aside(hash);
  if (!bytes) return true;
  const auto again = is_needed(database, hash);
  if (!again || *again) files.put_back(hash);
  if (!again) return fail(again.error());
  if (*again) return false;
  files.forget(hash);
  ++taken.files;
  taken.bytes += static_cast<std::int64_t>(*bytes);
  return true;
}

}  // namespace

Result<bool> is_disposed(Transaction& transaction, const database::KeyRing& ring, std::string_view matter) {
  ASSIGN(const auto records, disposals_where(transaction, ring, "a.matter = ? and d.decision = 1", {matter}));
  return !records.empty();
}

Error was_disposed(std::string_view name) {
  return {Fault::input,
          "was_disposed",
          fmt::format("{}: its matter was disposed of after its term; its hash is kept, the file is not", name),
          {},
          fmt::format("{}：所属案卷保管期满已销毁；仅存摘要，文件已删除", name)};
}

Result<std::string> read_file_of(const EvidenceFiles& files, std::string_view hash, database::Database& database,
                                 const database::KeyRing& ring, std::string_view matter) {
  auto bytes = files.read(hash);
  if (bytes || bytes.error().code != "missing_file") return bytes;
  bool disposed = false;
  TRY(database.read([&](Transaction& transaction) -> Status {
    ASSIGN(disposed, is_disposed(transaction, ring, matter));
    return {};
  }));
  return disposed ? fail(was_disposed(matter)) : std::move(bytes);
}

Result<TakenAway> take_files_of(database::Database& database, const EvidenceFiles& files, std::string_view matter) {
  Transaction::Rows rows;
  TRY(database.read([&](Transaction& transaction) -> Status {
    ASSIGN(rows, transaction.query(fmt::format("select distinct f.hash from ({}) f where f.matter = ?", kFiles),
                                   {matter}, {Column::text}));
    return {};
  }));
  TakenAway taken;
  for (const database::Row& row : rows) {
    if (!files.is_there(row.text(0))) continue;
    ASSIGN(const bool is_gone, take_away(database, files, row.text(0), taken));
    if (!is_gone) ++taken.shared;
  }
  return taken;
}

Status settle_set_aside(database::Database& database, const EvidenceFiles& files) {
  for (const std::string& hash : files.set_aside_before()) {
    ASSIGN(const bool needed, is_needed(database, hash));
    if (needed)
      files.put_back(hash);
    else
      files.forget(hash);
  }
  return {};
}

}  // namespace qiuhao::documents
