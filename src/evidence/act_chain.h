// The sealed acts of a matter against their own hashes: whoever holds the key can seal an act that was never written
// so, and its hash in the audit trail tells.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "evidence/format.h"

namespace qiuhao::evidence {

struct ActsVerdict {
  std::int64_t held = 0;       // acts whose hash is that of what stands there
  std::int64_t unknown = 0;    // where something is blacked out, or no hash is there
  std::int64_t first_bad = 0;  // sequence of the first that is not what it was, or does not follow the one before; 0
};

// Takes leaves as they come: acts/SEQUENCE/…, then trail/digest, acts and hash.
class ActChain {
 public:
  void take(const Leaf& leaf);
  ActsVerdict finish();  // once

 private:
  struct Part {
    std::string value;
    bool is_hidden = false;
  };
  // Under each digest of a trail, for which of them it is comes behind the acts.
  struct Held {
    std::int64_t held = 0;
    std::int64_t first_bad = 0;
  };
  void close_act();
  const Part* part(const std::string& name) const;

  std::string sequence_;               // of the act that is being read
  std::map<std::string, Part> parts_;  // of it
  std::int64_t last_sequence_ = 0;
  std::string last_hash_;  // "" when it is not known
  Held by_sha256_;
  Held by_sm3_;
  std::int64_t unknown_ = 0;
  std::map<std::string, Part> trail_;
};

}  // namespace qiuhao::evidence
