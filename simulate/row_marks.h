// Keys and technical columns that rows of several tables share.
#pragma once

#include <string>
#include <string_view>

#include "simulate/visit.h"

namespace qiuhao::simulate {

inline constexpr std::string_view kOperatorCode = "349900001";
inline constexpr std::string_view kOperatorName = "结算接口";
inline constexpr Seconds kSettledAfter = 20 * kMinute;  // after the visit's end
inline constexpr Seconds kOutdatedAfter = 6 * kMinute;  // updt_time of a row that was corrected later

inline std::string settlement_number(const Visit& visit) { return "5" + visit.number; }

// bkkp_sn: the visit and four digits, so that text order is number order.
std::string line_number(const Visit& visit, int index);

// rid: sixteen hexadecimal digits that follow from the key.
std::string row_id(std::string_view key);

}  // namespace qiuhao::simulate
