// A code is a letter and up to seven digits: one number of eight digits, where shorter codes are ranges.
#include "rules/library/icd_set.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "knowledge/icd.h"

namespace qiuhao::rules {
namespace {

constexpr std::size_t kDigits = 7;
constexpr std::int64_t kOfLetter = 10'000'000;

std::int64_t number_of(const std::string& code, char padding) {
  std::string digits = code.substr(1);
  digits.resize(kDigits, padding);
  return (code[0] - 'A') * kOfLetter + std::stoll(digits);
}

// As a claim would have it: six signs, C34.900.
std::string code_of(std::int64_t number) {
  const std::string digits = fmt::format("{:07}", number % kOfLetter);
  return fmt::format("{}{}.{}", static_cast<char>('A' + number / kOfLetter), digits.substr(0, 2), digits.substr(2, 3));
}

}  // namespace

IcdSet::IcdSet(const std::vector<std::string>& ranges) {
  std::vector<Range> all;
  for (const std::string& text : ranges) {
    const auto range = knowledge::parse_icd_range(text);
    if (range) all.push_back({number_of(range->from, '0'), number_of(range->to, '9')});
  }
  std::ranges::sort(all, {}, &Range::from);
  for (const Range& range : all) {
    if (!ranges_.empty() && range.from <= ranges_.back().to + 1) {
      ranges_.back().to = std::max(ranges_.back().to, range.to);
    } else {
      ranges_.push_back(range);
    }
  }
}

bool IcdSet::holds(const IcdSet& other) const { return other.code_outside(*this).empty(); }
bool IcdSet::meets(const IcdSet& other) const { return !code_in_both(other).empty(); }

bool IcdSet::has(const std::string& code) const {
  std::string plain;
  for (const char c : code.substr(0, 8)) {
    if (c != '.') plain += c;
  }
  const IcdSet one({plain});
  return !one.is_empty() && holds(one);
}

std::string IcdSet::first_code() const {
  CHECK(!ranges_.empty());
  return code_of(ranges_[0].from);
}

std::string IcdSet::code_outside(const IcdSet& other) const {
  for (const Range& range : ranges_) {
    std::int64_t at = range.from;
    for (const Range& known : other.ranges_) {
      if (known.from <= at && known.to >= at) at = known.to + 1;
    }
    if (at <= range.to) return code_of(at);
  }
  return "";
}

std::string IcdSet::code_in_both(const IcdSet& other) const {
  for (const Range& range : ranges_) {
    for (const Range& known : other.ranges_) {
      const std::int64_t at = std::max(range.from, known.from);
      if (at <= std::min(range.to, known.to)) return code_of(at);
    }
  }
  return "";
}

}  // namespace qiuhao::rules
