// TLS of the server: certificate and key from files, read anew on demand. OpenSSL stays behind this border.
#pragma once

#include <memory>
#include <mutex>

#include "base/result.h"
#include "http/server.h"

struct ssl_ctx_st;
struct ssl_st;

namespace qiuhao::http {

class Tls {
 public:
  // "bad_certificate", "bad_key": name the file and what OpenSSL said.
  static Result<std::unique_ptr<Tls>> open(TlsFiles files);

  Status reload();  // the same errors; what was in use stays so
  // The server's side of one connection, with the certificate now in use; whoever asked frees it. nullptr when memory
  // is out.
  ssl_st* new_session() const;

 private:
  explicit Tls(TlsFiles files) : files_(std::move(files)) {}

  const TlsFiles files_;
  mutable std::mutex mutex_;
  std::shared_ptr<ssl_ctx_st> context_;
};

}  // namespace qiuhao::http
