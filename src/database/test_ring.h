// For tests: a key ring of one key.
#pragma once

#include <string>

#include "base/check.h"
#include "database/key_ring.h"

namespace qiuhao::database {

inline KeyRing test_ring() {
  auto ring = KeyRing::from_text("key 2026a aes-256-gcm hex:" + std::string(64, '1') +
                                     "\ncurrent 2026a\nindex hmac-sha256 hex:" + std::string(64, '3') + "\n",
                                 "test");
  CHECK_NOTE(ring.has_value(), ring ? "" : ring.error().text());
  return std::move(*ring);
}

}  // namespace qiuhao::database
