// `qiuhao evidence seal`: a matter with its own files and papers, the finding behind it, and files that are brought.
#include <fmt/format.h>

#include "casework/permissions.h"
#include "cli/audit_sources.h"
#include "cli/documents_parts.h"
#include "cli/evidence_parts.h"
#include "cli/private_file.h"
#include "evidence/file_leaves.h"
#include "evidence/seal_matter.h"

namespace qiuhao::cli {
namespace {

Status add_files(evidence::Builder& builder, const std::vector<std::string>& files) {
  if (files.size() > evidence::kFilesMost)
    return usage_error("too_many_files",
                       Sentence{fmt::format("at most {} files are sealed at once", evidence::kFilesMost),
                                fmt::format("一次最多封存 {} 个文件", evidence::kFilesMost)});
  for (std::size_t at = 0; at < files.size(); ++at) TRY(evidence::add_file(builder, at + 1, files[at]));
  return {};
}

// Who seals, and for whom: what is sealed holds personal data in clear.
struct Sealer {
  std::string who;
  std::string where_from;
  evidence::Admit admit;
};

Status add_more(evidence::Builder& builder, const EvidenceOptions& options, const workflow::Matter& matter) {
  ASSIGN(const auto left_out, add_finding_of(builder, options, matter));
  if (left_out)
    fmt::print(stderr, "{}\n",
               options.say({fmt::format("note: sealed without the finding: {}", left_out->text()),
                            fmt::format("提示：未封存发现：{}", left_out->text(Language::chinese))}));
  return add_files(builder, options.files);
}

void tell(const EvidenceOptions& options, const evidence::SealedMatter& made, const signing::SignerKey& key) {
  const std::string root = database::to_hex(made.root);
  fmt::print("{}\n",
             options.say({fmt::format("sealed {} with {} items into {}\nroot ({}): {}\nsigned ({}) by the key {}\n"
                                      "act {} of the trail tells of it",
                                      options.number, made.leaves, options.out, options.digest, root,
                                      signing::name_of(key.kind()), key.fingerprint(), made.sequence),
                          fmt::format("已封存 {}，共 {} 项，写入 {}\n根哈希（{}）：{}\n签名（{}）公钥指纹：{}\n"
                                      "已记入审计链第 {} 条",
                                      options.number, made.leaves, options.out, options.digest, root,
                                      signing::name_of(key.kind()), key.fingerprint(), made.sequence)}));
}

Status seal_by(const EvidenceOptions& options, const Sealer& sealer) {
  ASSIGN(const signing::SignerKey key, read_signing_key(options.key));
  TRY(check_is_new(options.out));
  DocumentsOptions documents;
  documents.workspace = options.workspace;
  documents.language = options.language;
  ASSIGN(const auto desk, open_documents(documents));
  ASSIGN(Path anchors, anchors_of(options.workspace));
  const evidence::SealDesk sealing{*desk->records.database, desk->records.trail, desk->ring,    *desk->kinds,
                                   desk->calendar,          *desk->attachments,  *desk->papers, std::move(anchors)};
  const evidence::SealOrder order{
      options.number, sealer.who,     sealer.where_from,
      options.why,    options.signer, options.digest == "sm3" ? database::Digest::sm3 : database::Digest::sha256,
      current_time()};
  ASSIGN(const evidence::SealedMatter made,
         evidence::seal_matter(sealing, order, key, sealer.admit,
                               [&](evidence::Builder& builder, const workflow::Matter& matter) {
                                 return add_more(builder, options, matter);
                               }));
  TRY(write_private_file(options.out, made.content));
  tell(options, made, key);
  return {};
}

}  // namespace

Result<int> seal_evidence(const EvidenceOptions& options) {
  // Who runs the program has the keys of personal data at hand anyway; a user has to hold the right.
  if (options.as.empty()) {
    TRY(seal_by(options, {console_user(), "qiuhao evidence",
                          [](const workflow::Matter&) { return Result<evidence::ForWhom>(std::nullopt); }}));
    return 0;
  }
  UsersOptions user;
  user.workspace = options.workspace;
  user.as = options.as;
  user.language = options.language;
  return as_user(user, [&](UsersDesk& desk, const identity::By& by, const std::string&) -> Status {
    const auto admit = [&](const workflow::Matter& matter) -> Result<evidence::ForWhom> {
      evidence::ForWhom reader;
      TRY(desk.records.database->read([&](database::Transaction& transaction) -> Status {
        TRY(desk.people.require(transaction, by, "personal.see", identity::Target::in_region(matter.region)));
        ASSIGN(const auto holder, identity::holder_of(transaction, desk.policy, by.asker.login, by.now));
        reader = holder ? casework::person_of(*holder, matter.region) : workflow::Person{by.asker.login, {}, ""};
        return {};
      }));
      return reader;
    };
    return seal_by(options, {by.asker.login, desk.where_from, admit});
  });
}

}  // namespace qiuhao::cli
