// Codes have few uses, so each question goes through all of them.
#include "screening/traces/code_uses.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

namespace qiuhao::screening {
namespace {

// The sales, or the returned ones, in order of time: of one settlement of a provider the one uploaded last.
std::vector<const CodeUse*> last_of_each(std::span<const CodeUse> uses, UseKind kind) {
  std::map<std::tuple<std::string_view, bool, std::string_view>, const CodeUse*> last;
  for (const CodeUse& use : uses) {
    if (use.kind != kind) continue;
    const bool is_paid = !use.settlement.empty();
    const CodeUse*& known = last[{use.provider, is_paid, is_paid ? use.settlement : use.id}];
    if (known == nullptr || std::tie(known->time, known->id) < std::tie(use.time, use.id)) known = &use;
  }
  std::vector<const CodeUse*> kept;
  for (const auto& [key, use] : last) kept.push_back(use);
  std::ranges::sort(kept, {}, [](const CodeUse* use) { return std::tie(use->time, use->id); });
  return kept;
}

std::int64_t units_of(const CodeUse& use) { return use.quantity > 0 ? use.quantity : kUnit; }

// What one provider sold of a code, less what came back to it.
struct ProviderSales {
  std::int64_t whole = 0;
  std::int64_t split = 0;
  std::int64_t split_units = 0;
  std::int64_t settled = 0;

  void sell(const CodeUse& use) {
    settled += use.settlement.empty() ? 0 : 1;
    if (!use.is_split) {
      ++whole;
      return;
    }
    ++split;
    split_units += units_of(use);
  }
  // A return that does not say takes a whole box where one was sold.
  void take_back(const CodeUse& use) {
    settled -= use.settlement.empty() ? 0 : 1;
    if (use.has_split ? !use.is_split : whole > 0) {
      --whole;
      return;
    }
    --split;
    split_units -= units_of(use);
  }
  // More comes back than went only where an upload is lacking.
  void settle() {
    for (std::int64_t* number : {&whole, &split, &split_units, &settled}) *number = std::max<std::int64_t>(*number, 0);
    if (split == 0) split_units = 0;
    settled = std::min(settled, whole + split);
  }
};

bool is_arrival(UseKind kind) { return kind == UseKind::purchase || kind == UseKind::change; }

// Sales of a provider and item that were not given back, one for each that is left.
std::vector<const CodeUse*> standing_sales(std::span<const CodeUse> uses) {
  std::map<std::pair<std::string_view, std::string_view>, std::vector<const CodeUse*>> sales;
  for (const CodeUse* sale : last_of_each(uses, UseKind::sale)) sales[{sale->provider, sale->item}].push_back(sale);
  for (const CodeUse* back : last_of_each(uses, UseKind::sale_return)) {
    const auto of = sales.find({back->provider, back->item});
    if (of == sales.end() || of->second.empty()) continue;
    // The last one sold before it came back; any where the uploads are out of order.
    auto given = std::ranges::find_if(of->second, [&](const CodeUse* sale) { return sale->time > back->time; });
    if (given != of->second.begin()) --given;
    of->second.erase(given);
  }
  std::vector<const CodeUse*> standing;
  for (const auto& [key, left] : sales) standing.insert(standing.end(), left.begin(), left.end());
  return standing;
}

}  // namespace

CodeSales sales_of(std::span<const CodeUse> uses, std::int64_t split_units_most) {
  std::map<std::string_view, ProviderSales> of_provider;
  std::map<std::pair<std::string_view, std::string_view>, int> of_person;
  CodeSales sales;
  for (const CodeUse* use : last_of_each(uses, UseKind::sale)) {
    of_provider[use->provider].sell(*use);
    if (!use->person.empty()) ++of_person[{use->provider, use->person}];
  }
  for (const CodeUse* use : last_of_each(uses, UseKind::sale_return)) {
    of_provider[use->provider].take_back(*use);
    if (!use->person.empty()) --of_person[{use->provider, use->person}];
  }
  for (const CodeUse& use : uses) sales.pack = std::max(sales.pack, use.pack);
  if (sales.pack == 0) sales.pack = split_units_most;
  for (auto& [provider, of] : of_provider) {
    of.settle();
    sales.sales += static_cast<std::uint32_t>(of.whole + of.split);
    sales.settled += static_cast<std::uint32_t>(of.settled);
    sales.providers += of.whole + of.split > 0 ? 1 : 0;
    sales.units += of.whole * sales.pack + of.split_units;
  }
  std::set<std::string_view> persons;
  for (const auto& [key, count] : of_person) {
    if (count > 0) persons.insert(key.second);
  }
  sales.persons = static_cast<std::uint32_t>(persons.size());
  return sales;
}

std::vector<SwappedSale> swapped_sales(std::span<const CodeUse> uses) {
  const CodeUse* bought = nullptr;
  for (const CodeUse& use : uses) {
    if (use.kind == UseKind::purchase && (bought == nullptr || use.time < bought->time)) bought = &use;
  }
  std::vector<SwappedSale> swapped;
  if (bought == nullptr) return swapped;
  for (const CodeUse* sale : standing_sales(uses)) {
    const bool is_bought = std::ranges::any_of(
        uses, [&](const CodeUse& use) { return use.kind == UseKind::purchase && use.item == sale->item; });
    if (!is_bought) swapped.push_back({sale, bought});
  }
  return swapped;
}

std::vector<EarlySale> early_sales(std::span<const CodeUse> at_provider, std::span<const CodeUse> elsewhere,
                                   const ArrivalRules& rules) {
  Day came = kNoDay, counted = kNoDay;
  for (const CodeUse& use : at_provider) {
    const Day day = day_of(use.time);
    if (is_arrival(use.kind) && (came == kNoDay || day < came)) came = day;
    if (use.kind == UseKind::count && (counted == kNoDay || day < counted)) counted = day;
  }
  const CodeUse* bought = nullptr;
  for (const CodeUse& use : elsewhere) {
    if (use.kind == UseKind::purchase && (bought == nullptr || use.time < bought->time)) bought = &use;
  }
  std::vector<EarlySale> early;
  for (const CodeUse* sale : standing_sales(at_provider)) {
    const Day latest = day_of(sale->time) + rules.late_days;
    if (counted != kNoDay && counted <= latest) continue;
    if (came != kNoDay ? came > latest : rules.reports_from != kNoDay && day_of(sale->time) >= rules.reports_from)
      early.push_back({sale, came, came == kNoDay ? bought : nullptr});
  }
  return early;
}

}  // namespace qiuhao::screening
