// A matter as one file: its case file to read, its evidence to prove.
#include <fmt/format.h>

#include "documents/case_file.h"
#include "evidence/seal_matter.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/seen_matter.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {

Result<http::Answer> read_case_file(const Call& call) {
  ASSIGN(const SeenMatter seen, seen_matter(call, call.path_value("number")));
  TRY(call.desk.database().read([&](database::Transaction& transaction) {
    return require(transaction, call, "matter.read", identity::Target::in_region(seen.matter.region));
  }));
  ASSIGN(documents::CaseFile made, documents::make_case_file(call.desk.paper_desk(), call.desk.papers(),
                                                             call.desk.attachments(), seen.matter, seen.person));
  return pdf_answer(std::move(made.pdf), seen.matter.number + ".pdf");
}

// With personal data in clear, so by who may look at it, with a code; what only other roles may see is left out.
Result<http::Answer> seal_evidence(const Call& call) {
  ASSIGN(const SeenMatter seen, seen_matter(call, call.path_value("number")));
  TRY(require_in_matter(call, "personal.see", seen.matter));
  const signing::SignerKey* key = call.desk.seal_key();
  if (key == nullptr)
    return input_error("no_seal_key", Sentence{"the workspace has no key to seal with; set evidence.key in qiuhao.toml",
                                               "工作区没有封存密钥；请在 qiuhao.toml 设置 evidence.key"});
  const ApiDesk& desk = call.desk;
  const evidence::SealDesk sealing{desk.database(), desk.trail(),       desk.ring(),   desk.kinds(),
                                   desk.calendar(), desk.attachments(), desk.papers(), desk.anchors()};
  const bool is_sha256 = call.body_text("digest") == "sha256";
  const evidence::SealOrder order{
      seen.matter.number,    call.by().asker.login,    call.request.client,
      call.body_text("why"), call.body_text("signer"), is_sha256 ? database::Digest::sha256 : database::Digest::sm3,
      call.now_s()};
  ASSIGN(evidence::SealedMatter made,
         evidence::seal_matter(
             sealing, order, *key, [&](const workflow::Matter&) { return Result<evidence::ForWhom>(seen.person); },
             desk.add_to_evidence()));
  http::Answer answer;
  answer.content_type = "application/octet-stream";
  answer.body = std::move(made.content);
  answer.fields.emplace_back("Content-Disposition",
                             fmt::format("attachment; filename=\"{}.evidence\"", seen.matter.number));
  return answer;
}

}  // namespace qiuhao::server
