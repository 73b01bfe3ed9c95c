// Adding attachments: checked, kept, then told to the database and the trail.
#include "documents/attachments.h"

#include <fmt/format.h>

#include "database/personal.h"
#include "documents/attachment_rows.h"
#include "documents/disposed.h"
#include "documents/tables.h"

namespace qiuhao::documents {
namespace {

using database::Transaction;
using Column = database::Kind;

constexpr std::chrono::hours kDraftsAge{24};

std::unexpected<Error> too_much(std::string code, Sentence sentence) {
  return input_error(std::move(code), std::move(sentence));
}

database::Act act_of(const NewAttachment& fresh, const casework::Origin& origin, std::string_view what,
                     std::string_view subject, std::string after) {
  database::Act act;
  act.at = fresh.at * database::kMicrosASecond;
  act.who = fresh.who;
  act.where_from = origin.where_from;
  act.what = what;
  act.subject = fmt::format("{}/{}", fresh.number, subject);
  act.after = std::move(after);
  if (!origin.request.empty()) act.request = origin.request;
  return act;
}

// What is no refusal of the attachment itself.
bool is_refusal(const Error& error) {
  return error.code == "virus_check_failed" ||
         (error.fault == Fault::input && error.code != "no_matter" && error.code != "request_reused");
}

}  // namespace

Result<AttachmentStore> AttachmentStore::open(database::Database& database, const database::Trail& trail,
                                              const database::KeyRing& ring, const casework::Kinds& kinds,
                                              const Path& folder, AttachmentRules rules) {
  TRY(migrate_tables(database));
  AttachmentStore store(database, trail, ring, kinds, folder, std::move(rules));
  store.files_.remove_drafts(kDraftsAge);
  return store;
}

Result<Attachment> AttachmentStore::add(const NewAttachment& fresh, std::string_view bytes,
                                        const casework::Origin& origin) const {
  Attachment made{
      "",        fresh.number, fresh.document, shown_name(fresh.name), FileType::pdf, bytes.size(), content_hash(bytes),
      fresh.who, fresh.at};
  std::optional<Attachment> first;
  const Status placed = database_->read([&](Transaction& transaction) -> Status {
    ASSIGN(first, first_answer(transaction, made, origin.request));
    return first ? Status() : check_place(transaction, fresh, bytes.size());
  });
  if (!placed) return fail(refused(fresh, bytes, origin, placed.error()));
  if (first) return std::move(*first);
  const auto type = check_content(fresh.name, bytes, rules_.content);
  if (!type) return fail(refused(fresh, bytes, origin, type.error()));
  made.type = *type;
  const auto kept = files_.keep(bytes, [&](const Path& file) { return check_for_viruses(rules_.virus, file); });
  if (!kept) return fail(refused(fresh, bytes, origin, kept.error()));
  const Status told = database_->write([&](Transaction& transaction) -> Status {
    // Others may have added meanwhile.
    ASSIGN(first, first_answer(transaction, made, origin.request));
    if (first) return {};
    TRY(check_place(transaction, fresh, bytes.size()));
    TRY(insert_attachment(transaction, *ring_, made, origin.request));
    TRY(trail_->append(transaction, act_of(fresh, origin, "attachment_added", made.id,
                                           fmt::format(R"({{"document":"{}","type":"{}","bytes":{},"sha256":"{}"}})",
                                                       made.document, type_name(made.type), made.bytes, made.hash))));
    return {};
  });
  if (!told) return fail(refused(fresh, bytes, origin, told.error()));
  // A disposal may have taken the same content away before it could see this row.
  if (!files_.is_there(made.hash)) TRY(files_.keep(bytes));
  return first ? std::move(*first) : made;
}

// The error itself, once it stands in the trail; the trail's own when it could not.
Error AttachmentStore::refused(const NewAttachment& fresh, std::string_view bytes, const casework::Origin& origin,
                               Error why) const {
  if (!is_refusal(why)) return why;
  const Status told = database_->write([&](Transaction& transaction) -> Status {
    TRY(trail_->append(transaction, act_of(fresh, origin, "attachment_refused", "attachments",
                                           fmt::format(R"({{"code":"{}","bytes":{},"sha256":"{}"}})", why.code,
                                                       bytes.size(), content_hash(bytes)))));
    return {};
  });
  return told ? why : told.error();
}

Status AttachmentStore::check_place(Transaction& transaction, const NewAttachment& fresh, std::size_t bytes) const {
  ASSIGN(const auto matter, transaction.query_first("select kind, version from casework_matters where number = ?",
                                                    {fresh.number}, {Column::text, Column::number}));
  if (!matter)
    return input_error("no_matter", Sentence{fmt::format("there is no matter {}; check its number", fresh.number),
                                             fmt::format("没有事项 {}；请核对编号", fresh.number)});
  ASSIGN(const bool disposed, is_disposed(transaction, *ring_, fresh.number));
  if (disposed) return fail(was_disposed(fresh.number));
  const workflow::Kind* kind = kinds_->find(matter->text(0), static_cast<int>(matter->number(1)));
  if (!fresh.document.empty() && (kind == nullptr || !workflow::find_named(kind->documents, fresh.document)))
    return input_error("document_is_unknown",
                       Sentence{fmt::format("the workflow of {} has no document of that name", fresh.number),
                                fmt::format("{} 的流程没有这种文书", fresh.number)});
  if (bytes == 0) return too_much("file_is_empty", {"the file is empty; choose another", "文件是空的；请另选"});
  if (bytes > rules_.bytes_most)
    return too_much("file_too_large",
                    {fmt::format("the file has {} bytes, and {} are allowed", bytes, rules_.bytes_most),
                     fmt::format("文件有 {} 字节，最多允许 {} 字节", bytes, rules_.bytes_most)});
  ASSIGN(const auto held,
         transaction.query("select count(*), cast(coalesce(sum(bytes), 0) as bigint) from documents_attachments "
                           "where number = ?",
                           {fresh.number}, {Column::number, Column::number}));
  const std::int64_t files = held.at(0).number(0);
  const auto in_all = static_cast<std::size_t>(held.at(0).number(1)) + bytes;
  if (std::cmp_greater_equal(files, rules_.files_most))
    return too_much("too_many_attachments",
                    {fmt::format("the matter has {} attachments, the most that it may have", files),
                     fmt::format("该事项已有 {} 个附件，不能再增加", files)});
  if (in_all > rules_.bytes_in_all_most)
    return too_much(
        "attachments_too_large",
        {fmt::format("with it the matter's attachments would have more than {} bytes", rules_.bytes_in_all_most),
         fmt::format("加上它，该事项的附件将超过 {} 字节", rules_.bytes_in_all_most)});
  return {};
}

Result<std::optional<Attachment>> AttachmentStore::first_answer(Transaction& transaction, const Attachment& fresh,
                                                                const std::string& request) const {
  if (request.empty()) return std::nullopt;
  ASSIGN(const auto row, attachment_by(transaction, "request", request));
  if (!row) return std::nullopt;
  ASSIGN(auto found, attachment_of(*ring_, *row));
  if (found.number == fresh.number && found.hash == fresh.hash && found.document == fresh.document &&
      found.who == fresh.who)
    return found;
  return input_error("request_reused",
                     Sentence{fmt::format("request {} was of another file; give each file an id of its own", request),
                              fmt::format("请求 {} 已用于另一文件；每个文件请用新的请求号", request)});
}

}  // namespace qiuhao::documents
