// `qiuhao documents archive`, `find`, `borrow`, `lend`, `read`, `return`, `overdue`, `dispose` and `decide`.
#include <fmt/format.h>

#include "cli/documents_parts.h"
#include "cli/private_file.h"

namespace qiuhao::cli {
namespace {

using documents::Archived;
using documents::Loan;

constexpr int kFoundMost = 1'000;

Day today() { return day_of(database::now_micros() / database::kMicrosASecond); }

void tell(const DocumentsOptions& options, const Archived& one) {
  const std::string until = one.until == kNoDay ? options.say({"for ever", "永久"}) : format_day(one.until);
  fmt::print("{}  {}  {}  {}  {}{}\n", one.number, one.matter, one.title, format_day(one.closed), until,
             one.is_disposed ? options.say({"  disposed", "  已销毁"}) : "");
}

void tell(const Loan& loan) {
  fmt::print("{}  {}  {}  {}  {}\n", loan.serial, loan.archive, loan.borrower, format_day(loan.due), loan.why);
}

Result<bool> is_approved(const DocumentsOptions& options) {
  if (options.approve != options.refuse) return options.approve;
  return usage_error("which_decision", Sentence{"write --approve or --refuse", "请写 --approve 或 --refuse"});
}

// The case file of a number, for who may do the action where it is.
Result<Archived> archived_for(const DocumentsDesk& desk, const SignedIn& signed_in, std::string_view action,
                              const std::string& number, std::vector<std::string> done_before = {}) {
  ASSIGN(Archived archived, desk.archive->find(number));
  TRY(signed_in.require(action, archived.region, std::move(done_before), archived.subject));
  return archived;
}

}  // namespace

Result<int> archive_matter(const DocumentsOptions& options) {
  return as_clerk(options, [&](DocumentsDesk& desk, const SignedIn& signed_in) -> Status {
    ASSIGN(const workflow::Matter matter, matter_in_sight(desk, signed_in, options.number));
    TRY(signed_in.require("archive.keep", matter.region, {}, matter.subject));
    ASSIGN(const Archived archived, desk.archive->close(matter, *desk.papers, *desk.attachments, signed_in.clerk));
    tell(options, archived);
    return {};
  });
}

Result<int> find_archived(const DocumentsOptions& options) {
  documents::ArchiveFilter filter;
  filter.words = options.words;
  filter.kind = options.kind;
  if (!options.over_on.empty()) {
    ASSIGN(filter.over_on, parse_day(options.over_on));
  }
  return as_clerk(options, [&](DocumentsDesk& desk, const SignedIn& signed_in) -> Status {
    ASSIGN(const identity::Holder holder, signed_in.holder());
    for (const std::string& region : holder.regions_of(signed_in.users.policy, "archive.borrow", today()))
      filter.regions.emplace_back(identity::region_prefix(region));
    if (filter.regions.empty()) return signed_in.require("archive.borrow", holder.region);
    ASSIGN(const auto found, desk.archive->search(filter, kFoundMost));
    for (const Archived& one : found) tell(options, one);
    return {};
  });
}

Result<int> borrow_archived(const DocumentsOptions& options) {
  ASSIGN(const Day due, parse_day(options.due));
  return as_clerk(options, [&](DocumentsDesk& desk, const SignedIn& signed_in) -> Status {
    TRY(archived_for(desk, signed_in, "archive.borrow", options.number));
    ASSIGN(const auto request, desk.archive->ask_loan(options.number, options.why, due, signed_in.clerk));
    fmt::print("{}  {}\n", request.serial, request.archive);
    return {};
  });
}

Result<int> lend_archived(const DocumentsOptions& options) {
  ASSIGN(const bool approves, is_approved(options));
  return as_clerk(options, [&](DocumentsDesk& desk, const SignedIn& signed_in) -> Status {
    ASSIGN(const documents::LoanRequest request, desk.archive->find_request(options.serial));
    TRY(archived_for(desk, signed_in, "archive.lend", request.archive, {request.borrower}));
    ASSIGN(const auto loan, desk.archive->decide_loan(options.serial, approves, signed_in.clerk));
    if (loan) tell(*loan);
    return {};
  });
}

Result<int> read_archived(const DocumentsOptions& options) {
  return as_clerk(options, [&](DocumentsDesk& desk, const SignedIn& signed_in) -> Status {
    ASSIGN(const documents::LentFile lent, desk.archive->read_lent(options.serial, signed_in.clerk));
    return write_private_file(options.out, lent.pdf);
  });
}

Result<int> return_archived(const DocumentsOptions& options) {
  return as_clerk(options, [&](DocumentsDesk& desk, const SignedIn& signed_in) -> Status {
    ASSIGN(const Loan loan, desk.archive->find_loan(options.serial));
    if (loan.borrower != signed_in.clerk.id) TRY(archived_for(desk, signed_in, "archive.lend", loan.archive));
    return desk.archive->give_back(options.serial, signed_in.clerk);
  });
}

Result<int> list_overdue(const DocumentsOptions& options) {
  ASSIGN(const auto desk, open_documents(options));
  ASSIGN(const auto loans, desk->archive->overdue(today()));
  for (const Loan& loan : loans) tell(loan);
  return loans.empty() ? 0 : 1;
}

Result<int> propose_disposal(const DocumentsOptions& options) {
  return as_clerk(options, [&](DocumentsDesk& desk, const SignedIn& signed_in) -> Status {
    TRY(archived_for(desk, signed_in, "archive.propose_disposal", options.number));
    ASSIGN(const auto record, desk.archive->propose_disposal(options.number, options.why, signed_in.clerk));
    fmt::print("{}  {}\n", record.serial, record.archive);
    return {};
  });
}

Result<int> decide_disposal(const DocumentsOptions& options) {
  ASSIGN(const bool approves, is_approved(options));
  return as_clerk(options, [&](DocumentsDesk& desk, const SignedIn& signed_in) -> Status {
    ASSIGN(const documents::DisposalRecord record, desk.archive->find_disposal(options.serial));
    TRY(archived_for(desk, signed_in, "archive.dispose", record.archive, {record.proposed_by}));
    ASSIGN(const documents::TakenAway taken, desk.archive->decide_disposal(options.serial, approves, signed_in.clerk));
    if (!approves) return {};
    fmt::print("{}\n", options.say({fmt::format("{} files with {} bytes went; {} stay, for other matters use them",
                                                taken.files, taken.bytes, taken.shared),
                                    fmt::format("已删除 {} 个文件，共 {} 字节；另有 {} 个文件因其他事项使用而保留",
                                                taken.files, taken.bytes, taken.shared)}));
    return {};
  });
}

}  // namespace qiuhao::cli
