// Taking money line by line.
#include "audit/money.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"

namespace qiuhao::audit {

std::vector<std::size_t> money_order(std::span<const rules::Rule* const> rules) {
  std::vector<std::size_t> order(rules.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const bool a_sure = rules[a]->certainty == "明确违规";
    const bool b_sure = rules[b]->certainty == "明确违规";
    return a_sure != b_sure ? a_sure : rules[a]->code < rules[b]->code;
  });
  return order;
}

namespace {

std::vector<const rules::Rule*> pointers_to(const std::vector<rules::Rule>& rules) {
  std::vector<const rules::Rule*> pointers;
  for (const rules::Rule& rule : rules) pointers.push_back(&rule);
  return pointers;
}

}  // namespace

std::vector<rules::RuleIndex> money_order(const std::vector<rules::Rule>& rules) {
  std::vector<rules::RuleIndex> order;
  for (const std::size_t index : money_order(pointers_to(rules))) order.push_back(static_cast<rules::RuleIndex>(index));
  return order;
}

void walk_lines(const claims::Part& part, const rules::EngineFields& fields, std::span<const RowIndex> lines,
                Cents gross, std::vector<LineShare>& shares) {
  shares.clear();
  for (const RowIndex line : lines) {
    const Cents taken = std::min(gross, rules::line_money(part, fields, line).value_or(0));
    gross -= taken;
    shares.push_back({line, taken});
  }
}

PersonMoney::PersonMoney(const std::vector<rules::Rule>& rules) : PersonMoney(pointers_to(rules)) {}

PersonMoney::PersonMoney(std::span<const rules::Rule* const> rules) : rules_(rules.begin(), rules.end()) {}

void PersonMoney::rank() {
  rank_.resize(rules_.size());
  const auto order = money_order(rules_);
  for (std::size_t rank = 0; rank < order.size(); ++rank) rank_[order[rank]] = rank;
}

void PersonMoney::begin(claims::Range lines, std::span<const MoneyClaim> claims) {
  lines_ = lines;
  taken_.assign(lines.end - lines.begin, 0);
  order_.resize(claims.size());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  if (claims.size() < 2) return;
  if (rank_.empty()) rank();
  std::stable_sort(order_.begin(), order_.end(),
                   [&](std::size_t a, std::size_t b) { return rank_[claims[a].rule] < rank_[claims[b].rule]; });
}

Cents PersonMoney::take(const claims::Part& part, const rules::EngineFields& fields, const MoneyClaim& claim) {
  shares_.clear();
  Cents gross_left = claim.gross;
  Cents net_left = claim.gross;
  for (const RowIndex line : claim.lines) {
    if (gross_left <= 0 && net_left <= 0) break;
    CHECK(line >= lines_.begin && line < lines_.end);
    Cents& taken = taken_[line - lines_.begin];
    const auto known = money_ != nullptr ? money_->of(line) : rules::line_money(part, fields, line);
    const Cents full = known.value_or(0);
    const Share share{line, std::min(gross_left, full), std::min(net_left, full - taken), taken};
    gross_left -= share.gross;
    net_left -= share.net;
    taken += share.net;
    if (share.gross > 0 || share.net > 0) shares_.push_back(share);
  }
  return claim.gross - net_left;
}

}  // namespace qiuhao::audit
