// Keys to sign evidence with: read, and made by `qiuhao evidence key`.
#include <fmt/format.h>

#include <filesystem>

#include "cli/evidence_parts.h"
#include "cli/private_file.h"
#include "database/digest.h"
#include "signing/key_file.h"

namespace qiuhao::cli {

using signing::SignerKey;

Result<SignerKey> read_signing_key(const std::string& file) {
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
