// The sums of findings, kept for a minute: an overview asks for them whenever somebody looks.
#pragma once

#include <memory>
#include <mutex>

#include "casework/finding_totals.h"

namespace qiuhao::server {

inline constexpr database::Micros kTotalsKept = database::kMicrosAMinute;

struct KeptTotals {
  casework::FindingTotals totals;
  database::Micros as_of = 0;
};

// Of several threads at once.
class TotalsCache {
 public:
  // Sums at most a minute old. While one thread sums anew, the others get the last ones; only the first of all waits.
  Result<std::shared_ptr<const KeptTotals>> get(database::Database& database, database::Micros now);

 private:
  std::mutex summing_;
  std::mutex mutex_;
  std::shared_ptr<const KeptTotals> kept_;
};

}  // namespace qiuhao::server
