// Limits as one line of text, and the age test.
#include "knowledge/limits.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <charconv>

#include "knowledge/icd.h"

namespace qiuhao::knowledge {
namespace {

struct NumberField {
  std::string_view name;
  std::optional<int> Limits::*member;
};
struct FlagField {
  std::string_view name;
  bool Limits::*member;
};

constexpr std::array<NumberField, 7> kNumbers = {{{"sex", &Limits::sex},
                                                  {"age_min", &Limits::age_min},
                                                  {"age_max", &Limits::age_max},
                                                  {"level_min", &Limits::level_min},
                                                  {"max_days", &Limits::max_days},
                                                  {"min_gap_days", &Limits::min_gap_days},
                                                  {"max_count", &Limits::max_count}}};
constexpr std::array<FlagField, 5> kFlags = {{{"child", &Limits::child},
                                              {"has_more", &Limits::has_more},
                                              {"never", &Limits::never},
                                              {"never_alone", &Limits::never_alone},
                                              {"never_online", &Limits::never_online}}};
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

// True when the name is a number's or a flag's and the value fits; sets it.
bool set_simple(Limits& limits, std::string_view name, std::string_view value) {
  for (const FlagField& flag : kFlags) {
    if (flag.name == name) return limits.*flag.member = value == "yes";
  }
  for (const NumberField& number : kNumbers) {
    if (number.name != name) continue;
    int parsed = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    if (error != std::errc() || end != value.data() + value.size()) return false;
    limits.*number.member = parsed;
    return true;
  }
  return false;
}

}  // namespace

std::string format_limits(const Limits& limits) {
  std::vector<std::string> words;
  for (const NumberField& number : kNumbers) {
    if (limits.*number.member) words.push_back(fmt::format("{}={}", number.name, *(limits.*number.member)));
  }
  if (limits.age_min || limits.age_max) {
    words.push_back(fmt::format("age_unit={}", kUnits[static_cast<std::size_t>(limits.age_unit)]));
  }
  for (const FlagField& flag : kFlags) {
    if (limits.*flag.member) words.push_back(fmt::format("{}=yes", flag.name));
  }
  if (!limits.modes.empty()) words.push_back(fmt::format("modes={}", fmt::join(limits.modes, ",")));
  if (!limits.insurance.empty()) words.push_back(fmt::format("insurance={}", fmt::join(limits.insurance, ",")));
  if (!limits.icd.empty()) words.push_back(fmt::format("icd={}", fmt::join(limits.icd, ",")));
  if (!limits.icd_never.empty()) words.push_back(fmt::format("icd_never={}", fmt::join(limits.icd_never, ",")));
  if (!limits.per.empty()) words.push_back(fmt::format("per={}", limits.per));
  if (!limits.operation_group.empty()) words.push_back(fmt::format("operation_group={}", limits.operation_group));
  return fmt::format("{}", fmt::join(words, " "));
}

Result<Limits> parse_limits(std::string_view text) {
  Limits limits;
  for (const std::string& word : split(text, ' ')) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals + 1 == word.size()) return bad_limits(word);
    const std::string name = word.substr(0, equals);
    const std::string value = word.substr(equals + 1);
    if (name == "modes") {
      limits.modes = split(value, ',');
    } else if (name == "insurance") {
      limits.insurance = split(value, ',');
    } else if (name == "icd" || name == "icd_never") {
      auto& ranges = name == "icd" ? limits.icd : limits.icd_never;
      ranges = split(value, ',');
      for (const std::string& range : ranges) {
        if (!parse_icd_range(range)) return bad_limits(word);
      }
    } else if (name == "per") {
      limits.per = value;
    } else if (name == "operation_group") {
      limits.operation_group = value;
    } else if (name == "age_unit") {
      std::size_t unit = 0;
      while (unit < kUnits.size() && kUnits[unit] != value) ++unit;
      if (unit == kUnits.size()) return bad_limits(word);
      limits.age_unit = static_cast<AgeUnit>(unit);
    } else if (!set_simple(limits, name, value)) {
      return bad_limits(word);
    }
  }
  return limits;
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
