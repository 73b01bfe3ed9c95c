// The archive: closing case files into it, finding them, loans.
#include "documents/archive.h"

#include <fmt/format.h>

#include "server/api/endpoints.h"
#include "server/api/endpoints/archived_for.h"
#include "server/api/endpoints/seen_matter.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using documents::Archived;
using documents::Loan;
using documents::LoanRequest;

void write_archived(text::JsonWriter& json, const Archived& one) {
  json.begin_object()
      .field("number", one.number)
      .field("matter", one.matter)
      .field("kind", one.kind)
      .field("title", one.title)
      .field("subject", one.subject)
      .field("region", one.region)
      .field("term", one.term);
  write_day(json, "closed", one.closed);
  write_day(json, "until", one.until);
  json.field("hash", one.hash).field("pages", one.pages).field("items", one.items).field("who", one.who);
  write_time(json, "at", one.at);
  json.field("is_disposed", one.is_disposed).end_object();
}

void write_loan(text::JsonWriter& json, const Loan& loan) {
  json.begin_object()
      .field("id", loan.serial)
      .field("archive", loan.archive)
      .field("borrower", loan.borrower)
      .field("why", loan.why)
      .field("lent_by", loan.lent_by);
  write_day(json, "lent_on", loan.lent_on);
  write_day(json, "due", loan.due);
  json.end_object();
}

void write_request(text::JsonWriter& json, const LoanRequest& request) {
  json.begin_object()
      .field("id", request.serial)
      .field("archive", request.archive)
      .field("borrower", request.borrower)
      .field("why", request.why);
  write_day(json, "asked_on", request.asked_on);
  write_day(json, "due", request.due);
  json.end_object();
}

// Loans of one's own, and those of regions where the caller may decide on them.
Result<bool> is_mine_to_see(const Call& call, const std::string& borrower, const std::string& archive) {
  if (borrower == call.by().asker.login) return true;
  ASSIGN(const Archived archived, call.desk.archive().find(archive));
  return is_in_reach(call, "archive.lend", archived.region);
}

}  // namespace

bool is_in_reach(const Call& call, std::string_view action, std::string_view region) {
  for (const std::string& held : call.by().holder.regions_of(call.desk.policy(), action, call.today())) {
    if (identity::covers(held, region)) return true;
  }
  return false;
}

Result<Archived> archived_for(const Call& call, std::string_view action, const std::string& number,
                              std::vector<std::string> done_before) {
  auto found = call.desk.archive().find(number);
  const std::string region = found ? found->region : call.by().holder.region;
  identity::Target target = identity::Target::in_region(region, std::move(done_before));
  if (found) target.subjects.push_back("organisation:" + found->subject);
  // Whoever may do it somewhere is not told what there is elsewhere.
  const bool may_somewhere = !call.by().holder.regions_of(call.desk.policy(), action, call.today()).empty();
  if (found && may_somewhere && !is_in_reach(call, action, region))
    return input_error("no_archive", Sentence{fmt::format("there is no case file {} in the archive", number),
                                              fmt::format("没有档号为 {} 的案卷", number)});
  TRY(call.desk.database().read(
      [&](database::Transaction& transaction) { return require(transaction, call, action, target); }));
  return found;
}

documents::Clerk clerk_of(const Call& call) { return {call.by().asker.login, call.now_s(), call.request.client}; }

Result<http::Answer> list_archive(const Call& call) {
  documents::ArchiveFilter filter;
  filter.words = call.text("words");
  filter.kind = call.text("kind");
  ASSIGN(filter.closed_from, call.day("closed_from"));
  ASSIGN(filter.closed_to, call.day("closed_to"));
  ASSIGN(filter.over_on, call.day("over_on"));
  for (const std::string& region : call.by().holder.regions_of(call.desk.policy(), "archive.borrow", call.today()))
    filter.regions.emplace_back(identity::region_prefix(region));
  if (filter.regions.empty()) {
    TRY(call.desk.database().read([&](database::Transaction& transaction) {
      return require(transaction, call, "archive.borrow", identity::Target::in_region(call.by().holder.region));
    }));
  }
  filter.after = call.integer("after").value_or(0);
  ASSIGN(const auto found, call.desk.archive().search(filter, call.limit()));
  text::JsonWriter json;
  json.begin_object().key("archive").begin_array();
  for (const Archived& one : found) write_archived(json, one);
  json.end_array();
  json.key("next");
  if (std::cmp_less(found.size(), call.limit()))
    json.null();
  else
    json.value(found.back().serial);
  json.end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> archive_matter(const Call& call) {
  ASSIGN(const SeenMatter seen, seen_matter(call, call.body_text("matter")));
  TRY(require_in_matter(call, "archive.keep", seen.matter));
  ASSIGN(const Archived archived,
         call.desk.archive().close(seen.matter, call.desk.papers(), call.desk.attachments(), clerk_of(call)));
  text::JsonWriter json;
  write_archived(json, archived);
  return json_answer(201, json.take());
}

Result<http::Answer> list_loans(const Call& call) {
  ASSIGN(const auto requests, call.desk.archive().loan_requests());
  ASSIGN(const auto loans, call.desk.archive().loans_out());
  text::JsonWriter json;
  json.begin_object().key("requests").begin_array();
  for (const LoanRequest& request : requests) {
    ASSIGN(const bool seen, is_mine_to_see(call, request.borrower, request.archive));
    if (seen) write_request(json, request);
  }
  json.end_array().key("loans").begin_array();
  for (const Loan& loan : loans) {
    ASSIGN(const bool seen, is_mine_to_see(call, loan.borrower, loan.archive));
    if (seen) write_loan(json, loan);
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> ask_loan(const Call& call) {
  const std::string number = call.body_text("archive");
  TRY(archived_for(call, "archive.borrow", number));
  ASSIGN(const Day due, parse_day(call.body_text("due")));
  ASSIGN(const LoanRequest request, call.desk.archive().ask_loan(number, call.body_text("why"), due, clerk_of(call)));
  text::JsonWriter json;
  write_request(json, request);
  return json_answer(201, json.take());
}

Result<http::Answer> decide_loan(const Call& call) {
  const std::int64_t serial = serial_in(call);
  ASSIGN(const LoanRequest request, call.desk.archive().find_request(serial));
  TRY(archived_for(call, "archive.lend", request.archive, {request.borrower}));
  ASSIGN(const auto loan,
         call.desk.archive().decide_loan(serial, call.body.find("approve").text() == "true", clerk_of(call)));
  text::JsonWriter json;
  json.begin_object().key("loan");
  if (loan)
    write_loan(json, *loan);
  else
    json.null();
  json.end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> return_loan(const Call& call) {
  const std::int64_t serial = serial_in(call);
  ASSIGN(const Loan loan, call.desk.archive().find_loan(serial));
  if (loan.borrower != call.by().asker.login) TRY(archived_for(call, "archive.lend", loan.archive));
  TRY(call.desk.archive().give_back(serial, clerk_of(call)));
  return empty_answer(204);
}

Result<http::Answer> read_loan(const Call& call) {
  const std::int64_t serial = serial_in(call);
  ASSIGN(documents::LentFile lent, call.desk.archive().read_lent(serial, clerk_of(call)));
  return pdf_answer(std::move(lent.pdf), fmt::format("loan-{}.pdf", serial));
}

}  // namespace qiuhao::server
