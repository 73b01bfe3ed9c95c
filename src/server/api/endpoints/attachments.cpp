// Files of matters: brought by people, listed, read back.
#include "documents/attachments.h"

#include <fmt/format.h>

#include "server/api/endpoints.h"
#include "server/api/endpoints/seen_matter.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using documents::Attachment;

void write_attachment(text::JsonWriter& json, const Attachment& attachment) {
  json.begin_object()
      .field("id", attachment.id)
      .field("number", attachment.number)
      .field("document", attachment.document)
      .field("name", attachment.name)
      .field("type", documents::type_name(attachment.type))
      .field("bytes", attachment.bytes)
      .field("hash", attachment.hash)
      .field("who", attachment.who);
  write_time(json, "at", attachment.at);
  json.end_object();
}

// An outsider sees what came from the own organisation, and all of it once the matter is over.
Result<bool> is_shown(const Call& call, const SeenMatter& seen, const Attachment& attachment) {
  if (!is_there(seen, attachment.document, attachment.id)) return false;
  if (!is_outside(call) || is_over(seen) || attachment.who == call.by().asker.login) return true;
  std::optional<identity::Holder> holder;
  TRY(call.desk.database().read([&](database::Transaction& transaction) -> Status {
    ASSIGN(holder, identity::holder_of(transaction, call.desk.policy(), attachment.who, call.now));
    return {};
  }));
  return holder && holder->organisation == call.by().holder.organisation;
}

// RFC 6266: the name in UTF-8, beside a plain one.
std::string disposition_of(const Attachment& attachment) {
  std::string escaped;
  for (const char c : attachment.name) {
    const bool is_plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    escaped += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", attachment.id, escaped);
}

}  // namespace

Result<http::Answer> list_attachments(const Call& call) {
  ASSIGN(const SeenMatter seen, seen_matter(call, call.path_value("number")));
  ASSIGN(const std::vector<Attachment> all, call.desk.attachments().list(seen.matter.number));
  text::JsonWriter json;
  json.begin_object().key("attachments").begin_array();
  for (const Attachment& attachment : all) {
    ASSIGN(const bool shown, is_shown(call, seen, attachment));
    if (shown) write_attachment(json, attachment);
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

// Whoever can do something in the matter may bring papers for it.
Result<http::Answer> add_attachment(const Call& call) {
  ASSIGN(const SeenMatter seen, seen_matter(call, call.path_value("number")));
  ASSIGN(const auto offers, offers_to(call, seen));
  if (offers.empty())
    return input_error("not_allowed", Sentence{"you have nothing to do in this matter now, so you cannot add files",
                                               "您目前在该事项中没有待办操作，不能添加文件"});
  documents::NewAttachment fresh{seen.matter.number, call.text("document"), call.text("name"), call.by().asker.login,
                                 call.now_s()};
  ASSIGN(const Attachment added, call.desk.attachments().add(fresh, call.request.body, call.origin()));
  text::JsonWriter json;
  write_attachment(json, added);
  return json_answer(201, json.take());
}

Result<http::Answer> read_attachment(const Call& call) {
  const auto hidden = [] { return input_error("no_attachment", Sentence{"there is no such file", "没有这个文件"}); };
  ASSIGN(const Attachment attachment, call.desk.attachments().find(call.path_value("id")));
  const auto seen = seen_matter(call, attachment.number);
  if (!seen) return hidden();
  ASSIGN(const bool shown, is_shown(call, *seen, attachment));
  if (!shown) return hidden();
  ASSIGN(documents::AttachmentContent content, call.desk.attachments().read(attachment.id));
  http::Answer answer;
  answer.content_type = std::string(documents::media_type(attachment.type));
  answer.body = std::move(content.bytes);
  answer.fields.emplace_back("Content-Disposition", disposition_of(attachment));
  return answer;
}

}  // namespace qiuhao::server
