// The books of the simulated city by a second reckoning, which knows the tables alone: with maps of texts it walks each
// book day by day, and must find exactly the months of truth_months.csv.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "simulate/city.h"
#include "simulate/read_tables.h"
#include "simulate/visit.h"

namespace qiuhao::simulate {
namespace {

// Hundredths and 分.
struct Billed {
  std::int64_t quantity = 0;
  Cents in_scope = 0;
};

// "H1 X1 2025-03" → what the tables say was billed after clean-up.
std::map<std::string, Billed> billed_of(const Path& folder) {
  std::set<std::string> visits;
  for (const Row& row : clean_rows(folder / "mdtrt_d.csv", "mdtrt_id")) visits.insert(row.at("mdtrt_id"));
  const std::vector<Row> lines = clean_rows(folder / "fee_list_d.csv", "bkkp_sn");
  std::map<std::string, std::string> month_of;
  for (const Row& row : lines) month_of[row.at("bkkp_sn")] = row.at("fee_ocur_time").substr(0, 7);
  std::map<std::string, Billed> billed;
  for (const Row& row : lines) {
    if (!visits.contains(row.at("mdtrt_id"))) continue;
    const std::string& refunded = row.at("init_feedetl_sn");
    const std::string& month = month_of.at(refunded.empty() ? row.at("bkkp_sn") : refunded);
    Billed& sum = billed[row.at("fixmedins_code") + " " + row.at("hilist_code") + " " + month];
    sum.quantity += row.cents("cnt");
    sum.in_scope += row.cents("inscp_amt");
  }
  return billed;
}

struct Book {
  std::map<std::string, std::int64_t> counts;  // by day: of all batches
  std::map<std::string, std::int64_t> moves;   // by day: what came less what went, sales left out
  std::map<std::string, std::int64_t> sales;   // by day
};

std::map<std::string, Book> books_of(const Path& folder) {
  std::map<std::string, Book> books;
  std::set<std::string> seen;
  for (const Row& row : read_table(folder / "stock.csv")) {
    if (!seen.insert(row.at("rid")).second) continue;
    Book& book = books[row.at("fixmedins_code") + " " + row.at("med_list_codg")];
    const std::string day = row.at("evt_time").substr(0, 10);
    const std::string& kind = row.at("evt_type");
    const std::int64_t quantity = row.cents("cnt");
    const std::string& change = row.at("inv_chg_type");
    if (kind == "count") book.counts[day] += quantity;
    if (kind == "purchase") book.moves[day] += quantity;
    if (kind == "purchase_return") book.moves[day] -= quantity;
    if (kind == "change") book.moves[day] += change == "101" || change == "103" ? quantity : -quantity;
    if (kind == "sale") book.sales[day] += quantity;
    if (kind == "sale_return") book.sales[day] -= quantity;
  }
  return books;
}

// From a count before the month to one after it: what left the shelves in between, less what was sold outside the
// month. A count of the first of a month is of its morning, another of its evening.
std::optional<std::int64_t> sold_at_most(const Book& book, const std::string& month) {
  const auto turn = [](const std::string& day) { return day.ends_with("-01") ? day + " 0" : day + " 9"; };
  const std::string begin = month + "-01 0", end = month + "-99";
  const std::pair<const std::string, std::int64_t>* before = nullptr;
  const std::pair<const std::string, std::int64_t>* after = nullptr;
  Day last = *parse_day(month + "-01") + 27;
  while (format_day(last + 1).starts_with(month)) ++last;
  for (const auto& count : book.counts) {
    if (turn(count.first) <= begin) before = &count;
    const bool is_after = turn(count.first) > end || count.first == format_day(last);
    if (is_after && after == nullptr) after = &count;
  }
  if (before == nullptr || after == nullptr) return std::nullopt;
  const auto lies_between = [&](const std::string& day) {
    return day + " 5" > turn(before->first) && day + " 5" < turn(after->first);
  };
  std::int64_t left = before->second - after->second;
  for (const auto& [day, quantity] : book.moves) left += lies_between(day) ? quantity : 0;
  for (const auto& [day, quantity] : book.sales) left -= lies_between(day) && !day.starts_with(month) ? quantity : 0;
  return left;
}

using Rows = std::set<std::string>;

Rows audited(const Path& folder, std::int64_t& within, std::int64_t& untold) {
  Rows found;
  const auto books = books_of(folder);
  for (const auto& [key, billed] : billed_of(folder)) {
    const std::string month = key.substr(key.size() - 7);
    const auto book = books.find(key.substr(0, key.size() - 8));
    if (book == books.end()) continue;
    const auto most = sold_at_most(book->second, month);
    if (!most) {
      ++untold;
      continue;
    }
    const std::int64_t over = billed.quantity - std::max<std::int64_t>(*most, 0);
    if (over * 100 <= std::max<std::int64_t>(*most, 0) * 3) {
      within += over > 0 ? 1 : 0;
      continue;
    }
    found.insert(key + " " + format_cents(proportion(billed.in_scope, over, billed.quantity)));
  }
  return found;
}

void expect_truth(const CityOptions& options, std::int64_t at_least) {
  const auto summary = simulate_city(options);
  ASSERT_TRUE(summary) << summary.error().text();
  Rows truth;
  std::set<std::string> kinds;
  for (const Row& row : read_table(options.directory / "truth_months.csv")) {
    if (row.at("item").empty()) continue;
    truth.insert(row.at("provider") + " " + row.at("item") + " " + row.at("month") + " " + row.at("amount"));
    kinds.insert(row.at("kind_name"));
  }
  std::int64_t within = 0, untold = 0;
  EXPECT_EQ(audited(options.directory, within, untold), truth);
  if (options.is_honest) {
    EXPECT_TRUE(truth.empty());
  }
  EXPECT_GE(static_cast<std::int64_t>(truth.size()), at_least);
  EXPECT_GE(within, 1) << "no month is a little over";
  if (at_least > 0) {
    EXPECT_EQ(kinds.size(), 2U);
  }
}

TEST(StockTruth, ASecondReckoningFindsExactlyWhatWasPlanted) {
  for (const std::uint64_t seed : {1u, 20'260'101u}) {
    const TestFolder folder("stock-truth");
    expect_truth({folder.path, 6'000, 12, seed}, 4);
  }
}

TEST(StockTruth, HoldsForACityThatBeginsInTheMiddleOfAMonth) {
  const TestFolder folder("stock-truth-late");
  expect_truth({folder.path, 3'000, 14, 3, day_from_civil({2024, 2, 29})}, 1);
}

TEST(StockTruth, AnHonestCityHasBooksThatHold) {
  const TestFolder folder("stock-honest");
  CityOptions options{folder.path, 6'000, 12, 5};
  options.is_honest = true;
  expect_truth(options, 0);
}

// Slices keep one book together: counted on the same days, added up, and true.
TEST(StockTruth, SlicesKeepOneBook) {
  const TestFolder one("stock-slice-1");
  const TestFolder two("stock-slice-2");
  CityOptions options{one.path, 6'000, 6, 5};
  options.slices = 2;
  ASSERT_TRUE(simulate_city(options));
  options.slice = 1;
  options.directory = two.path;
  ASSERT_TRUE(simulate_city(options));
  auto books = books_of(one.path);
  for (auto& [key, book] : books_of(two.path)) {
    Book& both = books[key];
    if (!both.counts.empty()) {
      for (const auto& [day, quantity] : book.counts) EXPECT_TRUE(both.counts.contains(day)) << key << " " << day;
    }
    for (const auto& [day, quantity] : book.counts) both.counts[day] += quantity;
    for (const auto& [day, quantity] : book.moves) both.moves[day] += quantity;
    for (const auto& [day, quantity] : book.sales) both.sales[day] += quantity;
  }
  auto billed = billed_of(one.path);
  for (const auto& [key, sum] : billed_of(two.path)) billed[key].quantity += sum.quantity;
  int told = 0;
  for (const auto& [key, sum] : billed) {
    const auto book = books.find(key.substr(0, key.size() - 8));
    if (book == books.end()) continue;
    const auto most = sold_at_most(book->second, key.substr(key.size() - 7));
    if (!most) continue;
    EXPECT_LE(sum.quantity, *most) << key;
    ++told;
  }
  EXPECT_GT(told, 100);
}

}  // namespace
}  // namespace qiuhao::simulate
