// Timestamps and durations.
#include "cel/values/moment.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

constexpr std::int64_t kNanos = 1'000'000'000;
constexpr Seconds kDaySeconds = 86'400;
constexpr Seconds kFarthest = INT64_MAX / kNanos - 1;

Value bad_timestamp() {
  return Value::error(ErrorReason::bad_conversion,
                      "a timestamp is written as 2026-01-31T08:00:00Z, from year 1 to 9999");
}
Value bad_duration() {
  return Value::error(ErrorReason::bad_conversion, "a duration is written as 1h30m or 90.5s, at most 10000 years");
}

Value make_timestamp(Seconds seconds, std::uint32_t nanos) {
  return seconds < kFirstTimestamp || seconds > kLastTimestamp ? overflow_error() : Value::of_timestamp(seconds, nanos);
}
Value make_duration(Seconds seconds, std::uint32_t nanos) {
  const bool too_long =
      seconds < -kLongestDuration || seconds > kLongestDuration || (seconds == kLongestDuration && nanos > 0);
  return too_long ? overflow_error() : Value::of_duration(seconds, nanos);
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// The digits [at, at + count) as a number, or -1.
int digits_at(std::string_view text, std::size_t at, std::size_t count) {
  const std::string_view digits = at < text.size() ? text.substr(at, count) : std::string_view{};
  int number = -1;
  if (digits.size() != count || !all_digits(digits)) return -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// ".5" as nanoseconds; nullopt for more than nine places.
std::optional<std::uint32_t> fraction_nanos(std::string_view digits) {
  if (!all_digits(digits) || digits.size() > 9) return std::nullopt;
  std::uint32_t nanos = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), nanos);
  for (std::size_t i = digits.size(); i < 9; ++i) nanos *= 10;
  return nanos;
}

struct Unit {
  std::string_view name;
  std::int64_t nanos;
};
constexpr Unit kUnits[] = {{"ns", 1},     {"us", 1'000},      {"µs", 1'000},       {"ms", 1'000'000},
                           {"s", kNanos}, {"m", 60 * kNanos}, {"h", 3600 * kNanos}};

}  // namespace

std::optional<Seconds> zone_offset(std::string_view zone) {
  if (zone == "UTC" || zone == "Z") return 0;
  if (zone == "Asia/Shanghai" || zone == "PRC") return kShanghaiOffset;
  const bool is_signed = zone.starts_with('+') || zone.starts_with('-');
  const std::string_view digits = is_signed ? zone.substr(1) : zone;
  if (digits.size() != 5 || digits[2] != ':') return std::nullopt;
  const int hours = digits_at(digits, 0, 2), minutes = digits_at(digits, 3, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  const Seconds offset = hours * 3600 + minutes * 60;
  return zone.starts_with('-') ? -offset : offset;
}

Value parse_timestamp(std::string_view text) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':') {
    return bad_timestamp();
  }
  const CivilDate date{digits_at(text, 0, 4), digits_at(text, 5, 2), digits_at(text, 8, 2)};
  const int hour = digits_at(text, 11, 2), minute = digits_at(text, 14, 2), second = digits_at(text, 17, 2);
  const bool fits = date.year >= 1 && is_valid_date(date) && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 &&
                    second >= 0 && second < 60;
  if (!fits) return bad_timestamp();
  std::uint32_t nanos = 0;
  std::string_view rest = text.substr(19);
  if (rest.starts_with('.')) {
    const std::size_t after = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    const auto fraction = fraction_nanos(rest.substr(1, after - 1));
    if (!fraction) return bad_timestamp();
    nanos = *fraction;
    rest.remove_prefix(after);
  }
  const bool is_utc = rest == "Z" || rest == "z";
  const auto offset = is_utc ? std::optional<Seconds>(0) : zone_offset(rest);
  if (!offset || (!is_utc && rest.size() != 6)) return bad_timestamp();
  const Seconds local = day_from_civil(date) * kDaySeconds + hour * 3600 + minute * 60 + second;
  return make_timestamp(local - *offset, nanos);
}

Value parse_duration(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return bad_duration();
  if (text == "0") return Value::of_duration(0);
  __int128 total = 0;
  while (!text.empty()) {
    const std::size_t whole_end = std::min(text.find_first_not_of("0123456789"), text.size());
    std::int64_t whole = 0;
    const auto read = std::from_chars(text.data(), text.data() + whole_end, whole);
    if (whole_end > 0 && read.ec != std::errc{}) return bad_duration();
    std::size_t at = whole_end;
    std::uint32_t fraction = 0;
    if (at < text.size() && text[at] == '.') {
      const std::size_t after = std::min(text.find_first_not_of("0123456789", at + 1), text.size());
      const auto nanos = fraction_nanos(text.substr(at + 1, after - at - 1));
      if (!nanos) return bad_duration();
      fraction = *nanos;
      at = after;
    } else if (whole_end == 0) {
      return bad_duration();
    }
    const std::size_t unit_end = std::min(text.find_first_of("0123456789.", at), text.size());
    const std::string_view name = text.substr(at, unit_end - at);
    std::int64_t unit_nanos = 0;
    for (const Unit& unit : kUnits) unit_nanos = unit.name == name ? unit.nanos : unit_nanos;
    if (unit_nanos == 0) return bad_duration();
    total += static_cast<__int128>(whole) * unit_nanos + static_cast<__int128>(fraction) * unit_nanos / kNanos;
    if (total > static_cast<__int128>(kLongestDuration) * kNanos) return overflow_error();
    text.remove_prefix(unit_end);
  }
  if (is_negative) total = -total;
  __int128 seconds = total / kNanos, nanos = total % kNanos;
  if (nanos < 0) {
    nanos += kNanos;
    seconds -= 1;
  }
  return make_duration(static_cast<Seconds>(seconds), static_cast<std::uint32_t>(nanos));
}

namespace {

// ".5" of half a second, nothing of none; what lies behind `end` is not written.
char* write_fraction(char* out, std::uint32_t nanos) {
  if (nanos == 0) return out;
  char* end = fmt::format_to(out, ".{:09}", nanos);
  while (end[-1] == '0') --end;
  return end;
}

}  // namespace

std::size_t write_timestamp(const Value& timestamp, std::span<char, kMomentBytes> text) {
  Seconds day = timestamp.integer / kDaySeconds, second = timestamp.integer % kDaySeconds;
  if (second < 0) {
    second += kDaySeconds;
    --day;
  }
  const CivilDate date = civil_from_day(static_cast<Day>(day));
  char* end = fmt::format_to(text.data(), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", date.year, date.month, date.day,
                             second / 3600, second / 60 % 60, second % 60);
  end = write_fraction(end, timestamp.size);
  *end++ = 'Z';
  return static_cast<std::size_t>(end - text.data());
}

std::size_t write_duration(const Value& duration, std::span<char, kMomentBytes> text) {
  // Nanoseconds count upwards: -0.5s is (-1, 5e8).
  const bool is_turned = duration.integer < 0 && duration.size > 0;
  const Seconds seconds = is_turned ? -(duration.integer + 1) : duration.integer;
  const auto nanos = is_turned ? static_cast<std::uint32_t>(kNanos) - duration.size : duration.size;
  char* end = fmt::format_to(text.data(), "{}{}", is_turned ? "-" : "", seconds);
  end = write_fraction(end, nanos);
  *end++ = 's';
  return static_cast<std::size_t>(end - text.data());
}

std::string format_timestamp(const Value& timestamp) {
  std::array<char, kMomentBytes> text;
  return {text.data(), write_timestamp(timestamp, text)};
}

std::string format_duration(const Value& duration) {
  std::array<char, kMomentBytes> text;
  return {text.data(), write_duration(duration, text)};
}

Value shift_moment(const Value& moment, const Value& duration, int sign) {
  Seconds seconds = moment.integer + sign * duration.integer;  // both are far from the ends of int64
  std::int64_t nanos = std::int64_t{moment.size} + sign * std::int64_t{duration.size};
  if (nanos < 0) {
    nanos += kNanos;
    --seconds;
  } else if (nanos >= kNanos) {
    nanos -= kNanos;
    ++seconds;
  }
  const auto fraction = static_cast<std::uint32_t>(nanos);
  return moment.kind == Kind::timestamp ? make_timestamp(seconds, fraction) : make_duration(seconds, fraction);
}

Value difference_of_moments(const Value& a, const Value& b) {
  // The specification keeps the distance of two timestamps to what int64 nanoseconds hold, some 292 years.
  const Seconds distance = a.integer - b.integer;
  const bool is_far = distance > kFarthest || distance < -kFarthest;
  if (a.kind == Kind::timestamp && is_far) return overflow_error();
  Value from = a;
  from.kind = Kind::duration;
  return shift_moment(from, b, -1);
}

}  // namespace qiuhao::cel
