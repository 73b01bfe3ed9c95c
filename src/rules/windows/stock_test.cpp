// Balances are those of a shop whose every move is known, and those of the definition followed word by word.
#include "rules/windows/stock.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace qiuhao::rules {
namespace {

Day day_of_text(const std::string& text) { return *parse_day(text); }

StockEvent event(const std::string& day, StockKind kind, std::int64_t whole) {
  return {day_of_text(day), kind, whole * kPowersOfTen[kStockScale]};
}

std::optional<StockBalance> balance(std::vector<StockEvent> events, const std::string& month) {
  std::ranges::sort(events);
  return balance_of(events, day_of_text(month + "-01"));
}

// What a shop does on a day, in whole units.
struct ShopDay {
  std::int64_t bought = 0, returned = 0, changed = 0, sold = 0, taken_back = 0;
  bool is_counted = false;
  std::int64_t effect() const { return bought - returned + changed - sold + taken_back; }
};

constexpr Day kFirst = 20'089;  // 2025-01-01
constexpr int kDays = 424;      // to the end of February 2026

// Whatever is counted and whenever: the balance of a month is what was there and what left it by sale.
TEST(Stock, TellsWhatAShopSoldWhenItsRecordsAreTrue) {
  std::mt19937_64 random(5);
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<std::uint64_t>(limit)); };
  int told = 0;
  for (int turn = 0; turn < 300; ++turn) {
    std::vector<ShopDay> days(kDays);
    std::vector<StockEvent> events;
    std::map<Day, std::int64_t> before;  // stock before each day
    std::int64_t stock = below(500);
    const int counts_in_100 = below(12);
    for (int at = 0; at < kDays; ++at) {
      const Day day = kFirst + at;
      ShopDay& shop = days[static_cast<std::size_t>(at)];
      before[day] = stock;
      if (below(5) == 0) shop.bought = below(300);
      if (below(30) == 0) shop.returned = below(20);
      if (below(20) == 0) shop.changed = below(40) - 20;
      shop.sold = below(12);
      if (below(15) == 0) shop.taken_back = below(3);
      shop.is_counted = below(100) < counts_in_100;
      stock += shop.effect();
      const auto record = [&](StockKind kind, std::int64_t whole) {
        if (whole != 0) events.push_back({day, kind, whole * 10'000});
      };
      record(StockKind::purchase, shop.bought);
      record(StockKind::purchase_return, shop.returned);
      record(StockKind::change, shop.changed);
      record(StockKind::sale, shop.sold);
      record(StockKind::sale_return, shop.taken_back);
      if (!shop.is_counted) continue;
      const std::int64_t counted = civil_from_day(day).day == 1 ? before[day] : stock;
      // Two batches, which may be of any size.
      const std::int64_t first = below(50);
      events.push_back({day, StockKind::count, first * 10'000});
      events.push_back({day, StockKind::count, (counted - first) * 10'000});
    }
    before[kFirst + kDays] = stock;
    std::ranges::sort(events);
    for (Day month = kFirst; month < kFirst + kDays; ++month) {
      if (civil_from_day(month).day != 1) continue;
      Day end = month + 1;
      while (civil_from_day(end).day != 1) ++end;
      std::int64_t sold = 0;
      for (Day day = month; day < end; ++day) {
        const ShopDay& shop = days[static_cast<std::size_t>(day - kFirst)];
        sold += shop.sold - shop.taken_back;
      }
      const auto found = balance_of(events, month);
      ASSERT_TRUE(found.has_value());
      if (found->opening) {
        EXPECT_EQ(*found->opening, Decimal::from_int(before[month]));
      }
      if (found->closing) {
        EXPECT_EQ(*found->closing, Decimal::from_int(before[end]));
      }
      EXPECT_EQ(found->sold_uploaded, Decimal::from_int(sold));
      ASSERT_EQ(found->available.has_value(), found->opening.has_value() && found->closing.has_value());
      if (!found->available) continue;
      EXPECT_EQ(*found->available, Decimal::from_int(sold)) << format_day(month);
      ++told;
    }
  }
  EXPECT_GT(told, 1'000);
}

// Without a count before the month or after it nothing is said; a day decides which it is.
TEST(Stock, NeedsACountOnEitherSide) {
  const auto with = [](const std::string& opening, const std::string& closing) {
    return *balance({event(opening, StockKind::count, 5), event(closing, StockKind::count, 3)}, "2025-03");
  };
  EXPECT_TRUE(with("2025-02-28", "2025-03-31").available.has_value());
  EXPECT_TRUE(with("2025-03-01", "2025-04-01").available.has_value());
  EXPECT_TRUE(with("2024-06-15", "2027-06-15").available.has_value());
  EXPECT_FALSE(with("2025-03-02", "2025-03-31").available.has_value());
  EXPECT_FALSE(with("2025-03-02", "2025-03-31").opening.has_value());
  EXPECT_EQ(with("2025-03-02", "2025-03-31").opening_count, kNoDay);
  EXPECT_FALSE(with("2025-02-28", "2025-03-30").available.has_value());
  EXPECT_FALSE(with("2025-02-28", "2025-03-30").closing.has_value());
  EXPECT_EQ(with("2025-02-28", "2025-03-31").opening_count, day_of_text("2025-02-28"));
  EXPECT_EQ(with("2025-02-28", "2025-03-31").closing_count, day_of_text("2025-03-31"));
}

// Counts at the turn of the month, taken twice: the later opens, the earlier closes.
TEST(Stock, TakesTheNearestCounts) {
  const std::vector<StockEvent> events{
      event("2025-01-31", StockKind::count, 1), event("2025-02-28", StockKind::count, 2),
      event("2025-03-01", StockKind::count, 4), event("2025-03-31", StockKind::count, 8),
      event("2025-04-01", StockKind::count, 16)};
  EXPECT_EQ(*balance(events, "2025-03")->opening, Decimal::from_int(4));
  EXPECT_EQ(*balance(events, "2025-03")->closing, Decimal::from_int(8));
  EXPECT_EQ(*balance(events, "2025-02")->opening, Decimal::from_int(1));
  EXPECT_EQ(*balance(events, "2025-02")->closing, Decimal::from_int(2));
  EXPECT_EQ(*balance(events, "2025-04")->opening, Decimal::from_int(16));
}

TEST(Stock, ReadsWellAndRefusesWhatDoesNotFit) {
  const auto found = *balance({event("2025-02-28", StockKind::count, 120),
                               event("2025-03-31", StockKind::count, 0),
                               {day_of_text("2025-03-05"), StockKind::purchase, 15'000}},
                              "2025-03");
  EXPECT_EQ(format_decimal(*found.opening), "120");
  EXPECT_EQ(format_decimal(found.bought), "1.5");
  EXPECT_EQ(format_decimal(*found.available), "121.5");
  const StockEvent huge{day_of_text("2025-03-05"), StockKind::purchase, INT64_MAX};
  EXPECT_TRUE(balance({huge}, "2025-03").has_value());
  EXPECT_FALSE(balance({huge, huge}, "2025-03").has_value());
}

// A table finds what maps of texts find, whatever the order of rows.
TEST(Stock, TableHoldsTheRowsOfEachProviderAndItem) {
  std::mt19937_64 random(11);
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<std::uint64_t>(limit)); };
  std::vector<StockRow> rows;
  std::map<std::string, std::vector<StockEvent>> wanted;
  for (int at = 0; at < 3'000; ++at) {
    StockRow row{fmt::format("H{}", below(9)),
                 fmt::format("X{}", below(40)),
                 {below(50) == 0 ? kNoDay : kFirst + below(90), static_cast<StockKind>(below(6)), below(900) - 20}};
    if (row.event.day != kNoDay) wanted[row.provider + " " + row.item].push_back(row.event);
    rows.push_back(row);
  }
  const StockTable table(rows);
  std::ranges::reverse(rows);
  const StockTable again(rows);
  EXPECT_EQ(table.hash(), again.hash());
  rows.back().event.quantity += 1;
  EXPECT_NE(table.hash(), StockTable(rows).hash());
  std::size_t found = 0;
  for (int provider = 0; provider < 10; ++provider) {
    for (int item = 0; item < 41; ++item) {
      auto& events = wanted[fmt::format("H{} X{}", provider, item)];
      std::ranges::sort(events);
      const auto of_table = table.events(fmt::format("H{}", provider), fmt::format("X{}", item));
      EXPECT_TRUE(std::ranges::equal(events, of_table));
      found += of_table.size();
    }
  }
  EXPECT_EQ(found, table.size());
  EXPECT_TRUE(StockTable().is_empty());
  EXPECT_FALSE(StockTable().find_item("X1").has_value());
}

}  // namespace
}  // namespace qiuhao::rules
