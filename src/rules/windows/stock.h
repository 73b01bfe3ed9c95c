// What a provider's stock records (进销存) say of an item: counts, purchases, returns, changes and the sales it
// uploaded; and the balance of a month, which says how much can have been sold.
//
// Records are of days. A count is the stock at the close of its day, but one of the first day of a month is that before
// the day's business: so the count with which a month ends and that with which the next begins are one, whichever of
// the two days it was taken on.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/day.h"
#include "base/decimal.h"
#include "base/hash.h"

namespace qiuhao::rules {

enum class StockKind : std::uint8_t {
  count,            // 盘存: what there is; several of an item and day (batches) are added up
  change,           // 库存变更: + in, - out
  purchase,         // 采购
  purchase_return,  // 采购退货
  sale,             // 销售
  sale_return,      // 销售退货
};
inline constexpr std::string_view kStockKindNames[] = {"count",           "change", "purchase",
                                                       "purchase_return", "sale",   "sale_return"};
inline constexpr int kStockScale = 4;  // places of quantities, in the smallest unit that has a price

// What a change of a type (inv_chg_type) does: 1 in, -1 out, 0 unknown.
int stock_direction(std::string_view change);

struct StockEvent {
  Day day = kNoDay;
  StockKind kind = StockKind::count;
  std::int64_t quantity = 0;  // at kStockScale places; of a change below 0 for what went out
  auto operator<=>(const StockEvent&) const = default;
};

struct StockRow {
  std::string provider;
  std::string item;
  StockEvent event;
};

// Of one provider, item and month. Quantities have no zeros at their end, so that they read well.
struct StockBalance {
  // By the last count on or before the first day, with what was recorded since; by the first count on or after the last
  // day, without what was recorded until then. nullopt: there is no such count.
  std::optional<Decimal> opening;
  std::optional<Decimal> closing;
  Day opening_count = kNoDay;  // days of those counts
  Day closing_count = kNoDay;
  // In the month.
  Decimal bought;
  Decimal returned;  // to the supplier
  Decimal changed;
  Decimal sold_uploaded;  // less what customers gave back
  // opening + bought - returned + changed - closing; nullopt without one of the counts.
  std::optional<Decimal> available;
};

// Of the events of one provider and item, in order; `month` is the first day. nullopt: a sum is too large.
std::optional<StockBalance> balance_of(std::span<const StockEvent> events, Day month);

// The records of all providers. Immutable; shared by all threads.
class StockTable {
 public:
  StockTable() = default;
  explicit StockTable(std::vector<StockRow> rows);  // in any order; rows without a day are of no use and left out

  bool is_empty() const { return events_.empty(); }
  std::size_t size() const { return events_.size(); }
  // Numbers by which providers and items are known here.
  std::optional<std::uint32_t> find_provider(std::string_view code) const { return find(providers_, code); }
  std::optional<std::uint32_t> find_item(std::string_view code) const { return find(items_, code); }
  // In order of day; empty when the provider has no records of the item.
  std::span<const StockEvent> events(std::uint32_t provider, std::uint32_t item) const;
  std::span<const StockEvent> events(std::string_view provider, std::string_view item) const;
  // Of all records; equal tables have equal ones, whatever the order in which rows came.
  Hash128 hash() const { return hash_; }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return hash64(text); }
  };
  using Numbers = std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;
  static std::optional<std::uint32_t> find(const Numbers& numbers, std::string_view code);

  Numbers providers_;
  Numbers items_;
  std::vector<StockEvent> events_;        // by provider, item, day
  std::vector<std::uint64_t> pairs_;      // provider and item, ascending
  std::vector<std::size_t> pair_begins_;  // one more than pairs
  Hash128 hash_;
};

}  // namespace qiuhao::rules
