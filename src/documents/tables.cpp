// Migrations of the component "documents".
#include "documents/tables.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "casework/tables.h"
#include "database/digest.h"

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

std::string row_mark(const database::KeyRing& ring, std::string_view table,
                     std::initializer_list<std::string_view> row) {
  std::string bytes = "qiuhao row 1\n";
  database::put_bounded(bytes, table);
  for (const std::string_view value : row) database::put_bounded(bytes, value);
  return database::hmac(ring.index_digest(), ring.index_secret(), bytes);
}

std::string id_of(char letter, std::int64_t serial) { return fmt::format("{}{}", letter, serial); }

std::optional<std::int64_t> serial_of(char letter, std::string_view id) {
  std::int64_t serial = 0;
  if (!id.starts_with(letter)) return std::nullopt;
  std::from_chars(id.data() + 1, id.data() + id.size(), serial);
  return serial > 0 && id_of(letter, serial) == id ? std::optional(serial) : std::nullopt;
}

}  // namespace qiuhao::documents
