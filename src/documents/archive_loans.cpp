// Loans: asked for by one, decided by another, read while they are out, brought back.
#include <fmt/format.h>

#include "documents/archive.h"
#include "documents/archive_rows.h"

namespace qiuhao::documents {
namespace {

using database::Transaction;

std::unexpected<Error> wrong(std::string code, Sentence sentence) {
  return input_error(std::move(code), std::move(sentence));
}

std::unexpected<Error> no_loan(std::int64_t serial) {
  return wrong("no_loan",
               {fmt::format("there is no loan {} that is out", serial), fmt::format("没有未归还的借阅 {}", serial)});
}

std::unexpected<Error> no_request(std::int64_t serial) {
  return wrong("no_request", {fmt::format("there is no request {} that waits", serial),
                              fmt::format("没有待审批的借阅申请 {}", serial)});
}

}  // namespace

// Whether it is there to be lent or disposed of.
Status ArchiveStore::may_leave(Transaction& transaction, const ArchiveRow& row) const {
  if (row.archived.is_disposed) return wrong("was_disposed", {"the case file was disposed of", "该案卷已销毁"});
  ASSIGN(const auto out,
         loans_where(transaction, desk_->ring, "l.archive = ? and l.returned_on is null", {row.serial}));
  if (out.empty()) return {};
  return wrong("lent_already", {fmt::format("it is lent to {} until {}", out[0].borrower, format_day(out[0].due)),
                                fmt::format("已借给 {}，应于 {} 前归还", out[0].borrower, format_day(out[0].due))});
}

Status ArchiveStore::check_due(Day due, Day today) const {
  if (due >= today && due <= today + rules_->loan_days_most) return {};
  return wrong("bad_due", {fmt::format("it is to be back within {} days", rules_->loan_days_most),
                           fmt::format("应在 {} 日内归还", rules_->loan_days_most)});
}

Result<LoanRequest> ArchiveStore::ask_loan(std::string_view number, const std::string& why, Day due,
                                           const Clerk& clerk) const {
  const Day today = day_of(clerk.at);
  LoanRequest request{0, std::string(number), clerk.id, why, today, due};
  TRY(desk_->database.write([&](Transaction& transaction) -> Status {
    ASSIGN(const ArchiveRow row, archive_named(transaction, desk_->ring, number));
    TRY(may_leave(transaction, row));
    TRY(check_due(due, today));
    ASSIGN(const auto waiting,
           loan_requests_where(transaction, desk_->ring, "q.archive = ? and q.borrower = ? and q.decision = 0",
                               {row.serial, clerk.id}));
    if (!waiting.empty()) return wrong("asked_already", {"you have asked for it already", "您已申请借阅，等待审批"});
    TRY(insert_loan_request(transaction, desk_->ring, row.serial, request));
    return tell(transaction, "loan_asked", row.archived, clerk,
                fmt::format(R"({{"request":{},"due":"{}"}})", request.serial, format_day(due)), why);
  }));
  return request;
}

Result<std::optional<Loan>> ArchiveStore::decide_loan(std::int64_t serial, bool approves, const Clerk& clerk) const {
  std::optional<Loan> lent;
  TRY(desk_->database.write([&](Transaction& transaction) -> Status {
    lent.reset();
    ASSIGN(auto waiting, loan_requests_where(transaction, desk_->ring, "q.serial = ? and q.decision = 0", {serial}));
    if (waiting.empty()) return no_request(serial);
    LoanRequest& request = waiting[0];
    if (request.borrower == clerk.id)
      return wrong("same_person_may_not", {"who asked for it may not decide on it", "申请人不得自己审批"});
    ASSIGN(const ArchiveRow row, archive_named(transaction, desk_->ring, request.archive));
    const Day today = day_of(clerk.at);
    if (approves) {
      TRY(may_leave(transaction, row));
      TRY(check_due(request.due, today));
      lent = Loan{0, request.archive, request.borrower, request.why, clerk.id, today, request.due};
      TRY(insert_loan(transaction, desk_->ring, row.serial, *lent));
      request.loan = lent->serial;
    }
    request.decision = approves ? Decided::approved : Decided::refused;
    request.decided_by = clerk.id;
    request.decided_on = today;
    TRY(update_loan_request(transaction, desk_->ring, request));
    return tell(transaction, approves ? "archive_lent" : "loan_refused", row.archived, clerk,
                approves ? fmt::format(R"({{"request":{},"loan":{},"borrower":"{}","due":"{}"}})", serial, lent->serial,
                                       lent->borrower, format_day(lent->due))
                         : fmt::format(R"({{"request":{}}})", serial),
                request.why);
  }));
  return lent;
}

Result<LoanRequest> ArchiveStore::find_request(std::int64_t serial) const {
  std::vector<LoanRequest> found;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(found, loan_requests_where(transaction, desk_->ring, "q.serial = ?", {serial}));
    return {};
  }));
  if (found.empty()) return no_request(serial);
  return std::move(found[0]);
}

Result<LentFile> ArchiveStore::read_lent(std::int64_t serial, const Clerk& clerk) const {
  LentFile read;
  const Day today = day_of(clerk.at);
  TRY(desk_->database.write([&](Transaction& transaction) -> Status {
    ASSIGN(const auto out, loans_where(transaction, desk_->ring, "l.serial = ? and l.returned_on is null", {serial}));
    if (out.empty() || out[0].borrower != clerk.id || out[0].due < today) return no_loan(serial);
    read.loan = out[0];
    ASSIGN(const ArchiveRow row, archive_named(transaction, desk_->ring, read.loan.archive));
    read.archived = row.archived;
    return tell(transaction, "archive_read", row.archived, clerk, fmt::format(R"({{"loan":{}}})", serial));
  }));
  ASSIGN(read.pdf, this->read(read.loan.archive));
  return read;
}

Status ArchiveStore::give_back(std::int64_t serial, const Clerk& clerk) const {
  return desk_->database.write([&](Transaction& transaction) -> Status {
    ASSIGN(auto out, loans_where(transaction, desk_->ring, "l.serial = ? and l.returned_on is null", {serial}));
    if (out.empty()) return no_loan(serial);
    Loan& loan = out[0];
    loan.returned_on = day_of(clerk.at);
    loan.returned_by = clerk.id;
    TRY(update_loan(transaction, desk_->ring, loan));
    ASSIGN(const ArchiveRow row, archive_named(transaction, desk_->ring, loan.archive));
    return tell(transaction, "archive_returned", row.archived, clerk, fmt::format(R"({{"loan":{}}})", serial));
  });
}

Result<std::vector<Loan>> ArchiveStore::loans(std::string_view number) const {
  std::vector<Loan> all;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(all, loans_where(transaction, desk_->ring, "a.number = ?", {number}));
    return {};
  }));
  return all;
}

Result<Loan> ArchiveStore::find_loan(std::int64_t serial) const {
  std::vector<Loan> found;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(found, loans_where(transaction, desk_->ring, "l.serial = ?", {serial}));
    return {};
  }));
  if (found.empty()) return no_loan(serial);
  return std::move(found[0]);
}

Result<std::vector<Loan>> ArchiveStore::loans_out() const {
  std::vector<Loan> all;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(all, loans_where(transaction, desk_->ring, "l.returned_on is null", {}));
    return {};
  }));
  return all;
}

Result<std::vector<LoanRequest>> ArchiveStore::loan_requests() const {
  std::vector<LoanRequest> all;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(all, loan_requests_where(transaction, desk_->ring, "q.decision = 0", {}));
    return {};
  }));
  return all;
}

Result<std::vector<Loan>> ArchiveStore::overdue(Day today) const {
  std::vector<Loan> all;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(all, loans_where(transaction, desk_->ring, "l.returned_on is null and l.due < ?", {today}));
    return {};
  }));
  return all;
}

}  // namespace qiuhao::documents
