// Rows of requests for loans. A row counts only with its mark.
#include <fmt/format.h>

#include "documents/archive_rows.h"
#include "documents/tables.h"

namespace qiuhao::documents {
namespace {

using database::Bytes;
using database::KeyRing;
using database::Row;
using database::Transaction;
using Column = database::Kind;

constexpr std::int64_t kRequestsMost = 10'000;

std::string mark_of(const KeyRing& ring, const LoanRequest& request) {
  return row_mark(
      ring, "documents_loan_requests",
      {std::to_string(request.serial), request.archive, request.borrower, request.why, std::to_string(request.asked_on),
       std::to_string(request.due), std::to_string(static_cast<int>(request.decision)), request.decided_by,
       std::to_string(request.decided_on), std::to_string(request.loan)});
}

}  // namespace

Result<std::vector<LoanRequest>> loan_requests_where(Transaction& transaction, const KeyRing& ring,
                                                     std::string_view condition,
                                                     const std::vector<database::Parameter>& values) {
  const std::vector<Column> kinds = {Column::number, Column::text,   Column::text,   Column::text,
                                     Column::number, Column::number, Column::number, Column::text,
                                     Column::number, Column::number, Column::bytes};
  std::vector<database::Parameter> all_values = values;
  all_values.emplace_back(kRequestsMost);
  ASSIGN(const auto rows,
         transaction.query(
             fmt::format("select q.serial, a.number, q.borrower, q.why, q.asked_on, q.due, q.decision, q.decided_by, "
                         "q.decided_on, q.loan, q.mark from documents_loan_requests q join documents_archives a on "
                         "a.serial = q.archive where {} order by q.serial limit ?",
                         condition),
             all_values, kinds));
  std::vector<LoanRequest> all;
  for (const Row& row : rows) {
    LoanRequest read{row.number(0),
                     row.text(1),
                     row.text(2),
                     row.text(3),
                     static_cast<Day>(row.number(4)),
                     static_cast<Day>(row.number(5)),
                     static_cast<Decided>(row.number(6)),
                     row.optional_text(7).value_or(""),
                     row.is_absent(8) ? kNoDay : static_cast<Day>(row.number(8)),
                     row.optional_number(9).value_or(0)};
    if (!database::is_equal_in_constant_time(mark_of(ring, read), row.bytes(10)))
      return fail(
          {Fault::system,
           "damaged_archive",
           fmt::format("{}: request {} is not as it was written; restore it from a backup", read.archive, read.serial),
           {},
           fmt::format("{}：借阅申请 {} 与写入时不一致；请从备份恢复", read.archive, read.serial)});
    all.push_back(std::move(read));
  }
  return all;
}

Status insert_loan_request(Transaction& transaction, const KeyRing& ring, std::int64_t archive, LoanRequest& request) {
  ASSIGN(const auto last,
         transaction.query("select coalesce(max(serial), 0) + 1 from documents_loan_requests", {}, {Column::number}));
  request.serial = last.at(0).number(0);
  TRY(transaction.execute(
      "insert into documents_loan_requests (serial, archive, borrower, why, asked_on, due, decision, mark) values (?, "
      "?, ?, ?, ?, ?, ?, ?)",
      {request.serial, archive, request.borrower, request.why, request.asked_on, request.due,
       static_cast<int>(request.decision), Bytes{mark_of(ring, request)}}));
  return {};
}

Status update_loan_request(Transaction& transaction, const KeyRing& ring, const LoanRequest& request) {
  const std::optional<std::int64_t> loan = request.loan == 0 ? std::nullopt : std::optional(request.loan);
  TRY(transaction.execute(
      "update documents_loan_requests set decision = ?, decided_by = ?, decided_on = ?, loan = ?, mark = ? where "
      "serial = ?",
      {static_cast<int>(request.decision), request.decided_by, request.decided_on, loan, Bytes{mark_of(ring, request)},
       request.serial}));
  return {};
}

}  // namespace qiuhao::documents
