// Reading attachments: a row counts only with its mark, a file only with its hash.
#include "documents/attachment_rows.h"

#include <fmt/format.h>

#include "database/personal.h"
#include "documents/disposed.h"
#include "documents/tables.h"

namespace qiuhao::documents {
namespace {

using database::Bytes;
using database::KeyRing;
using database::Row;
using database::Transaction;
using Column = database::Kind;

constexpr std::string_view kTable = "documents_attachments";
constexpr std::string_view kColumns = "serial, number, document, name, type, bytes, hash, who, at, request, mark";
constexpr std::initializer_list<Column> kKinds = {Column::number, Column::text,   Column::text, Column::bytes,
                                                  Column::number, Column::number, Column::text, Column::text,
                                                  Column::number, Column::text,   Column::bytes};
constexpr int kPage = 500;

database::CellName name_cell(const std::string& id) { return {kTable, "name", id}; }

std::string mark_of(const KeyRing& ring, const Attachment& attachment, std::string_view name, std::int64_t type,
                    const std::optional<std::string>& request) {
  return row_mark(ring, kTable,
                  {attachment.id, attachment.number, attachment.document, name, std::to_string(type),
                   std::to_string(attachment.bytes), attachment.hash, attachment.who, std::to_string(attachment.at),
                   request.value_or("")});
}

Error damaged(std::string_view id) {
  return {Fault::system,
          "damaged_attachment",
          fmt::format("{}: the attachment is not as it was written; restore it from a backup", id),
          {},
          fmt::format("{}：附件与保存时不一致；请从备份恢复", id)};
}

Error no_attachment(std::string_view id) {
  return {
      Fault::input, "no_attachment", fmt::format("there is no attachment {}", id), {}, fmt::format("没有附件 {}", id)};
}

// Files are told by the attachment that lacks them.
Error of_attachment(const Attachment& attachment, Error error) {
  error.message = fmt::format("{}: {}", attachment.id, error.message);
  error.chinese = fmt::format("{}：{}", attachment.id, error.chinese);
  return error;
}

Result<std::string> bytes_of(const EvidenceFiles& files, database::Database& database, const KeyRing& ring,
                             const Attachment& attachment) {
  auto bytes = read_file_of(files, attachment.hash, database, ring, attachment.number);
  if (!bytes && bytes.error().code == "was_disposed") return fail(was_disposed(attachment.id));
  if (!bytes) return fail(of_attachment(attachment, bytes.error()));
  if (bytes->size() != attachment.bytes) return fail(damaged(attachment.id));
  return bytes;
}

}  // namespace

Status insert_attachment(Transaction& transaction, const KeyRing& ring, Attachment& attachment,
                         const std::string& request) {
  ASSIGN(const auto last,
         transaction.query("select coalesce(max(serial), 0) from documents_attachments", {}, {Column::number}));
  const std::int64_t serial = last.at(0).number(0) + 1;
  attachment.id = id_of(kAttachmentLetter, serial);
  const std::string name = database::seal_cell(ring, name_cell(attachment.id), attachment.name);
  const auto type = static_cast<std::int64_t>(attachment.type);
  const std::optional<std::string> asked = request.empty() ? std::nullopt : std::optional(request);
  TRY(transaction.execute(
      fmt::format("insert into documents_attachments ({}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", kColumns),
      {serial, attachment.number, attachment.document, Bytes{name}, type, static_cast<std::int64_t>(attachment.bytes),
       attachment.hash, attachment.who, attachment.at, asked, Bytes{mark_of(ring, attachment, name, type, asked)}}));
  return {};
}

Result<std::optional<Row>> attachment_by(Transaction& transaction, std::string_view column,
                                         const database::Parameter& value) {
  return transaction.query_first(fmt::format("select {} from documents_attachments where {} = ?", kColumns, column),
                                 {value}, kKinds);
}

Result<Attachment> attachment_of(const KeyRing& ring, const Row& row) {
  Attachment attachment;
  attachment.id = id_of(kAttachmentLetter, row.number(0));
  attachment.number = row.text(1);
  attachment.document = row.text(2);
  const std::int64_t type = row.number(4);
  attachment.bytes = static_cast<std::size_t>(row.number(5));
  attachment.hash = row.text(6);
  attachment.who = row.text(7);
  attachment.at = row.number(8);
  const std::string mark = mark_of(ring, attachment, row.bytes(3), type, row.optional_text(9));
  if (!database::is_equal_in_constant_time(mark, row.bytes(10)) || type < 1 ||
      type > static_cast<std::int64_t>(kFileTypes))
    return fail(damaged(attachment.id));
  attachment.type = static_cast<FileType>(type);
  ASSIGN(attachment.name, database::open_cell(ring, name_cell(attachment.id), row.bytes(3)));
  return attachment;
}

Result<Attachment> AttachmentStore::find(std::string_view id) const {
  const auto serial = serial_of(kAttachmentLetter, id);
  std::optional<Row> row;
  if (serial) {
    TRY(database_->read([&](Transaction& transaction) -> Status {
      ASSIGN(row, attachment_by(transaction, "serial", *serial));
      return {};
    }));
  }
  if (!row) return fail(no_attachment(id));
  return attachment_of(*ring_, *row);
}

Result<AttachmentContent> AttachmentStore::read(std::string_view id) const {
  ASSIGN(Attachment attachment, find(id));
  ASSIGN(std::string bytes, bytes_of(files_, *database_, *ring_, attachment));
  return AttachmentContent{std::move(attachment), std::move(bytes)};
}

Result<std::vector<Attachment>> AttachmentStore::list(std::string_view number) const {
  std::vector<Attachment> all;
  TRY(database_->read([&](Transaction& transaction) -> Status {
    ASSIGN(all, list_in(transaction, number));
    return {};
  }));
  return all;
}

Result<std::vector<Attachment>> AttachmentStore::list_in(Transaction& transaction, std::string_view number) const {
  ASSIGN(
      const auto rows,
      transaction.query(fmt::format("select {} from documents_attachments where number = ? order by serial", kColumns),
                        {number}, kKinds));
  std::vector<Attachment> all;
  for (const Row& row : rows) {
    ASSIGN(Attachment attachment, attachment_of(*ring_, row));
    all.push_back(std::move(attachment));
  }
  return all;
}

Result<std::vector<Error>> AttachmentStore::verify() const {
  std::vector<Error> wrong;
  std::int64_t last = 0;
  while (true) {
    Transaction::Rows rows;
    TRY(database_->read([&](Transaction& transaction) -> Status {
      ASSIGN(rows,
             transaction.query(
                 fmt::format("select {} from documents_attachments where serial > ? order by serial limit ?", kColumns),
                 {last, kPage}, kKinds));
      return {};
    }));
    for (const Row& row : rows) {
      for (std::int64_t gone = last + 1; gone < row.number(0); ++gone)
        wrong.push_back(no_attachment(id_of(kAttachmentLetter, gone)));
      last = row.number(0);
      const auto attachment = attachment_of(*ring_, row);
      const auto bytes = attachment ? bytes_of(files_, *database_, *ring_, *attachment) : Result<std::string>("");
      if (!attachment) wrong.push_back(attachment.error());
      if (!bytes && bytes.error().code != "was_disposed") wrong.push_back(bytes.error());
    }
    if (rows.empty()) return wrong;
  }
}

}  // namespace qiuhao::documents
