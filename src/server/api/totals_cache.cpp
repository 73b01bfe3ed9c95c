// Summing outside of the lock that readers take.
#include "server/api/totals_cache.h"

namespace qiuhao::server {

Result<std::shared_ptr<const KeptTotals>> TotalsCache::get(database::Database& database, database::Micros now) {
  const auto last = [&] {
    const std::scoped_lock lock(mutex_);
    return kept_;
  };
  auto kept = last();
  const auto is_fresh = [&] { return kept != nullptr && now - kept->as_of < kTotalsKept; };
  if (is_fresh()) return kept;
  std::unique_lock summing(summing_, std::try_to_lock);
  if (!summing.owns_lock()) {
    if (kept != nullptr) return kept;
    summing.lock();
    kept = last();
    if (kept != nullptr) return kept;
  }
  auto fresh = std::make_shared<KeptTotals>();
  fresh->as_of = now;
  TRY(database.read([&](database::Transaction& transaction) -> Status {
    ASSIGN(fresh->totals, casework::sum_findings(transaction));
    return {};
  }));
  const std::scoped_lock lock(mutex_);
  kept_ = fresh;
  return std::shared_ptr<const KeptTotals>(fresh);
}

}  // namespace qiuhao::server
