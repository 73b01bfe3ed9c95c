// `qiuhao evidence seal`: what belongs to a matter is read at one moment, sealed, and the sealing told to the trail
// before the file is there. `qiuhao evidence key`.
#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <optional>

#include "casework/store.h"
#include "cli/evidence_parts.h"
#include "cli/explained_finding.h"
#include "cli/private_file.h"
#include "cli/records.h"
#include "cli/users_parts.h"
#include "cli/workflows_parts.h"
#include "evidence/file_leaves.h"
#include "evidence/finding_leaves.h"
#include "evidence/matter_leaves.h"
#include "signing/key_file.h"

namespace qiuhao::cli {
namespace {

using signing::SignerKey;

Result<SignerKey> signing_key(const std::string& file) {
  const Place place{file, 0, 0, ""};
  ASSIGN(signing::KeyFile read, signing::read_key_file(file, place));
  if (!read.is_private()) return signing::secret_readable(file, read.mode, place);
  auto key = SignerKey::from_private_pem(read.content);
  database::wipe(read.content);
  if (key) return *std::move(key);
  return input_error("bad_private_key",
                     Sentence{"holds no private key of SM2 or Ed25519 in PEM without a passphrase; qiuhao evidence key "
                              "makes one",
                              "不含 PEM 格式、无口令的 SM2 或 Ed25519 私钥；可用 qiuhao evidence key 生成"},
                     place);
}

Status check_is_new(const std::string& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return {};
  return input_error("file_exists", Sentence{"is there already; choose another name", "已存在；请换一个文件名"},
                     {file, 0, 0, ""});
}

// The last head that was told to the file of anchors.
Result<std::optional<database::Anchor>> last_anchor(const Path& workspace) {
  ASSIGN(const Path file, anchors_of(workspace));
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return std::optional<database::Anchor>();
  ASSIGN(auto anchors, database::read_anchors(file));
  if (anchors.empty()) return std::optional<database::Anchor>();
  return std::optional(std::move(anchors.back()));
}

std::string finding_of(const workflow::Matter& matter) {
  const auto field = matter.fields.find("finding");
  if (field == matter.fields.end()) return "";
  const auto* text = std::get_if<std::string>(&field->second.held);
  return text == nullptr ? "" : *text;
}

// A finding that was asked for has to be there; of one that the matter names, a workspace without the audit says so,
// and the file too.
Status add_finding_of(evidence::Builder& builder, const EvidenceOptions& options, const workflow::Matter& matter) {
  const std::string id = options.finding.empty() ? finding_of(matter) : options.finding;
  if (id.empty()) return {};
  // What is sealed is written in Chinese, whoever seals it.
  auto found = explain_finding_of(options.workspace, options.run, id, Language::chinese);
  if (!found && options.finding.empty()) {
    fmt::print(stderr, "{}\n",
               options.say({fmt::format("note: sealed without the finding {}: {}", id, found.error().text()),
                            fmt::format("提示：未封存发现 {}：{}", id, found.error().text(Language::chinese))}));
    builder.add("finding/id", "发现编号", id);
    builder.add("finding/not_sealed", "未封存原因", found.error().code);
    return {};
  }
  if (!found) return fail(found.error());
  FindingAtHand& at_hand = **found;
  add_changes(at_hand.explained);
  evidence::ExplainedFinding finding;
  finding.id = at_hand.found.id;
  finding.run = at_hand.run.folder.filename().string();
  finding.lines = at_hand.found.lines;
  finding.gross = at_hand.found.gross;
  finding.net = at_hand.found.net;
  finding.generation = at_hand.sources.tape.manifest().generation;
  finding.rule_was_changed = at_hand.rule_was_changed;
  finding.subject = &*at_hand.subject;
  finding.explanation = &at_hand.explained.explanation;
  finding.text = text_of_explanation(at_hand.explained);
  finding.json = json_of_explanation(at_hand.explained);
  finding.knowledge = at_hand.sources.knowledge.name;
  finding.publications = at_hand.sources.knowledge.publications;
  finding.known_on = at_hand.sources.known_on;
  evidence::add_finding(builder, finding);
  return {};
}

Status add_files(evidence::Builder& builder, const std::vector<std::string>& files) {
  if (files.size() > evidence::kFilesMost)
    return usage_error("too_many_files",
                       Sentence{fmt::format("at most {} files are sealed at once", evidence::kFilesMost),
                                fmt::format("一次最多封存 {} 个文件", evidence::kFilesMost)});
  for (std::size_t at = 0; at < files.size(); ++at) TRY(evidence::add_file(builder, at + 1, files[at]));
  return {};
}

// Who seals, and whether this person may: what is sealed holds personal data in clear.
struct Sealer {
  std::string who;
  std::string where_from;
  std::function<Status(const workflow::Matter&)> check;
};

Status seal_by(const EvidenceOptions& options, const Sealer& sealer) {
  ASSIGN(const SignerKey key, signing_key(options.key));
  TRY(check_is_new(options.out));
  const Path workspace = options.workspace;
  ASSIGN(const Records records, open_records(workspace, false));
  ASSIGN(const database::KeyRing ring, open_keys(workspace, false));
  WorkflowsOptions workflows;
  workflows.workspace = options.workspace;
  ASSIGN(auto loaded, load_workflows(workflows));
  ASSIGN(const casework::Kinds kinds, casework::Kinds::make(std::move(loaded)));
  ASSIGN(const workflow::Calendar calendar, shipped_calendar());
  TRY(casework::MatterStore::open(*records.database, records.trail, ring, kinds, calendar));

  evidence::MatterRecord record;
  const casework::MatterRows rows(kinds, calendar, ring);
  TRY(records.database->read([&](database::Transaction& transaction) -> Status {
    ASSIGN(record, evidence::read_matter_record(transaction, records.trail, rows, options.number));
    return {};
  }));
  TRY(sealer.check(record.matter));
  const workflow::Kind& kind = *kinds.find(record.matter.kind, record.matter.version);
  ASSIGN(const auto anchor, last_anchor(workspace));
  const auto digest = options.digest == "sm3" ? database::Digest::sm3 : database::Digest::sha256;
  evidence::Builder builder(digest);
  evidence::add_matter(builder, kind, record.matter);
  evidence::add_acts(builder, record, anchor);
  TRY(evidence::add_kind(builder, kind));
  TRY(add_finding_of(builder, options, record.matter));
  TRY(add_files(builder, options.files));
  ASSIGN(const std::string content,
         builder.seal({options.number, current_time(), options.signer.empty() ? sealer.who : options.signer}, key));

  const evidence::Sealing sealing{options.number, sealer.who, sealer.where_from, options.why,
                                  builder.root(), digest,     builder.leaves(),  key.fingerprint()};
  ASSIGN(const std::int64_t sequence, evidence::record_sealing(*records.database, records.trail, sealing));
  TRY(write_private_file(options.out, content));
  const std::string root = database::to_hex(sealing.root);
  fmt::print("{}\n",
             options.say({fmt::format("sealed {} with {} items into {}\nroot ({}): {}\nsigned ({}) by the key {}\n"
                                      "act {} of the trail tells of it",
                                      options.number, builder.leaves(), options.out, options.digest, root,
                                      signing::name_of(key.kind()), key.fingerprint(), sequence),
                          fmt::format("已封存 {}，共 {} 项，写入 {}\n根哈希（{}）：{}\n签名（{}）公钥指纹：{}\n"
                                      "已记入审计链第 {} 条",
                                      options.number, builder.leaves(), options.out, options.digest, root,
                                      signing::name_of(key.kind()), key.fingerprint(), sequence)}));
  return {};
}

}  // namespace

Result<int> seal_evidence(const EvidenceOptions& options) {
  // Who runs the program has the keys of personal data at hand anyway; a user has to hold the right.
  if (options.as.empty()) {
    TRY(seal_by(options, {console_user(), "qiuhao evidence", [](const workflow::Matter&) { return Status(); }}));
    return 0;
  }
  UsersOptions user;
  user.workspace = options.workspace;
  user.as = options.as;
  user.language = options.language;
  return as_user(user, [&](UsersDesk& desk, const identity::By& by, const std::string&) -> Status {
    const auto check = [&](const workflow::Matter& matter) {
      return desk.records.database->read([&](database::Transaction& transaction) -> Status {
        const auto target = identity::Target::in_region(matter.region);
        ASSIGN(const identity::Decision decision,
               identity::may(transaction, desk.policy, by.asker, "personal.see", target, desk.now));
        if (decision.is_allowed()) return {};
        return fail(identity::refusal(decision));
      });
    };
    return seal_by(options, {by.asker.login, desk.where_from, check});
  });
}

Result<int> make_evidence_key(const EvidenceOptions& options) {
  Path public_file = options.file;
  if (public_file.extension() == ".pem") public_file.replace_extension();
  public_file += ".pub.pem";
  TRY(check_is_new(options.file));
  TRY(check_is_new(public_file.string()));
  const SignerKey key = SignerKey::generate(signing::key_kind_named(options.algorithm).value());
  std::string pem = key.private_pem();
  const Status written = write_private_file(options.file, pem);
  database::wipe(pem);
  TRY(written);
  TRY(write_file_atomically(public_file, key.public_pem()));
  fmt::print("{}\n",
             options.say({fmt::format("private key: {} (keep it secret; whoever has it can sign in your name)\n"
                                      "public key: {} (hand it out)\nfingerprint: {}",
                                      options.file, public_file.string(), key.fingerprint()),
                          fmt::format("私钥：{}（请妥善保密，持有者可以您的名义签名）\n公钥：{}（可公开）\n指纹：{}",
                                      options.file, public_file.string(), key.fingerprint())}));
  return 0;
}

}  // namespace qiuhao::cli
