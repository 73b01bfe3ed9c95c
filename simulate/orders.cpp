// Plain orders and the labels of a few drugs.
#include "simulate/orders.h"

#include <algorithm>

namespace qiuhao::simulate {
namespace {

constexpr LabelDose kLabelDoses[] = {
    {"对乙酰氨基酚片", 500, 2'000}, {"布洛芬缓释胶囊", 300, 600}, {"氯雷他定片", 10, 10},
    {"盐酸二甲双胍片", 500, 2'550}, {"阿托伐他汀钙片", 20, 80},   {"苯磺酸氨氯地平片", 5, 10},
    {"格列美脲片", 2, 6},           {"多潘立酮片", 10, 40},
};

constexpr int kDaysMost = 30;

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool is_once_a_day(const Item& item) {
  const auto found = std::ranges::find(kLabelDoses, item.name, &LabelDose::name);
  return found != std::end(kLabelDoses) && found->most_a_day < 2 * found->milligrams;
}

// How many pieces a pack has: 24 of "0.25g*24片".
int pieces_of(const Item& item) {
  int pieces = 0;
  for (const char c : item.spec.substr(item.spec.find('*') + 1)) {
    if (c < '0' || c > '9') break;
    pieces = pieces * 10 + (c - '0');
  }
  return pieces;
}

}  // namespace

std::span<const LabelDose> label_doses() { return kLabelDoses; }

std::string_view piece_of(const Item& item) {
  const std::size_t times = item.spec.find('*');
  if (times == std::string_view::npos) return "";
  const std::string_view count = item.spec.substr(times + 1);
  return count.substr(std::min(count.find_first_not_of("0123456789"), count.size()));
}

void order_plainly(Line& line, bool is_inpatient) {
  const Item& item = *line.item;
  const bool is_injected = has_any(item.form, {"注射"});
  const bool is_outer = has_any(item.form, {"软膏", "乳膏", "滴眼", "气雾", "粉雾", "粉吸入", "栓", "阴道", "灌肠"});
  line.route = is_injected ? "静脉滴注" : is_outer ? "外用" : "口服";
  line.frequency = is_injected || is_once_a_day(item) ? "qd" : "bid";
  if (is_injected) {
    line.dose = "1支";
  } else if (is_outer || piece_of(item).empty()) {
    line.dose = "适量";
  } else {
    line.dose = "1" + std::string(piece_of(item));
    const std::int64_t a_day = line.frequency == "qd" ? 1 : 2;
    const std::int64_t days = pieces_of(item) * line.quantity / kWhole / a_day;
    // How long what is limited in days may last is said where it is planted.
    const bool says_days = !is_inpatient && item.group != Group::kQuantityDrug;
    if (says_days) line.days_supply = static_cast<int>(std::clamp<std::int64_t>(days, 1, kDaysMost));
  }
}

}  // namespace qiuhao::simulate
