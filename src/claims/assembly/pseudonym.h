// Pseudonyms of insured people: HMAC-SHA256 of psn_no with a key that never leaves the workspace.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/files.h"

namespace qiuhao::claims::assembly {

inline constexpr std::size_t kPseudonymKeyBytes = 32;
inline constexpr std::size_t kPseudonymDigits = 24;  // 12 bytes

class Pseudonyms {
 public:
  // WORKSPACE/secret/pseudonym.key, made on first use with mode 0600. "damaged_key" when it is there and has another
  // length: another key would make another person of everyone.
  static Result<Pseudonyms> open(const Path& workspace);

  // 24 hex digits; the same psn_no in one workspace always gives the same.
  std::string of(std::string_view psn_no) const;

 private:
  std::string key_;
};

}  // namespace qiuhao::claims::assembly
