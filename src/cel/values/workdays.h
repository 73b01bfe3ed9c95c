// Workdays of China's mainland: Monday to Friday but for the holidays, and the weekends that are worked instead, as the
// notices of the State Council's General Office set them each year.
#pragma once

#include <optional>

#include "base/day.h"

namespace qiuhao::cel {

bool is_weekend(Day day);  // a Saturday or Sunday

inline constexpr int kFirstWorkdayYear = 2020;
inline constexpr int kLastWorkdayYear = 2026;

// nullopt for a year whose notice is not in the table: holidays move, so nothing is guessed.
std::optional<bool> is_workday(Day day);

}  // namespace qiuhao::cel
