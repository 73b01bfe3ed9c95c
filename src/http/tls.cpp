// OpenSSL's context: TLS 1.2 and later, ciphers with forward secrecy and authentication in one.
#include "http/tls.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <utility>

namespace qiuhao::http {
namespace {

constexpr char kCiphers[] =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

std::string openssl_reason() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "cannot be read" : reason;
}

int no_passphrase(char*, int, int, void*) { return 0; }

Result<std::shared_ptr<ssl_ctx_st>> read_context(const TlsFiles& files) {
  ERR_clear_error();
  const std::shared_ptr<ssl_ctx_st> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (context == nullptr) return system_error("no_tls", fmt::format("OpenSSL: {}", openssl_reason()));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context.get(), kCiphers);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
  static constexpr unsigned char kSessionName[] = "qiuhao";
  SSL_CTX_set_session_id_context(context.get(), kSessionName, sizeof kSessionName - 1);
  // A key with a passphrase would have it asked on the terminal.
  SSL_CTX_set_default_passwd_cb(context.get(), no_passphrase);
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificates.c_str()) != 1) {
    return input_error("bad_certificate", fmt::format("no PEM certificate that can be used: {}", openssl_reason()),
                       {files.certificates.string(), 0, 0, ""});
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    return input_error("bad_key",
                       fmt::format("no PEM key without a passphrase that fits the certificate {}: {}",
                                   files.certificates.string(), openssl_reason()),
                       {files.key.string(), 0, 0, ""});
  }
  return context;
}

}  // namespace

Result<std::unique_ptr<Tls>> Tls::open(TlsFiles files) {
  std::unique_ptr<Tls> tls(new Tls(std::move(files)));
  TRY(tls->reload());
  return tls;
}

Status Tls::reload() {
  ASSIGN(std::shared_ptr<ssl_ctx_st> context, read_context(files_));
  const std::lock_guard lock(mutex_);
  context_.swap(context);
  return {};
}

ssl_st* Tls::new_session() const {
  const std::lock_guard lock(mutex_);
  return SSL_new(context_.get());
}

}  // namespace qiuhao::http
