// What the uses of one tracing code (追溯码) say: settled more than once, sold as another item than was bought, sold
// before it came. Domain M33.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/day.h"

namespace qiuhao::screening {

enum class UseKind : std::uint8_t { count, change, purchase, purchase_return, sale, sale_return };

// A row of the register of traces.
struct CodeUse {
  UseKind kind = UseKind::sale;
  std::string provider;
  std::string id;
  std::string item;
  Seconds time = 0;
  std::string person;         // "" when not told, as the next
  std::string settlement;     // "" too of a sale for cash
  bool is_split = false;      // part of the box
  bool has_split = false;     // whether that was told
  std::int64_t quantity = 0;  // in ten-thousandths of a smallest unit, of a split use; 0 when not told
  std::int64_t pack = 0;      // of the whole box; 0 when not told
};

inline constexpr std::int64_t kUnit = 10'000;  // of quantity and pack

// What is left of a code's sales once returns, split packs and repeated uploads are taken off.
struct CodeSales {
  std::uint32_t sales = 0;      // not given back
  std::uint32_t settled = 0;    // of which a settlement paid
  std::uint32_t persons = 0;    // different ones
  std::uint32_t providers = 0;  // the same
  std::int64_t units = 0;       // that were sold; as quantity
  std::int64_t pack = 0;        // that one box has
  // More than the box holds, by more than one sale.
  bool is_resold() const { return sales > 1 && units > pack; }
};

// Uses of one code in any order. `split_units_most` is the pack of a box that does not say.
CodeSales sales_of(std::span<const CodeUse> uses, std::int64_t split_units_most);

// A sale that was not given back, of another item than anybody bought the code as.
struct SwappedSale {
  const CodeUse* sale = nullptr;
  const CodeUse* bought = nullptr;
};
std::vector<SwappedSale> swapped_sales(std::span<const CodeUse> uses);

struct ArrivalRules {
  Day reports_from = kNoDay;  // of the provider: from here on a code that it never bought tells; kNoDay: never
  int late_days = 0;          // so late a purchase may be entered
};

// A sale that was not given back, of a box that came later or never.
struct EarlySale {
  const CodeUse* sale = nullptr;
  Day came = kNoDay;                // to the provider; kNoDay: never
  const CodeUse* bought = nullptr;  // of a box that never came: by whom else, null when by nobody
};
// Uses of one code at one provider, those at others in `elsewhere`.
std::vector<EarlySale> early_sales(std::span<const CodeUse> at_provider, std::span<const CodeUse> elsewhere,
                                   const ArrivalRules& rules);

}  // namespace qiuhao::screening
