// Rows of signatures on papers. A row counts only with its mark.
#include <fmt/format.h>

#include "documents/paper_rows.h"
#include "documents/tables.h"

namespace qiuhao::documents {
namespace {

using database::Bytes;
using database::Transaction;
using Column = database::Kind;

std::string mark_of(const database::KeyRing& ring, const SignatureRow& row) {
  return row_mark(ring, "documents_signatures",
                  {std::to_string(row.serial), row.paper, std::to_string(row.place), row.drawn, row.page, row.who,
                   std::to_string(row.at)});
}

}  // namespace

Result<std::vector<SignatureRow>> signatures_of(Transaction& transaction, const database::KeyRing& ring,
                                                std::string_view paper) {
  ASSIGN(const auto rows,
         transaction.query("select serial, place, drawn, page, who, at, mark from documents_signatures where paper = ? "
                           "order by serial",
                           {paper_serial(paper).value()},
                           {Column::number, Column::number, Column::text, Column::text, Column::text, Column::number,
                            Column::bytes}));
  std::vector<SignatureRow> all;
  for (const database::Row& row : rows) {
    SignatureRow read{row.number(0), std::string(paper), static_cast<int>(row.number(1)), row.text(2), row.text(3),
                      row.text(4),   row.number(5)};
    if (!database::is_equal_in_constant_time(mark_of(ring, read), row.bytes(6)))
      return fail({Fault::system,
                   "damaged_paper",
                   fmt::format("{}: a signature's row is not as it was written; restore it from a backup", paper),
                   {},
                   fmt::format("{}：签名记录与写入时不一致；请从备份恢复", paper)});
    all.push_back(std::move(read));
  }
  return all;
}

Status insert_signature(Transaction& transaction, const database::KeyRing& ring, SignatureRow& row) {
  ASSIGN(const auto last,
         transaction.query("select coalesce(max(serial), 0) + 1 from documents_signatures", {}, {Column::number}));
  row.serial = last.at(0).number(0);
  TRY(transaction.execute(
      "insert into documents_signatures (serial, paper, place, drawn, page, who, at, mark) values (?, ?, ?, ?, ?, ?, "
      "?, ?)",
      {row.serial, paper_serial(row.paper).value(), row.place, row.drawn, row.page, row.who, row.at,
       Bytes{mark_of(ring, row)}}));
  return {};
}

}  // namespace qiuhao::documents
