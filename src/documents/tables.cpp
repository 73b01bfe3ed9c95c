// Migrations of the component "documents".
#include "documents/tables.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "casework/tables.h"

namespace qiuhao::documents {
namespace {

using database::Migration;

const std::vector<Migration>& list() {
  static const std::vector<Migration> kList = {
      {1,
       "attachments of matters",
       {"create table documents_attachments (serial {number} primary key, number {text} not null references "
        "casework_matters (number), document {text} not null, name {bytes} not null, type {number} not null, "
        "bytes {number} not null, hash {text} not null, who {text} not null, at {number} not null, request {text} "
        "unique, mark {bytes} not null) {strict}",
        "create index documents_attachments_number on documents_attachments (number, serial)"},
       "select count(*) from documents_attachments"},
      {2,
       "issued documents, their numbers and prints",
       {"create table documents_papers (serial {number} primary key, matter {text} not null references "
        "casework_matters (number), revision {number} not null, document {text} not null, pattern {text} not null, "
        "year {number} not null, count {number} not null, number {text} not null unique, title {text} not null, "
        "version {number} not null, template {text} not null, content {text} not null, page {text} not null, "
        "who {text} not null, at {number} not null, request {text} unique, asked {number} unique, mark {bytes} not "
        "null, unique (pattern, year, count)) {strict}",
        "create index documents_papers_matter on documents_papers (matter, serial)",
        "create table documents_counters (pattern {text} not null, year {number} not null, last {number} not null, "
        "primary key (pattern, year)) {strict}",
        "create table documents_prints (serial {number} primary key references documents_papers (serial), "
        "hash {text} not null, mark {bytes} not null) {strict}"},
       "select count(*) from documents_papers"},
      {3,
       "archived case files, loans and disposals",
       {"create table documents_archives (serial {number} primary key, pattern {text} not null, year {number} not "
        "null, "
        "count {number} not null, number {text} not null unique, matter {text} not null unique references "
        "casework_matters (number), kind {text} not null, title {text} not null, subject {text} not null, "
        "region {text} not null, closed {number} not null, term {text} not null, until_day {number} not null, "
        "hash {text} not null, pages {number} not null, items {number} not null, who {text} not null, at {number} not "
        "null, mark {bytes} not null, unique (pattern, year, count)) {strict}",
        "create index documents_archives_until on documents_archives (until_day)",
        "create table documents_loans (serial {number} primary key, archive {number} not null references "
        "documents_archives (serial), borrower {text} not null, why {text} not null, lent_by {text} not null, lent_on "
        "{number} not null, due {number} not null, returned_on {number}, returned_by {text}, mark {bytes} not null) "
        "{strict}",
        "create index documents_loans_due on documents_loans (returned_on, due)",
        "create table documents_disposals (serial {number} primary key, archive {number} not null references "
        "documents_archives (serial), why {text} not null, proposed_by {text} not null, proposed_on {number} not null, "
        "decision {number} not null, decided_by {text}, decided_on {number}, mark {bytes} not null) {strict}",
        "create index documents_disposals_archive on documents_disposals (archive)"},
       "select count(*) from documents_archives"},
      {4,
       "signatures on issued documents, loans that are asked for, and whose a stored file is",
       {"create table documents_signatures (serial {number} primary key, paper {number} not null references "
        "documents_papers (serial), place {number} not null, drawn {text} not null, page {text} not null, who {text} "
        "not null, at {number} not null, mark {bytes} not null, unique (paper, place)) {strict}",
        "create table documents_signed_prints (serial {number} primary key references documents_signatures (serial), "
        "hash {text} not null, mark {bytes} not null) {strict}",
        "create table documents_loan_requests (serial {number} primary key, archive {number} not null references "
        "documents_archives (serial), borrower {text} not null, why {text} not null, asked_on {number} not null, due "
        "{number} not null, decision {number} not null, decided_by {text}, decided_on {number}, loan {number} "
        "references documents_loans (serial), mark {bytes} not null) {strict}",
        "create index documents_loan_requests_archive on documents_loan_requests (archive)",
        "create index documents_attachments_hash on documents_attachments (hash)",
        "create index documents_papers_content on documents_papers (content)",
        "create index documents_papers_page on documents_papers (page)",
        "create index documents_prints_hash on documents_prints (hash)",
        "create index documents_signatures_page on documents_signatures (page)",
        "create index documents_signed_prints_hash on documents_signed_prints (hash)",
        "create index documents_archives_hash on documents_archives (hash)"},
       "select count(*) from documents_loan_requests"},
  };
  return kList;
}

}  // namespace

std::span<const Migration> documents_migrations() { return list(); }

Status migrate_tables(database::Database& database) {
  TRY(database::migrate(database, casework::kComponent, casework::casework_migrations()));
  TRY(database::migrate(database, kComponent, documents_migrations()));
  return {};
}

std::string id_of(char letter, std::int64_t serial) { return fmt::format("{}{}", letter, serial); }

std::optional<std::int64_t> serial_of(char letter, std::string_view id) {
  std::int64_t serial = 0;
  if (!id.starts_with(letter)) return std::nullopt;
  std::from_chars(id.data() + 1, id.data() + id.size(), serial);
  return serial > 0 && id_of(letter, serial) == id ? std::optional(serial) : std::nullopt;
}

}  // namespace qiuhao::documents
