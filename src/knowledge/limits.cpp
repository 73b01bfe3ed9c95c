// Limits as one line of text, and the age test.
#include "knowledge/limits.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "knowledge/icd.h"

namespace qiuhao::knowledge {
namespace {

template <typename Member>
struct Named {
  std::string_view name;
  Member Limits::*member;
};
struct NamedDecimal {
  std::string_view name;
  std::optional<Decimal> Limits::*member;
  int scale;
};

constexpr Named<std::optional<int>> kNumbers[] = {
    {"sex", &Limits::sex},
    {"age_min", &Limits::age_min},
    {"age_max", &Limits::age_max},
    {"level_min", &Limits::level_min},
    {"max_days", &Limits::max_days},
    {"min_gap_days", &Limits::min_gap_days},
    {"max_count", &Limits::max_count},
    {"percent", &Limits::percent},
    {"hours_max", &Limits::hours_max},
    {"min_count", &Limits::min_count},
    {"within_days", &Limits::within_days},
    {"grade", &Limits::grade},
    {"level", &Limits::level},
};
constexpr NamedDecimal kDecimals[] = {
    {"price_max", &Limits::price_max, 6},
    {"amount_max", &Limits::amount_max, 2},
    {"quantity_max", &Limits::quantity_max, 4},
};
constexpr Named<bool> kFlags[] = {
    {"child", &Limits::child},
    {"has_more", &Limits::has_more},
    {"never", &Limits::never},
    {"never_alone", &Limits::never_alone},
    {"never_online", &Limits::never_online},
};
constexpr Named<std::vector<std::string>> kLists[] = {
    {"modes", &Limits::modes},         {"insurance", &Limits::insurance},     {"icd", &Limits::icd},
    {"icd_never", &Limits::icd_never}, {"departments", &Limits::departments}, {"diseases", &Limits::diseases},
    {"needs", &Limits::needs},         {"operations", &Limits::operations},
};
constexpr Named<std::string> kTexts[] = {
    {"per", &Limits::per},
    {"operation_group", &Limits::operation_group},
    {"group", &Limits::group},
    {"bundle", &Limits::bundle},
};
constexpr std::array<std::string_view, 3> kUnits = {"years", "months", "days"};

std::unexpected<Error> bad_limits(std::string_view word) {
  return input_error("bad_limits", fmt::format("'{}' is no limit; write e.g. sex=2 or age_min=3", word.substr(0, 60)));
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

bool set_number(std::optional<int>& number, std::string_view value) {
  int parsed = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
  if (error != std::errc() || end != value.data() + value.size()) return false;
  number = parsed;
  return true;
}

bool set_decimal(std::optional<Decimal>& decimal, int scale, std::string_view value) {
  const auto parsed = parse_decimal(value);
  if (!parsed) return false;
  const auto scaled = rescale(*parsed, scale);
  if (!scaled || *scaled != *parsed || scaled->units < 0) return false;
  decimal = *scaled;
  return true;
}

bool set_list(std::vector<std::string>& list, std::string_view name, std::string_view value) {
  list = split(value, ',');
  const bool is_icd = name == "icd" || name == "icd_never";
  return !is_icd ||
         std::ranges::all_of(list, [](const std::string& range) { return parse_icd_range(range).has_value(); });
}

bool set_unit(AgeUnit& unit, std::string_view value) {
  const auto found = std::ranges::find(kUnits, value);
  if (found == kUnits.end()) return false;
  unit = static_cast<AgeUnit>(found - kUnits.begin());
  return true;
}

// False for a name that no limit has, and for a value that does not fit.
bool set(Limits& limits, std::string_view name, std::string_view value) {
  for (const auto& flag : kFlags) {
    if (flag.name == name) return limits.*flag.member = value == "yes";
  }
  for (const auto& number : kNumbers) {
    if (number.name == name) return set_number(limits.*number.member, value);
  }
  for (const auto& decimal : kDecimals) {
    if (decimal.name == name) return set_decimal(limits.*decimal.member, decimal.scale, value);
  }
  for (const auto& list : kLists) {
    if (list.name == name) return set_list(limits.*list.member, name, value);
  }
  for (const auto& text : kTexts) {
    if (text.name != name) continue;
    limits.*text.member = value;
    return true;
  }
  return name == "age_unit" && set_unit(limits.age_unit, value);
}

}  // namespace

const Limits& SharedLimits::none() {
  static const Limits kNone;
  return kNone;
}

std::string format_limits(const Limits& limits) {
  std::vector<std::string> words;
  for (const auto& number : kNumbers) {
    if (limits.*number.member) words.push_back(fmt::format("{}={}", number.name, *(limits.*number.member)));
  }
  if (limits.age_min || limits.age_max) {
    words.push_back(fmt::format("age_unit={}", kUnits[static_cast<std::size_t>(limits.age_unit)]));
  }
  for (const auto& decimal : kDecimals) {
    if (limits.*decimal.member)
      words.push_back(fmt::format("{}={}", decimal.name, format_decimal(*(limits.*decimal.member))));
  }
  for (const auto& flag : kFlags) {
    if (limits.*flag.member) words.push_back(fmt::format("{}=yes", flag.name));
  }
  for (const auto& list : kLists) {
    if (!(limits.*list.member).empty())
      words.push_back(fmt::format("{}={}", list.name, fmt::join(limits.*list.member, ",")));
  }
  for (const auto& text : kTexts) {
    if (!(limits.*text.member).empty()) words.push_back(fmt::format("{}={}", text.name, limits.*text.member));
  }
  return fmt::format("{}", fmt::join(words, " "));
}

std::vector<std::string_view> limit_names() {
  std::vector<std::string_view> names{"age_unit"};
  const auto add = [&names](const auto& table) {
    for (const auto& limit : table) names.push_back(limit.name);
  };
  add(kNumbers);
  add(kDecimals);
  add(kFlags);
  add(kLists);
  add(kTexts);
  return names;
}

Result<Limits> parse_limits(std::string_view text) {
  Limits limits;
  for (const std::string& word : split(text, ' ')) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals + 1 == word.size()) return bad_limits(word);
    if (!set(limits, std::string_view(word).substr(0, equals), std::string_view(word).substr(equals + 1)))
      return bad_limits(word);
  }
  return limits;
}

Result<SharedLimits> LimitsReader::read(const std::string& text) {
  if (const auto known = known_.find(text); known != known_.end()) return known->second;
  ASSIGN(Limits limits, parse_limits(text));
  return known_.emplace(text, std::move(limits)).first->second;
}

bool is_outside_age(const Limits& limits, Day born, Day on) {
  if (limits.age_min || limits.age_max) {
    int age = on - born;
    if (limits.age_unit == AgeUnit::years) age = age_years(born, on);
    if (limits.age_unit == AgeUnit::months) age = age_months(born, on);
    if (limits.age_min && age < *limits.age_min) return true;
    if (limits.age_max && age > *limits.age_max) return true;
  }
  return limits.child && age_years(born, on) >= kChildYears;
}

}  // namespace qiuhao::knowledge
