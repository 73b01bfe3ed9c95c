// Days, amounts and values in the words of Chinese papers.
#include <fmt/format.h>

#include <cstdlib>

#include "base/check.h"
#include "documents/paper_world.h"

namespace qiuhao::documents {
namespace {

constexpr const char* kDigits[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
constexpr const char* kPlaces[] = {"", "拾", "佰", "仟"};
constexpr const char* kGroups[] = {"", "万", "亿", "万亿"};
constexpr Cents kWordsMost = 1'000'000'000'000'000'000;  // beyond the groups

// Up to 9,999, with the zeros within.
std::string group_in_words(int group) {
  std::string words;
  bool has_gap = false;
  for (int place = 3, unit = 1'000; place >= 0; --place, unit /= 10) {
    const int digit = group / unit % 10;
    if (digit == 0) {
      has_gap = has_gap || !words.empty();
      continue;
    }
    if (std::exchange(has_gap, false)) words += kDigits[0];
    words += std::string(kDigits[digit]) + kPlaces[place];
  }
  return words;
}

std::string with_thousands(Cents cents) {
  const std::string plain = format_cents(cents);
  const std::size_t point = plain.find('.');
  std::string out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const bool is_break = i > 0 && i < point && (point - i) % 3 == 0 && plain[i - 1] != '-';
    out += is_break ? "," : "";
    out += plain[i];
  }
  return out;
}

std::string shown_one(const workflow::FieldValue& value, workflow::FieldType type,
                      const std::vector<workflow::Choice>& choices, const NameOf& name_of) {
  switch (type) {
    case workflow::FieldType::money: return with_thousands(value.integer()) + " 元";
    case workflow::FieldType::date: return chinese_day(static_cast<Day>(value.integer()));
    case workflow::FieldType::boolean: return std::get<bool>(value.held) ? "是" : "否";
    case workflow::FieldType::choice: {
      const auto found = workflow::find_named(choices, value.text());
      return found ? choices[*found].title.chinese : value.text();
    }
    case workflow::FieldType::person:
    case workflow::FieldType::organisation: return name_of ? name_of(value.text()) : value.text();
    default: return workflow::format_value(value, type);
  }
}

}  // namespace

std::string chinese_day(Day day) {
  const CivilDate date = civil_from_day(day);
  return fmt::format("{}年{}月{}日", date.year, date.month, date.day);
}

std::string yuan_in_words(Cents cents) {
  if (cents <= -kWordsMost || cents >= kWordsMost) return "";
  std::string words = cents < 0 ? "负" : "";
  const std::int64_t yuan = std::abs(cents) / 100;
  const int jiao = static_cast<int>(std::abs(cents) / 10 % 10);
  const int fen = static_cast<int>(std::abs(cents) % 10);
  std::int64_t unit = 1'000'000'000'000;
  bool has_gap = false;
  bool has_any = false;
  for (int group = 3; group >= 0; --group, unit /= 10'000) {
    const int part = static_cast<int>(yuan / unit % 10'000);
    if (part == 0) {
      has_gap = has_any;
      continue;
    }
    if (has_any && (has_gap || part < 1'000)) words += kDigits[0];
    words += group_in_words(part) + kGroups[group];
    has_gap = false;
    has_any = true;
  }
  if (has_any || (jiao == 0 && fen == 0)) words += has_any ? "元" : "零元";
  if (jiao != 0) words += std::string(kDigits[jiao]) + "角";
  if (fen != 0) words += (jiao == 0 && has_any ? std::string(kDigits[0]) : "") + kDigits[fen] + "分";
  return fen == 0 ? words + "整" : words;
}

std::string shown_value(const workflow::FieldValue& value, workflow::FieldType type,
                        const std::vector<workflow::Choice>& choices, const NameOf& name_of) {
  const auto* items = std::get_if<std::vector<workflow::FieldValue>>(&value.held);
  if (items == nullptr) return shown_one(value, type, choices, name_of);
  std::string out;
  for (const workflow::FieldValue& item : *items)
    out += (out.empty() ? "" : "、") + shown_one(item, type, choices, name_of);
  return out;
}

}  // namespace qiuhao::documents
