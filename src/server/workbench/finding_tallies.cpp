// One query for everybody; regions are looked at afterwards.
#include "server/workbench/finding_tallies.h"

#include <algorithm>

namespace qiuhao::server {
namespace {

bool sees(const casework::Scope& scope, const std::string& region) {
  return scope.is_everything ||
         std::ranges::any_of(scope.regions, [&](const std::string& prefix) { return region.starts_with(prefix); });
}

}  // namespace

Result<std::shared_ptr<const FindingTallies::Counted>> FindingTallies::counted(database::Database& database,
                                                                               database::Micros now) {
  const auto looked = [&] {
    const std::lock_guard lock(mutex_);
    return kept_;
  };
  const auto is_fresh = [&](const auto& kept) {
    return kept != nullptr && now >= kept->at && now - kept->at < kTalliesSeconds * database::kMicrosASecond;
  };
  auto kept = looked();
  if (is_fresh(kept)) return kept;
  std::unique_lock counting(counting_, std::try_to_lock);
  if (!counting.owns_lock()) {
    if (kept != nullptr) return kept;
    counting.lock();
  }
  kept = looked();
  if (is_fresh(kept)) return kept;
  auto fresh = std::make_shared<Counted>();
  fresh->at = now;
  TRY(database.read([&](database::Transaction& transaction) -> Status {
    ASSIGN(fresh->all, casework::tally_findings(transaction));
    return {};
  }));
  const std::lock_guard lock(mutex_);
  kept_ = fresh;
  return kept_;
}

Result<FindingTallies::Told> FindingTallies::of(database::Database& database, const casework::Scope& scope,
                                                database::Micros now) {
  ASSIGN(const auto kept, counted(database, now));
  Told told;
  told.counted_at = kept->at;
  for (const casework::TalliedFindings& one : kept->all) {
    if (!sees(scope, one.region)) continue;
    StateTally& tally = told.rules[one.rule][one.state];
    tally.count += one.count;
    tally.net += one.net;
  }
  return told;
}

}  // namespace qiuhao::server
