// In the order of docs/reference/evidence-file.md.
#include "evidence/seal_matter.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/check.h"
#include "evidence/file_leaves.h"

namespace qiuhao::evidence {
namespace {

// The last head that was told to the file of anchors.
Result<std::optional<database::Anchor>> last_anchor(const Path& file) {
  std::error_code ignored;
  if (file.empty() || !std::filesystem::exists(file, ignored)) return std::optional<database::Anchor>();
  ASSIGN(auto anchors, database::read_anchors(file));
  if (anchors.empty()) return std::optional<database::Anchor>();
  return std::optional(std::move(anchors.back()));
}

}  // namespace

Status add_own_files(Builder& builder, const SealDesk& desk, const workflow::Matter& matter, const ForWhom& reader) {
  const workflow::Kind* kind = desk.kinds.find(matter.kind, matter.version);
  CHECK(kind != nullptr);
  const auto is_there = [&](const std::string& document, const std::string& id) {
    return !reader || workflow::may_see_document(*kind, matter, document, id, *reader);
  };
  ASSIGN(const auto attachments, desk.attachments.list(matter.number));
  for (const documents::Attachment& one : attachments) {
    if (!is_there(one.document, one.id)) continue;
    ASSIGN(const auto content, desk.attachments.read(one.id));
    add_content(builder, "files/" + one.id, one.name, documents::media_type(one.type), content.bytes);
  }
  ASSIGN(const auto papers, desk.papers.list(matter.number));
  for (const documents::Paper& one : papers) {
    if (!is_there(one.document, one.id)) continue;
    ASSIGN(const std::string pdf, desk.papers.pdf(one));
    ASSIGN(const std::string json, desk.papers.content(one));
    const std::string path = "files/" + one.id;
    builder.add(path + "/number", "文号", one.number);
    builder.add(path + "/title", "文书", one.title);
    builder.add(path + "/hash", "内容摘要（SHA-256）", one.content);
    builder.add_long(path + "/json", "文书内容", json);
    add_content(builder, path, one.id + ".pdf", documents::media_type(documents::FileType::pdf), pdf);
  }
  return {};
}

Result<SealedMatter> seal_matter(const SealDesk& desk, const SealOrder& order, const signing::SignerKey& key,
                                 const Admit& admit, const AddMore& add_more) {
  MatterRecord record;
  const casework::MatterRows rows(desk.kinds, desk.calendar, desk.ring);
  TRY(desk.database.read([&](database::Transaction& transaction) -> Status {
    ASSIGN(record, read_matter_record(transaction, desk.trail, rows, order.number));
    return {};
  }));
  ASSIGN(const ForWhom reader, admit(record.matter));
  const workflow::Kind& kind = *desk.kinds.find(record.matter.kind, record.matter.version);
  ASSIGN(const auto anchor, last_anchor(desk.anchors));
  Builder builder(order.digest);
  add_matter(builder, kind, record.matter, reader);
  add_acts(builder, record, anchor);
  TRY(add_kind(builder, kind));
  if (add_more) TRY(add_more(builder, record.matter));
  TRY(add_own_files(builder, desk, record.matter, reader));
  SealedMatter made;
  ASSIGN(made.content, builder.seal({order.number, order.at, order.signer.empty() ? order.who : order.signer}, key));
  made.root = builder.root();
  made.leaves = builder.leaves();
  ASSIGN(made.sequence, record_sealing(desk.database, desk.trail,
                                       {order.number, order.who, order.where_from, order.why, made.root, order.digest,
                                        made.leaves, key.fingerprint()}));
  return made;
}

}  // namespace qiuhao::evidence
