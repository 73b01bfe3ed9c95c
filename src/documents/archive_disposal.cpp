// Disposal by two people, and what is left of it: rows with hashes, no files.
#include <fmt/format.h>

#include "documents/archive.h"
#include "documents/archive_rows.h"

namespace qiuhao::documents {
namespace {

using database::Transaction;

std::unexpected<Error> wrong(std::string code, Sentence sentence) {
  return input_error(std::move(code), std::move(sentence));
}

}  // namespace

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

Result<TakenAway> ArchiveStore::decide_disposal(std::int64_t serial, bool approves, const Clerk& clerk) const {
  DisposalRecord decided;
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
    record.decision = approves ? Decided::approved : Decided::refused;
    record.decided_by = clerk.id;
    record.decided_on = day_of(clerk.at);
    TRY(update_disposal(transaction, desk_->ring, record));
    decided = record;
    return tell(transaction, approves ? "disposal_approved" : "disposal_refused", row.archived, clerk,
                fmt::format(R"({{"disposal":{}}})", serial));
  }));
  if (!approves) return TakenAway{};
  return take_away(decided);
}

Result<std::vector<DisposalRecord>> ArchiveStore::disposals(Decided decision) const {
  std::vector<DisposalRecord> all;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(all, disposals_where(transaction, desk_->ring, "d.decision = ?", {static_cast<int>(decision)}));
    return {};
  }));
  return all;
}

Result<DisposalRecord> ArchiveStore::find_disposal(std::int64_t serial) const {
  std::vector<DisposalRecord> found;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(found, disposals_where(transaction, desk_->ring, "d.serial = ?", {serial}));
    return {};
  }));
  if (!found.empty()) return std::move(found[0]);
  return wrong("no_proposal", {fmt::format("there is no proposal {}", serial), fmt::format("没有销毁申请 {}", serial)});
}

// After the decision stands, so that a program that dies between leaves files too many, which go the next time.
Result<TakenAway> ArchiveStore::take_away(const DisposalRecord& record) const {
  ASSIGN(const Archived archived, find(record.archive));
  ASSIGN(const TakenAway taken, take_files_of(desk_->database, files_, archived.matter));
  if (taken.files == 0) return taken;
  TRY(desk_->database.write([&](Transaction& transaction) -> Status {
    return tell(transaction, "files_disposed", archived, {record.decided_by, 0, "archive"},
                fmt::format(R"({{"disposal":{},"files":{},"bytes":{},"shared":{}}})", record.serial, taken.files,
                            taken.bytes, taken.shared));
  }));
  return taken;
}

Status ArchiveStore::take_away_disposed() const {
  TRY(settle_set_aside(desk_->database, files_));
  const auto approved = disposals(Decided::approved);
  if (!approved && approved.error().code == "damaged_archive") return {};  // verify() tells of it
  if (!approved) return fail(approved.error());
  for (const DisposalRecord& record : *approved) TRY(take_away(record));
  return {};
}

}  // namespace qiuhao::documents
