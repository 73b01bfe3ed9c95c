// The table of holidays. A new year is a block of lines; workdays_test.cpp holds each year to its number of holidays.
#include "cel/values/workdays.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace qiuhao::cel {
namespace {

// Days of one year, as month * 100 + day.
struct Free {
  std::int16_t first;
  std::int16_t last;
};
struct Year {
  std::span<const Free> free;            // holidays with the weekends that they take in
  std::span<const std::int16_t> worked;  // Saturdays and Sundays that are workdays
};

// 国办发明电〔2019〕16号; the Spring Festival as prolonged to 2 February by 国办发明电〔2020〕1号.
constexpr Free kFree2020[] = {{101, 101}, {124, 131}, {201, 202}, {404, 406}, {501, 505}, {625, 627}, {1001, 1008}};
constexpr std::int16_t kWorked2020[] = {119, 426, 509, 628, 927, 1010};
// 国办发明电〔2020〕27号
constexpr Free kFree2021[] = {{101, 103}, {211, 217}, {403, 405}, {501, 505}, {612, 614}, {919, 921}, {1001, 1007}};
constexpr std::int16_t kWorked2021[] = {207, 220, 425, 508, 918, 926, 1009};
// 国办发明电〔2021〕11号
constexpr Free kFree2022[] = {{101, 103}, {131, 206}, {403, 405},   {430, 504},
                              {603, 605}, {910, 912}, {1001, 1007}, {1231, 1231}};
constexpr std::int16_t kWorked2022[] = {129, 130, 402, 424, 507, 1008, 1009};
// 国办发明电〔2022〕16号, whose New Year begins on 31 December 2022
constexpr Free kFree2023[] = {{101, 102}, {121, 127}, {405, 405}, {429, 503}, {622, 624}, {929, 1006}};
constexpr std::int16_t kWorked2023[] = {128, 129, 423, 506, 625, 1007, 1008};
// 国办发明电〔2023〕7号
constexpr Free kFree2024[] = {{101, 101}, {210, 217}, {404, 406}, {501, 505}, {610, 610}, {915, 917}, {1001, 1007}};
constexpr std::int16_t kWorked2024[] = {204, 218, 407, 428, 511, 914, 929, 1012};
// 国办发明电〔2024〕12号
constexpr Free kFree2025[] = {{101, 101}, {128, 204}, {404, 406}, {501, 505}, {531, 602}, {1001, 1008}};
constexpr std::int16_t kWorked2025[] = {126, 208, 427, 928, 1011};
// 国办发明电〔2025〕7号
constexpr Free kFree2026[] = {{101, 103}, {215, 223}, {404, 406}, {501, 505}, {619, 621}, {925, 927}, {1001, 1007}};
constexpr std::int16_t kWorked2026[] = {104, 214, 228, 509, 920, 1010};

constexpr std::array<Year, kLastWorkdayYear - kFirstWorkdayYear + 1> kYears = {{{kFree2020, kWorked2020},
                                                                                {kFree2021, kWorked2021},
                                                                                {kFree2022, kWorked2022},
                                                                                {kFree2023, kWorked2023},
                                                                                {kFree2024, kWorked2024},
                                                                                {kFree2025, kWorked2025},
                                                                                {kFree2026, kWorked2026}}};

}  // namespace

bool is_weekend(Day day) { return ((std::int64_t{day} + 3) % 7 + 7) % 7 >= 5; }  // day 0 was a Thursday

std::optional<bool> is_workday(Day day) {
  const CivilDate date = civil_from_day(day);
  if (date.year < kFirstWorkdayYear || date.year > kLastWorkdayYear) return std::nullopt;
  const Year& year = kYears[static_cast<std::size_t>(date.year - kFirstWorkdayYear)];
  const auto number = static_cast<std::int16_t>(date.month * 100 + date.day);
  if (std::ranges::find(year.worked, number) != year.worked.end()) return true;
  const auto covers = [&](const Free& free) { return free.first <= number && number <= free.last; };
  return !is_weekend(day) && std::ranges::none_of(year.free, covers);
}

}  // namespace qiuhao::cel
