// `qiuhao documents archive`, `find`, `lend`, `return`, `overdue`, `dispose` and `decide`.
#include <fmt/format.h>

#include "cli/documents_parts.h"

namespace qiuhao::cli {
namespace {

using documents::Archived;
using documents::Clerk;
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

}  // namespace

Result<int> archive_matter(const DocumentsOptions& options) {
  return as_clerk(options, [&](DocumentsDesk& desk, const Clerk& clerk) -> Status {
    ASSIGN(const workflow::Matter matter, desk.matters->find(options.number));
    ASSIGN(const Archived archived, desk.archive->close(matter, *desk.papers, *desk.attachments, clerk));
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
  ASSIGN(const auto desk, open_documents(options));
  ASSIGN(const auto found, desk->archive->search(filter, kFoundMost));
  for (const Archived& one : found) tell(options, one);
  return 0;
}

Result<int> lend_archived(const DocumentsOptions& options) {
  ASSIGN(const Day due, parse_day(options.due));
  return as_clerk(options, [&](DocumentsDesk& desk, const Clerk& clerk) -> Status {
    ASSIGN(const Loan loan, desk.archive->lend(options.number, options.to, options.why, due, clerk));
    tell(loan);
    return {};
  });
}

Result<int> return_archived(const DocumentsOptions& options) {
  return as_clerk(
      options, [&](DocumentsDesk& desk, const Clerk& clerk) { return desk.archive->give_back(options.serial, clerk); });
}

Result<int> list_overdue(const DocumentsOptions& options) {
  ASSIGN(const auto desk, open_documents(options));
  ASSIGN(const auto loans, desk->archive->overdue(today()));
  for (const Loan& loan : loans) tell(loan);
  return loans.empty() ? 0 : 1;
}

Result<int> propose_disposal(const DocumentsOptions& options) {
  return as_clerk(options, [&](DocumentsDesk& desk, const Clerk& clerk) -> Status {
    ASSIGN(const auto record, desk.archive->propose_disposal(options.number, options.why, clerk));
    fmt::print("{}  {}\n", record.serial, record.archive);
    return {};
  });
}

Result<int> decide_disposal(const DocumentsOptions& options) {
  if (options.approve == options.refuse)
    return usage_error("which_decision", Sentence{"write --approve or --refuse", "请写 --approve 或 --refuse"});
  return as_clerk(options, [&](DocumentsDesk& desk, const Clerk& clerk) {
    return desk.archive->decide_disposal(options.serial, options.approve, clerk);
  });
}

}  // namespace qiuhao::cli
