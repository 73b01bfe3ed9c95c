// Timestamps and durations as CEL has them: RFC 3339 texts, Go-style durations, ranges, parts of a date in a zone.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cel/value.h"

namespace qiuhao::cel {

inline constexpr Seconds kFirstTimestamp = -62'135'596'800;   // 0001-01-01T00:00:00Z
inline constexpr Seconds kLastTimestamp = 253'402'300'799;    // 9999-12-31T23:59:59Z
inline constexpr Seconds kLongestDuration = 315'576'000'000;  // 10,000 years

// An error value when the text is none or out of range.
Value parse_timestamp(std::string_view text);
Value parse_duration(std::string_view text);
inline constexpr std::size_t kMomentBytes = 64;  // of the longest text of a timestamp or duration
// Write the text without allocating, and give its length.
std::size_t write_timestamp(const Value& timestamp, std::span<char, kMomentBytes> text);
std::size_t write_duration(const Value& duration, std::span<char, kMomentBytes> text);
std::string format_timestamp(const Value& timestamp);  // "2026-01-31T00:00:00.5Z"
std::string format_duration(const Value& duration);    // "90.5s"

// A timestamp or duration plus (sign 1) or minus (sign -1) a duration; an error beyond the range.
Value shift_moment(const Value& moment, const Value& duration, int sign);
// The duration between two timestamps, or of one duration less another.
Value difference_of_moments(const Value& a, const Value& b);

// Seconds east of UTC of "UTC", "Asia/Shanghai", "+08:00" or "-02:30"; nullopt for other zones.
std::optional<Seconds> zone_offset(std::string_view zone);

}  // namespace qiuhao::cel
