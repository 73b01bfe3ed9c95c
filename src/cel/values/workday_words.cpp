// Sentences with a year in them.
#include "cel/values/workday_words.h"

#include <array>

namespace qiuhao::cel {
namespace {

constexpr int kFirstNamed = 1900;
constexpr std::size_t kNamed = 300;
constexpr std::string_view kEnglishBegin = "the holidays of the year ";
constexpr std::string_view kEnglishEnd = " are not known; they are from 2020 to 2026";
constexpr std::string_view kChineseBegin = "不知道 ";
constexpr std::string_view kChineseEnd = " 年的节假日安排；已有 2020 至 2026 年";
constexpr const char* kOtherEnglish = "the holidays of this year are not known; they are from 2020 to 2026";
constexpr std::string_view kOtherChinese = "不知道这一年的节假日安排；已有 2020 至 2026 年";

using Words = std::array<char, 80>;  // ended by zeros

constexpr Words words_of(std::string_view begin, int year, std::string_view end) {
  Words words{};
  std::size_t at = 0;
  for (const char c : begin) words[at++] = c;
  for (int unit = 1000; unit > 0; unit /= 10) words[at++] = static_cast<char>('0' + year / unit % 10);
  for (const char c : end) words[at++] = c;
  return words;
}

constexpr std::array<Words, kNamed> all_words(std::string_view begin, std::string_view end) {
  std::array<Words, kNamed> all{};
  for (std::size_t i = 0; i < kNamed; ++i) all[i] = words_of(begin, kFirstNamed + static_cast<int>(i), end);
  return all;
}

constexpr auto kEnglish = all_words(kEnglishBegin, kEnglishEnd);
constexpr auto kChinese = all_words(kChineseBegin, kChineseEnd);

}  // namespace

const char* unknown_year_sentence(int year) {
  const auto number = static_cast<std::size_t>(year - kFirstNamed);
  return year >= kFirstNamed && number < kNamed ? kEnglish[number].data() : kOtherEnglish;
}

std::string_view chinese_unknown_year(std::string_view english) {
  if (english == kOtherEnglish) return kOtherChinese;
  if (!english.starts_with(kEnglishBegin)) return {};
  for (std::size_t i = 0; i < kNamed; ++i) {
    if (english == kEnglish[i].data()) return kChinese[i].data();
  }
  return {};
}

}  // namespace qiuhao::cel
