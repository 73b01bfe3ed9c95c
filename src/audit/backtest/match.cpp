// Pairing by sorted keys.
#include "audit/backtest/match.h"

#include <algorithm>
#include <map>

#include "base/check.h"

namespace qiuhao::audit {

std::vector<RulePair> pair_rules(const rules::Plan* before, const rules::Plan* after, bool is_one_rule) {
  std::map<std::string, RulePair> by_code;
  const auto code_of = [&](const rules::Rule& rule) { return is_one_rule ? std::string() : rule.code; };
  const std::size_t old_rules = before == nullptr ? 0 : before->rules().size();
  const std::size_t new_rules = after == nullptr ? 0 : after->rules().size();
  CHECK(!is_one_rule || (old_rules <= 1 && new_rules <= 1));
  for (std::size_t rule = 0; rule < old_rules; ++rule) {
    by_code[code_of(before->rules()[rule])].before = static_cast<rules::RuleIndex>(rule);
  }
  for (std::size_t rule = 0; rule < new_rules; ++rule) {
    by_code[code_of(after->rules()[rule])].after = static_cast<rules::RuleIndex>(rule);
  }
  std::vector<RulePair> pairs;
  for (const auto& [code, pair] : by_code) pairs.push_back(pair);
  return pairs;
}

Matcher::Matcher(const rules::Plan* before, const rules::Plan* after, const std::vector<RulePair>& pairs)
    : before_(before), after_(after) {
  if (before != nullptr) pair_of_before_.resize(before->rules().size());
  if (after != nullptr) pair_of_after_.resize(after->rules().size());
  for (std::uint32_t number = 0; number < pairs.size(); ++number) {
    if (pairs[number].before) pair_of_before_[*pairs[number].before] = number;
    if (pairs[number].after) pair_of_after_[*pairs[number].after] = number;
  }
  if (before == nullptr || after == nullptr || &before->library() == &after->library()) return;
  const auto& old_points = before->library().points();
  const auto& new_points = after->library().points();
  for (std::uint32_t number = 0; number < new_points.size(); ++number) {
    const knowledge::Point* same = before->library().find_point(new_points[number].id);
    point_of_after_.push_back(same != nullptr ? static_cast<std::uint32_t>(same - old_points.data())
                                              : static_cast<std::uint32_t>(old_points.size()) + number);
  }
}

Matcher::Key Matcher::before_key(const Finding& finding, std::uint32_t number) const {
  const auto grain = static_cast<std::uint8_t>(before_->rules()[finding.rule].grain);
  return {pair_of_before_[finding.rule], grain, finding.row, finding.other, finding.point, number};
}

Matcher::Key Matcher::after_key(const Finding& finding, std::uint32_t number) const {
  const auto grain = static_cast<std::uint8_t>(after_->rules()[finding.rule].grain);
  const bool is_same = finding.point == rules::kNoPoint || point_of_after_.empty();
  const std::uint32_t point = is_same ? finding.point : point_of_after_[finding.point];
  return {pair_of_after_[finding.rule], grain, finding.row, finding.other, point, number};
}

void Matcher::match(const ChunkResult& before, const ChunkResult& after, std::vector<Match>& matches) const {
  std::vector<Key> before_keys;
  std::vector<Key> after_keys;
  before_keys.reserve(before.findings.size());
  after_keys.reserve(after.findings.size());
  for (const Finding& finding : before.findings) {
    before_keys.push_back(before_key(finding, static_cast<std::uint32_t>(before_keys.size())));
  }
  for (const Finding& finding : after.findings) {
    after_keys.push_back(after_key(finding, static_cast<std::uint32_t>(after_keys.size())));
  }
  match_keys(std::move(before_keys), std::move(after_keys), before, after, matches);
}

namespace {

using Key = Matcher::Key;

// Takes what `is_less` finds equal off both sorted lists, one with one.
template <typename Less>
void take_equal(std::vector<Key>& before, std::vector<Key>& after, const Less& is_less, std::vector<Match>& matches) {
  std::size_t old_left = 0;
  std::size_t new_left = 0;
  std::size_t b = 0;
  std::size_t a = 0;
  while (b < before.size() && a < after.size()) {
    if (is_less(before[b], after[a])) {
      before[old_left++] = before[b++];
    } else if (is_less(after[a], before[b])) {
      after[new_left++] = after[a++];
    } else {
      matches.push_back({Change::same, before[b++].finding, after[a++].finding});
    }
  }
  while (b < before.size()) before[old_left++] = before[b++];
  while (a < after.size()) after[new_left++] = after[a++];
  before.resize(old_left);
  after.resize(new_left);
}

}  // namespace

void Matcher::match_keys(std::vector<Key> before_keys, std::vector<Key> after_keys, const ChunkResult& before,
                         const ChunkResult& after, std::vector<Match>& matches) const {
  matches.clear();
  std::ranges::sort(before_keys);
  std::ranges::sort(after_keys);
  const auto subject = [](const Key& key) { return std::tuple(key.pair, key.grain, key.row, key.other); };
  take_equal(
      before_keys, after_keys,
      [&](const Key& a, const Key& b) { return std::tuple(subject(a), a.point) < std::tuple(subject(b), b.point); },
      matches);
  take_equal(
      before_keys, after_keys, [&](const Key& a, const Key& b) { return subject(a) < subject(b); }, matches);
  for (Match& match : matches) {
    if (is_changed(before, after, match)) match.change = Change::changed;
  }
  for (const Key& key : after_keys) matches.push_back({Change::added, kNoFinding, key.finding});
  std::ranges::sort(matches, {}, &Match::after);
  const auto gone = static_cast<std::ptrdiff_t>(matches.size());
  for (const Key& key : before_keys) matches.push_back({Change::gone, key.finding, kNoFinding});
  std::sort(matches.begin() + gone, matches.end(), [](const Match& a, const Match& b) { return a.before < b.before; });
}

bool Matcher::is_changed(const ChunkResult& before, const ChunkResult& after, const Match& match) const {
  const Finding& was = before.findings[match.before];
  const Finding& is = after.findings[match.after];
  if (was.gross != is.gross || before_key(was, 0).point != after_key(is, 0).point) return true;
  if (static_cast<rules::Grain>(before_key(was, 0).grain) == rules::Grain::provider_period) return false;
  return !std::ranges::equal(before.lines_of(match.before), after.lines_of(match.after));
}

}  // namespace qiuhao::audit
