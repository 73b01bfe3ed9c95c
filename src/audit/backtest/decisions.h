// What people decided about findings, read from a CSV file: finding,decision,by,on,reason.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/day.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/result.h"

namespace qiuhao::audit {

struct Decision {
  Hash128 finding;
  bool is_confirmed = false;  // the finding is right, the claim is refused; else the finding was refused
  std::string by;
  Day on = kNoDay;
  std::string reason;
};

class Decisions {
 public:
  // The last decision about a finding counts: by day, of one day the one that stands later. Errors name file and line:
  // "bad_decisions" for a missing column, a decision that is neither confirmed nor refused, an id that is not 32
  // hexadecimal digits, a date that is none.
  static Result<Decisions> read(const Path& file);

  const std::vector<Decision>& all() const { return all_; }  // each finding once
  std::size_t replaced() const { return replaced_; }         // earlier decisions about the same findings
  bool is_empty() const { return all_.empty(); }
  // The number in all() of the decision about a finding, or -1.
  std::ptrdiff_t find(const Hash128& finding) const {
    const auto known = by_finding_.find(finding);
    return known == by_finding_.end() ? -1 : static_cast<std::ptrdiff_t>(known->second);
  }

 private:
  struct HashOfId {
    std::size_t operator()(const Hash128& id) const { return static_cast<std::size_t>(id.low); }
  };
  void put(Decision decision);

  std::vector<Decision> all_;
  std::unordered_map<Hash128, std::size_t, HashOfId> by_finding_;
  std::size_t replaced_ = 0;
};

}  // namespace qiuhao::audit
