// Balances of months, and the table of records.
#include "rules/windows/stock.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace qiuhao::rules {
namespace {

Day next_month(Day first) {
  CivilDate civil = civil_from_day(first);
  if (++civil.month > 12) {
    civil.month = 1;
    ++civil.year;
  }
  return day_from_civil(civil);
}

// A count stands between two days: before this one.
Day stands_before(Day count_day) { return civil_from_day(count_day).day == 1 ? count_day : count_day + 1; }

// What an event adds to the stock.
__int128 effect(const StockEvent& event) {
  switch (event.kind) {
    case StockKind::count: return 0;
    case StockKind::change:
    case StockKind::purchase:
    case StockKind::sale_return: return event.quantity;
    case StockKind::purchase_return:
    case StockKind::sale: return -static_cast<__int128>(event.quantity);
  }
  return 0;
}

// Without zeros at the end of its places.
std::optional<Decimal> as_decimal(__int128 units) {
  int scale = kStockScale;
  while (scale > 0 && units % 10 == 0) {
    units /= 10;
    --scale;
  }
  if (units > INT64_MAX || units < INT64_MIN) return std::nullopt;
  return Decimal{static_cast<std::int64_t>(units), static_cast<std::uint8_t>(scale)};
}

// The days of the counts by which a month opens and closes.
struct Counts {
  Day opening = kNoDay;
  Day closing = kNoDay;
  Counts(std::span<const StockEvent> events, Day month, Day end) {
    for (const StockEvent& event : events) {
      if (event.kind != StockKind::count) continue;
      const Day before = stands_before(event.day);
      if (before <= month) opening = event.day;  // days ascend: the last one stays
      if (before >= end && closing == kNoDay) closing = event.day;
    }
  }
};

// Sums at kStockScale places.
struct Sums {
  __int128 opening = 0, closing = 0, bought = 0, returned = 0, changed = 0, sold = 0;

  void add(const StockEvent& event) {
    switch (event.kind) {
      case StockKind::count: break;
      case StockKind::change: changed += event.quantity; break;
      case StockKind::purchase: bought += event.quantity; break;
      case StockKind::purchase_return: returned += event.quantity; break;
      case StockKind::sale: sold += event.quantity; break;
      case StockKind::sale_return: sold -= event.quantity; break;
    }
  }
};

}  // namespace

int stock_direction(std::string_view change) {
  constexpr std::string_view kIn[] = {"101", "103", "106", "108"};
  constexpr std::string_view kOut[] = {"102", "104", "105", "107"};
  if (std::ranges::find(kIn, change) != std::end(kIn)) return 1;
  return std::ranges::find(kOut, change) != std::end(kOut) ? -1 : 0;
}

std::optional<StockBalance> balance_of(std::span<const StockEvent> events, Day month) {
  const Day end = next_month(month);
  const Counts counts(events, month, end);
  Sums sums;
  for (const StockEvent& event : events) {
    if (event.kind == StockKind::count) {
      if (event.day == counts.opening) sums.opening += event.quantity;
      if (event.day == counts.closing) sums.closing += event.quantity;
    } else if (event.day >= month && event.day < end) {
      sums.add(event);
    } else if (event.day < month) {
      if (counts.opening != kNoDay && event.day >= stands_before(counts.opening)) sums.opening += effect(event);
    } else if (counts.closing != kNoDay && event.day < stands_before(counts.closing)) {
      sums.closing -= effect(event);
    }
  }
  const auto opening = as_decimal(sums.opening), closing = as_decimal(sums.closing);
  const auto bought = as_decimal(sums.bought), returned = as_decimal(sums.returned);
  const auto changed = as_decimal(sums.changed), sold = as_decimal(sums.sold);
  const auto available = as_decimal(sums.opening + sums.bought - sums.returned + sums.changed - sums.closing);
  if (!opening || !closing || !bought || !returned || !changed || !sold || !available) return std::nullopt;
  StockBalance balance;
  balance.bought = *bought;
  balance.returned = *returned;
  balance.changed = *changed;
  balance.sold_uploaded = *sold;
  balance.opening_count = counts.opening;
  balance.closing_count = counts.closing;
  if (counts.opening != kNoDay) balance.opening = opening;
  if (counts.closing != kNoDay) balance.closing = closing;
  if (balance.opening && balance.closing) balance.available = available;
  return balance;
}

StockTable::StockTable(std::vector<StockRow> rows) {
  std::erase_if(rows, [](const StockRow& row) { return row.event.day == kNoDay; });
  std::ranges::sort(rows, [](const StockRow& a, const StockRow& b) {
    return std::tie(a.provider, a.item, a.event) < std::tie(b.provider, b.item, b.event);
  });
  std::set<std::string_view> items;
  for (const StockRow& row : rows) items.insert(row.item);
  for (const std::string_view item : items) items_.emplace(item, items_.size());  // so that pairs ascend as rows do
  Hasher128 hasher;
  for (const StockRow& row : rows) {
    const std::uint32_t provider = providers_.emplace(row.provider, providers_.size()).first->second;
    const std::uint64_t pair = std::uint64_t{provider} << 32 | items_.find(row.item)->second;
    if (pairs_.empty() || pairs_.back() != pair) {
      pairs_.push_back(pair);
      pair_begins_.push_back(events_.size());
    }
    events_.push_back(row.event);
    hasher.add(fmt::format("{}:{}{}:{}{} {} {};", row.provider.size(), row.provider, row.item.size(), row.item,
                           row.event.day, static_cast<int>(row.event.kind), row.event.quantity));
  }
  pair_begins_.push_back(events_.size());
  hash_ = hasher.value();
}

std::optional<std::uint32_t> StockTable::find(const Numbers& numbers, std::string_view code) {
  const auto known = numbers.find(code);
  return known == numbers.end() ? std::nullopt : std::optional(known->second);
}

std::span<const StockEvent> StockTable::events(std::uint32_t provider, std::uint32_t item) const {
  const std::uint64_t pair = std::uint64_t{provider} << 32 | item;
  const auto known = std::ranges::lower_bound(pairs_, pair);
  if (known == pairs_.end() || *known != pair) return {};
  const auto at = static_cast<std::size_t>(known - pairs_.begin());
  return std::span(events_).subspan(pair_begins_[at], pair_begins_[at + 1] - pair_begins_[at]);
}

std::span<const StockEvent> StockTable::events(std::string_view provider, std::string_view item) const {
  const auto of_provider = find_provider(provider);
  const auto of_item = find_item(item);
  return of_provider && of_item ? events(*of_provider, *of_item) : std::span<const StockEvent>();
}

}  // namespace qiuhao::rules
