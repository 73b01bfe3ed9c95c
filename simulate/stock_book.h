// The stock records (进销存) of the simulated city: what some of its hospitals and pharmacies bought, counted, lost,
// gave back and sold of some items, so that it agrees with what they billed; and the months in which more was billed
// than can have been sold, which are the truth.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "simulate/city.h"
#include "simulate/providers.h"
#include "simulate/table_writer.h"
#include "simulate/trace_book.h"
#include "simulate/visit.h"

namespace qiuhao::simulate {

inline constexpr std::string_view kDrugStockKind = "药品进销存异常";
inline constexpr std::string_view kMaterialStockKind = "医用耗材进销存异常";

// Memory is by provider, item and month, whatever the number of people.
class StockBook {
 public:
  // All must outlive it.
  StockBook(const CityOptions& options, const Providers& providers, const Catalogue& catalogue);

  // Once for each visit, as it is written.
  void add(const Visit& visit);
  // Once, after the last visit. Returns the rows of truth.
  std::int64_t write(TableWriter& stock, TableWriter& truth, TraceBook& traces) const;

 private:
  // Of a provider and item in a month, in hundredths and 分.
  struct Month {
    std::int64_t sold[2] = {0, 0};  // handed out to the insured up to the 15th, and after
    std::int64_t billed = 0;        // what the fund is asked for: without visits that have not come
    Cents in_scope = 0;
  };
  class Writer;

  const CityOptions& options_;
  std::vector<const Provider*> keepers_;
  std::map<const Provider*, int> keeper_numbers_;
  std::vector<const Item*> items_;
  std::map<const Item*, int> item_numbers_;
  int month_count_ = 0;
  std::vector<Month> months_;  // by keeper, item, month
};

}  // namespace qiuhao::simulate
