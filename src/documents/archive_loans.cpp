// Loans, and disposal by two people.
#include <fmt/format.h>

#include <filesystem>

#include "documents/archive.h"
#include "documents/archive_rows.h"

namespace qiuhao::documents {
namespace {

using database::Transaction;

constexpr int kArchivesMost = 50'000;

std::unexpected<Error> wrong(std::string code, Sentence sentence) {
  return input_error(std::move(code), std::move(sentence));
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

Result<Loan> ArchiveStore::lend(std::string_view number, const std::string& borrower, const std::string& why, Day due,
                                const Clerk& clerk) const {
  const Day today = day_of(clerk.at);
  Loan loan{0, std::string(number), borrower, why, clerk.id, today, due};
  TRY(desk_->database.write([&](Transaction& transaction) -> Status {
    ASSIGN(const ArchiveRow row, archive_named(transaction, desk_->ring, number));
    TRY(may_leave(transaction, row));
    if (due < today || due > today + rules_->loan_days_most)
      return wrong("bad_due", {fmt::format("it is to be back within {} days", rules_->loan_days_most),
                               fmt::format("应在 {} 日内归还", rules_->loan_days_most)});
    TRY(insert_loan(transaction, desk_->ring, row.serial, loan));
    return tell(transaction, "archive_lent", row.archived, clerk,
                fmt::format(R"({{"loan":{},"due":"{}"}})", loan.serial, format_day(due)), why);
  }));
  return loan;
}

Status ArchiveStore::give_back(std::int64_t serial, const Clerk& clerk) const {
  return desk_->database.write([&](Transaction& transaction) -> Status {
    ASSIGN(auto out, loans_where(transaction, desk_->ring, "l.serial = ? and l.returned_on is null", {serial}));
    if (out.empty())
      return wrong("no_loan", {fmt::format("there is no loan {} that is out", serial),
                               fmt::format("没有未归还的借阅 {}", serial)});
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

Result<std::vector<Loan>> ArchiveStore::overdue(Day today) const {
  std::vector<Loan> all;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(all, loans_where(transaction, desk_->ring, "l.returned_on is null and l.due < ?", {today}));
    return {};
  }));
  return all;
}

Result<DisposalRecord> ArchiveStore::propose_disposal(std::string_view number, const std::string& why,
                                                      const Clerk& clerk) const {
  const Day today = day_of(clerk.at);
  DisposalRecord record{0, std::string(number), why, clerk.id, today};
  TRY(desk_->database.write([&](Transaction& transaction) -> Status {
    ASSIGN(const ArchiveRow row, archive_named(transaction, desk_->ring, number));
    TRY(may_leave(transaction, row));
    const Day until = row.archived.until;
    if (until == kNoDay || today <= until)
      return wrong("term_not_over", {until == kNoDay ? "it is kept for ever" : "it is kept until " + format_day(until),
                                     until == kNoDay ? "该案卷永久保管" : "保管期限至 " + format_day(until)});
    ASSIGN(const auto waiting,
           disposals_where(transaction, desk_->ring, "d.archive = ? and d.decision = 0", {row.serial}));
    if (!waiting.empty())
      return wrong("proposed_already", {"its disposal is proposed already", "已提出销毁，等待审批"});
    TRY(insert_disposal(transaction, desk_->ring, row.serial, record));
    return tell(transaction, "disposal_proposed", row.archived, clerk,
                fmt::format(R"({{"disposal":{}}})", record.serial), why);
  }));
  return record;
}

Status ArchiveStore::decide_disposal(std::int64_t serial, bool approves, const Clerk& clerk) const {
  TRY(desk_->database.write([&](Transaction& transaction) -> Status {
    ASSIGN(auto waiting, disposals_where(transaction, desk_->ring, "d.serial = ? and d.decision = 0", {serial}));
    if (waiting.empty())
      return wrong("no_proposal", {fmt::format("there is no proposal {} that waits", serial),
                                   fmt::format("没有待审批的销毁申请 {}", serial)});
    DisposalRecord& record = waiting[0];
    if (record.proposed_by == clerk.id)
      return wrong("same_person_may_not", {"who proposed it may not decide on it", "提出人不得自己审批"});
    ASSIGN(const ArchiveRow row, archive_named(transaction, desk_->ring, record.archive));
    if (approves) TRY(may_leave(transaction, row));
    record.decision = approves ? Disposal::approved : Disposal::refused;
    record.decided_by = clerk.id;
    record.decided_on = day_of(clerk.at);
    TRY(update_disposal(transaction, desk_->ring, record));
    return tell(transaction, approves ? "disposal_approved" : "disposal_refused", row.archived, clerk,
                fmt::format(R"({{"disposal":{}}})", serial));
  }));
  return take_away_disposed();
}

Result<std::vector<DisposalRecord>> ArchiveStore::disposals(Disposal decision) const {
  std::vector<DisposalRecord> all;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(all, disposals_where(transaction, desk_->ring, "d.decision = ?", {static_cast<int>(decision)}));
    return {};
  }));
  return all;
}

// After the decision stands, so that a program that dies between leaves a file too many, which goes the next time.
Status ArchiveStore::take_away_disposed() const {
  std::vector<ArchiveRow> rows;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(rows, archives_where(transaction, desk_->ring,
                                "exists (select 1 from documents_disposals d where d.archive = a.serial and d.decision "
                                "= 1)",
                                {}, kArchivesMost));
    return {};
  }));
  std::error_code ignored;
  for (const ArchiveRow& row : rows) std::filesystem::remove(files_.path_of(row.archived.hash), ignored);
  return {};
}

}  // namespace qiuhao::documents
