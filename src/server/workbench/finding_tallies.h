// Findings of each rule by state, with their money: counted at most once a minute, for a million of them take a while.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "casework/findings.h"

namespace qiuhao::server {

inline constexpr std::int64_t kTalliesSeconds = 60;

struct StateTally {
  std::int64_t count = 0;
  Cents net = 0;
};
// By state.
using RuleTally = std::map<casework::FindingState, StateTally>;

// Safe for several threads.
class FindingTallies {
 public:
  struct Told {
    std::map<std::string, RuleTally> rules;  // by code
    database::Micros counted_at = 0;
  };
  // Of what the scope sees. While one thread counts anew, others get what was counted before.
  Result<Told> of(database::Database& database, const casework::Scope& scope, database::Micros now);

 private:
  struct Counted {
    std::vector<casework::TalliedFindings> all;
    database::Micros at = 0;
  };
  Result<std::shared_ptr<const Counted>> counted(database::Database& database, database::Micros now);

  std::mutex mutex_;  // of what is kept
  std::shared_ptr<const Counted> kept_;
  std::mutex counting_;
};

}  // namespace qiuhao::server
