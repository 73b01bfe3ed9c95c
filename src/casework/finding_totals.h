// Sums of all findings by region, provider, rule, month and state: what overviews are made of. A million findings take
// a second or two to sum, so whoever shows them keeps the sums for a while.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "casework/findings.h"
#include "database/database.h"

namespace qiuhao::casework {

struct FindingSum {
  std::int64_t count = 0;
  Cents gross = 0;
  Cents net = 0;

  void add(const FindingSum& other);
};

struct FindingCell {
  std::string region;
  std::string provider;
  std::string rule;
  int month = 0;  // 202603; 197001 of findings without a day
  FindingState state = FindingState::open;
  bool is_certain = false;
  FindingSum sum;
};

struct FindingTotals {
  std::vector<FindingCell> cells;
  std::map<std::string, std::string> provider_names;
  std::map<std::string, std::string> rule_names;
};

// Errors are those of statements.
Result<FindingTotals> sum_findings(database::Transaction& transaction);

// Money that matters asked the ledger to post, by scheme ("recovery_pool"), of matters in regions that begin so.
Result<std::map<std::string, Cents>> sum_postings(database::Transaction& transaction,
                                                  const std::vector<std::string>& regions);

}  // namespace qiuhao::casework
