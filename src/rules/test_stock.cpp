// Reading tests of rule files: the stock records given.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "rules/rule_tests.h"
#include "rules/test_case_reader.h"

namespace qiuhao::rules {

namespace {

constexpr std::array<std::string_view, 6> kStockKeys = {"provider", "item", "day", "kind", "quantity", "change"};

}  // namespace

// {provider: H1, item: X1, day: 2025-01-31, kind: count, quantity: 100}
Result<StockRow> CaseReader::read_stock_row(const Node& node) const {
  TRY(check_keys(node, kStockKeys, "stock"));
  for (const std::string_view key : kStockKeys) {
    if (key != "provider" && key != "change" && node.text_of(key).empty()) {
      return at(node, "bad_test", {fmt::format("a stock record needs {}", key), fmt::format("进销存记录要有 {}", key)});
    }
  }
  StockRow row{node.text_of("provider"), node.text_of("item"), {}};
  const auto day = parse_day(node.text_of("day"));
  if (!day) return at(*node.find("day"), day.error().code, day.error().sentence());
  row.event.day = *day;
  const auto kind = std::ranges::find(kStockKindNames, node.text_of("kind"));
  if (kind == std::end(kStockKindNames)) {
    return at(*node.find("kind"), "bad_test",
              {fmt::format("kind is one of {}", fmt::join(kStockKindNames, ", ")),
               fmt::format("kind 应为 {} 之一", fmt::join(kStockKindNames, "、"))});
  }
  row.event.kind = static_cast<StockKind>(kind - std::begin(kStockKindNames));
  const auto quantity = parse_decimal(node.text_of("quantity"));
  if (!quantity) return at(*node.find("quantity"), quantity.error().code, quantity.error().sentence());
  const auto fitted = rescale(*quantity, kStockScale);
  if (!fitted || *fitted != *quantity) {
    return at(
        *node.find("quantity"), "bad_number",
        {fmt::format("quantity keeps {} places", kStockScale), fmt::format("quantity 保留 {} 位小数", kStockScale)});
  }
  row.event.quantity = fitted->units;
  if (row.event.kind == StockKind::change) row.event.quantity *= stock_direction(node.text_of("change"));
  return row;
}

// A record that names no provider is the first one's.
Status CaseReader::read_stock(const Node& node, TestCase& test) const {
  if (!node.is_sequence() || node.items.size() > kMaxTestRows) {
    return at(node, "bad_test",
              {fmt::format("stock is a list of at most {} records", kMaxTestRows),
               fmt::format("stock 是最多 {} 条记录的列表", kMaxTestRows)});
  }
  for (const Node& item : node.items) {
    ASSIGN(StockRow row, read_stock_row(item));
    if (row.provider.empty()) row.provider = test.providers.empty() ? "H1" : test.providers.front().id;
    test.stock.push_back(std::move(row));
  }
  return {};
}

}  // namespace qiuhao::rules
