// Sales are taken from the visits; everything else is made around them, so that the books are true but for what is
// planted: in such a month less was handed out than was billed.
#include "simulate/stock_book.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "simulate/columns.h"
#include "simulate/random.h"

namespace qiuhao::simulate {
namespace {

constexpr Group kStockGroups[] = {Group::kSugar, Group::kHeart, Group::kCold, Group::kMaterial};
constexpr ProviderKind kKeepers[] = {ProviderKind::kTertiary, ProviderKind::kSecondary, ProviderKind::kCommunity,
                                     ProviderKind::kPharmacy};
constexpr std::size_t kEachOf = 3;       // one provider in so many keeps books that are seen here
constexpr std::size_t kMostOfKind = 40;  // so that memory does not grow with the city
constexpr int kMiddle = 15;              // day of counts in the middle of a month
constexpr int kTolerance = 3;            // percent that R0401 and R0402 allow

// Rates per thousand.
constexpr int kPlanted = 35;     // of months in which enough was billed
constexpr int kWithin = 70;      // of those: something is missing, but no more than is allowed
constexpr int kUncounted = 120;  // of the ends of months
constexpr int kMidCount = 200;
constexpr int kCountedNextDay = 400;  // on the first of the next month
constexpr int kLost = 80;
constexpr int kSentBack = 100;  // to the supplier
constexpr int kMovedIn = 60;
constexpr int kTakenBack = 150;  // from a customer
constexpr int kCashShare = 120;  // of what the insured take, at most: sold for cash
constexpr int kTwoBatches = 150;
constexpr int kRepeatedRows = 5;

constexpr std::int64_t kLeastPlanted = 5 * kWhole;

Day first_of_month(Day day) {
  CivilDate civil = civil_from_day(day);
  civil.day = 1;
  return day_from_civil(civil);
}

}  // namespace

// Writes the book of one provider and item.
class StockBook::Writer {
 public:
  Writer(const CityOptions& options, const Provider& provider, const Item& item, std::span<const Month> months,
         TableWriter& stock, TableWriter& truth, TraceBook& traces)
      : options_(options),
        provider_(provider),
        item_(item),
        months_(months),
        stock_rows_(stock),
        truth_(truth),
        traces_(traces),
        own_(mix(mix(options.seed, hash64(provider.code)), hash64(item.code))),
        random_(mix(own_.next(), static_cast<std::uint64_t>(options.slice))) {}

  std::int64_t write() {
    if (std::ranges::none_of(months_, [](const Month& month) { return month.billed > 0; })) return 0;
    plan_counts();
    on_hand_ = random_.between(20, 120) * kWhole;
    count(first_ - 1);
    for (int number = 0; number < static_cast<int>(months_.size()); ++number) write_month(number);
    return planted_;
  }

 private:
  // When is counted is the same in every slice of the city, for slices are books of the same shelves.
  void plan_counts() {
    for (std::size_t month = 0; month < months_.size(); ++month) {
      ends_.push_back(own_.chance(kUncounted)        ? End::uncounted
                      : own_.chance(kCountedNextDay) ? End::next_day
                                                     : End::last_day);
      has_middle_.push_back(own_.chance(kMidCount));
    }
  }

  // What of the month's sales was not handed out, though it was billed.
  std::int64_t choose_missing(int number) {
    const Month& month = months_[static_cast<std::size_t>(number)];
    const int roll = random_.below(1000);
    const bool is_closed =
        std::any_of(ends_.begin() + number, ends_.end(), [](End end) { return end != End::uncounted; });
    if (month.billed < kLeastPlanted || month.in_scope <= 0 || options_.slices > 1 || !is_closed) return 0;
    if (roll < kPlanted && !options_.is_honest) {
      const std::int64_t missing = month.billed * random_.between(100, 600) / 1000;
      add_truth(number, missing);
      return missing;
    }
    // The most that is allowed: missing * 100 <= (billed - missing) * kTolerance.
    return roll < kPlanted + kWithin ? month.billed * kTolerance / (100 + kTolerance) : -1;
  }

  void write_month(int number) {
    const Month& month = months_[static_cast<std::size_t>(number)];
    const Day first = add_months(first_, number);
    const Day next = add_months(first_, number + 1);
    const std::int64_t missing = choose_missing(number);
    // Nothing is sold for cash where the balance is to be exact.
    std::int64_t sold[2] = {month.sold[0], month.sold[1]};
    if (missing > 0) {
      hand_out(month.billed - missing, sold);
    } else {
      for (std::int64_t& half : sold) half += half * random_.below(kCashShare) / 1000 / kWhole * kWhole;
    }
    const bool is_exact = missing > 0;
    const std::int64_t taken_back = !is_exact && random_.chance(kTakenBack) ? random_.between(1, 3) * kWhole : 0;
    const std::int64_t lost = random_.chance(kLost) ? random_.between(1, 4) * kWhole : 0;
    const std::int64_t sent_back = random_.chance(kSentBack) ? random_.between(1, 12) * kWhole : 0;
    const std::int64_t moved_in = random_.chance(kMovedIn) ? random_.between(1, 20) * kWhole : 0;
    // The shelves are never empty before the month is over.
    const std::int64_t needed = sold[0] + sold[1] + lost + sent_back;
    const std::int64_t bought = std::max<std::int64_t>(0, needed - on_hand_) + random_.between(0, 40) * kWhole;
    record("purchase", first + 1, (bought + kWhole - 1) / kWhole * kWhole);
    record("change", first + 3, moved_in, random_.chance(500) ? "101" : "103");
    sell(first + 7, sold[0], taken_back);
    if (has_middle_[static_cast<std::size_t>(number)]) count(first + kMiddle - 1);
    record("purchase_return", first + 17, sent_back);
    record("change", first + 19, lost, random_.chance(500) ? "104" : "105");
    sell(first + 21, sold[1], 0);
    const End end = ends_[static_cast<std::size_t>(number)];
    if (end != End::uncounted) count(end == End::next_day ? next : next - 1);
  }

  // So much in all, less of the second half first.
  static void hand_out(std::int64_t all, std::int64_t (&sold)[2]) {
    sold[0] = std::clamp<std::int64_t>(sold[0], 0, all);
    sold[1] = all - sold[0];
  }

  // What a customer brings back was sold before.
  void sell(Day day, std::int64_t quantity, std::int64_t taken_back) {
    record("sale", day, quantity + taken_back);
    record("sale_return", day + 1, taken_back);
  }

  void record(std::string_view kind, Day day, std::int64_t quantity, std::string_view change = "") {
    if (quantity == 0) return;
    const bool is_in = kind == "purchase" || kind == "sale_return" || change == "101" || change == "103";
    on_hand_ += is_in ? quantity : -quantity;
    put(kind, day, quantity, change);
  }

  void count(Day day) {
    const std::int64_t first = random_.chance(kTwoBatches) ? on_hand_ / 2 / kWhole * kWhole : 0;
    if (first > 0) put("count", day, first, "");
    put("count", day, on_hand_ - first, "");
  }

  void put(std::string_view kind, Day day, std::int64_t quantity, std::string_view change) {
    const std::string key = fmt::format("{}{}S{}N{}", provider_.code, item_.code, options_.slice + 1, ++number_);
    const Seconds noon = static_cast<Seconds>(day) * kSecondsPerDay - kShanghaiOffset + 12 * 3600;
    TableWriter& row = stock_rows_;
    row.begin_row();
    row.text(stock_column("fixmedins_code"), provider_.code);
    row.text(stock_column("evt_type"), kind);
    row.text(stock_column("rid"), key);
    row.text(stock_column("med_list_codg"), item_.code);
    row.text(stock_column("fixmedins_hilist_name"), item_.name);
    row.time(stock_column("evt_time"), noon);
    row.text(stock_column("inv_chg_type"), change);
    row.money(stock_column("cnt"), quantity);  // hundredths, written like money
    row.money(stock_column("pric"), item_.price * 4 / 5);
    row.text(stock_column("fixmedins_bchno"), fmt::format("B{}", number_));
    row.end_row();
    if (random_.chance(kRepeatedRows)) row.repeat_row();
    if (kind == "sale") traces_.add_stock_sale(provider_, item_, key, noon);
  }

  void add_truth(int number, std::int64_t missing) {
    const Month& month = months_[static_cast<std::size_t>(number)];
    TableWriter& row = truth_;
    row.begin_row();
    row.text(month_truth_column("kind_name"), item_.code[0] == 'C' ? kMaterialStockKind : kDrugStockKind);
    row.text(month_truth_column("provider"), provider_.code);
    row.text(month_truth_column("month"), format_day(add_months(first_, number)).substr(0, 7));
    row.text(month_truth_column("item"), item_.code);
    row.money(month_truth_column("amount"), proportion(month.in_scope, missing, month.billed));
    row.text(month_truth_column("note"), "结算多于进销存可销数量");
    row.end_row();
    ++planted_;
  }

  enum class End : std::uint8_t { uncounted, last_day, next_day };

  const CityOptions& options_;
  const Day first_ = first_of_month(options_.first_day);
  const Provider& provider_;
  const Item& item_;
  std::span<const Month> months_;
  TableWriter& stock_rows_;
  TableWriter& truth_;
  TraceBook& traces_;
  Random own_;
  Random random_;
  std::vector<End> ends_;
  std::vector<bool> has_middle_;
  std::int64_t on_hand_ = 0;
  std::int64_t number_ = 0;
  std::int64_t planted_ = 0;
};

StockBook::StockBook(const CityOptions& options, const Providers& providers, const Catalogue& catalogue)
    : options_(options) {
  for (const ProviderKind kind : kKeepers) {
    const auto all = providers.of(kind);
    for (std::size_t number = 0; number < std::min(all.size(), kMostOfKind * kEachOf); number += kEachOf) {
      keeper_numbers_.emplace(&all[number], static_cast<int>(keepers_.size()));
      keepers_.push_back(&all[number]);
    }
  }
  for (const Group group : kStockGroups) {
    for (const Item* item : catalogue.of(group)) {
      item_numbers_.emplace(item, static_cast<int>(items_.size()));
      items_.push_back(item);
    }
  }
  // Of the calendar: a city that begins within a month has one more.
  month_count_ = options.months + (civil_from_day(options.first_day).day > 1 ? 1 : 0);
  months_.resize(keepers_.size() * items_.size() * static_cast<std::size_t>(month_count_));
}

// As clean-up leaves them: without voided lines, each less what was refunded of it.
void StockBook::add(const Visit& visit) {
  const auto keeper = keeper_numbers_.find(visit.provider);
  if (keeper == keeper_numbers_.end()) return;
  for (int number = 0; number < static_cast<int>(visit.lines.size()); ++number) {
    const Line& line = visit.lines[static_cast<std::size_t>(number)];
    const auto item = item_numbers_.find(line.item);
    if (item == item_numbers_.end() || line.voided || line.refund_of >= 0) continue;
    const CivilDate day = civil_from_day(day_of(line.time));
    const CivilDate first = civil_from_day(options_.first_day);
    const int month = (day.year - first.year) * 12 + day.month - first.month;
    if (month < 0 || month >= month_count_) continue;  // charged on a day outside the city's time
    const auto place =
        static_cast<std::size_t>(keeper->second) * items_.size() + static_cast<std::size_t>(item->second);
    Month& sums = months_[place * static_cast<std::size_t>(month_count_) + static_cast<std::size_t>(month)];
    const std::int64_t quantity = visit.net_quantity(number);
    sums.sold[day.day > kMiddle ? 1 : 0] += quantity;
    if (visit.waiting) continue;
    sums.billed += quantity;
    sums.in_scope += visit.net_in_scope(number);
  }
}

std::int64_t StockBook::write(TableWriter& stock, TableWriter& truth, TraceBook& traces) const {
  std::int64_t planted = 0;
  for (std::size_t keeper = 0; keeper < keepers_.size(); ++keeper) {
    for (std::size_t item = 0; item < items_.size(); ++item) {
      const auto months = static_cast<std::size_t>(month_count_);
      const auto of_book = std::span(months_).subspan((keeper * items_.size() + item) * months, months);
      planted += Writer(options_, *keepers_[keeper], *items_[item], of_book, stock, truth, traces).write();
    }
  }
  return planted;
}

}  // namespace qiuhao::simulate
