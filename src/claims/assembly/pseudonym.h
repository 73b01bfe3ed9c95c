// Pseudonyms of insured people: HMAC-SHA256 of psn_no with a key that never leaves the workspace.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "claims/assembly/person_key.h"

namespace qiuhao::claims::assembly {

inline constexpr std::size_t kPseudonymKeyBytes = 32;
inline constexpr std::size_t kPseudonymDigits = 24;  // of kPersonKeyBytes bytes

class Pseudonyms {
 public:
  // WORKSPACE/secret/pseudonym.key, made on first use with mode 0600. "damaged_key" when it is there and has another
  // length: another key would make another person of everyone.
  static Result<Pseudonyms> open(const Path& workspace);

  // The same psn_no in one workspace always gives the same.
  PersonKey key_of(std::string_view psn_no) const;
  // As 24 hex digits.
  std::string of(std::string_view psn_no) const { return to_hex(key_of(psn_no)); }

 private:
  std::string key_;
};

// Neighbouring rows are often of one person, so what was worked out last is kept. One a thread.
class PseudonymCache {
 public:
  explicit PseudonymCache(const Pseudonyms& pseudonyms) : pseudonyms_(&pseudonyms), entries_(4096) {}
  const PersonKey& of(std::string_view psn_no);

 private:
  struct Entry {
    std::string psn_no;
    PersonKey key;
  };
  const Pseudonyms* pseudonyms_;
  std::vector<Entry> entries_;
};

}  // namespace qiuhao::claims::assembly
