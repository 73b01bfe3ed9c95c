// Parts of timestamps and durations, as CEL's specification has them: months, days of the month and of the year count
// from 0 there, and the zone is UTC unless named.
#include "cel/functions/functions.h"
#include "cel/values/moment.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

struct Local {
  Day day = 0;
  Seconds second = 0;  // of the day
};

// The local time of arguments (timestamp[, zone]); nullopt with `error` set otherwise.
std::optional<Local> local_time(std::span<const Value> arguments, Value& error) {
  Seconds offset = 0;
  if (arguments.size() > 1) {
    const auto found = arguments[1].kind == Kind::text ? zone_offset(arguments[1].as_text()) : std::nullopt;
    if (!found) {
      error = Value::error(ErrorReason::other, "the zone is to be UTC, Asia/Shanghai or an offset such as +08:00");
      return std::nullopt;
    }
    offset = *found;
  }
  const Seconds at = arguments[0].integer + offset;
  const Seconds day = at / 86'400 - (at % 86'400 < 0 ? 1 : 0);
  return Local{static_cast<Day>(day), at - day * 86'400};
}

template <typename Part>
Value part_of(std::span<const Value> arguments, Part part) {
  if (arguments[0].kind != Kind::timestamp) return no_overload();
  Value error;
  const auto local = local_time(arguments, error);
  return local ? Value::of_int(part(*local)) : error;
}

Value run_full_year(Frame&, const Step&, std::span<const Value> arguments) {
  return part_of(arguments, [](Local local) { return civil_from_day(local.day).year; });
}
Value run_get_month(Frame&, const Step&, std::span<const Value> arguments) {
  return part_of(arguments, [](Local local) { return civil_from_day(local.day).month - 1; });
}
Value run_get_date(Frame&, const Step&, std::span<const Value> arguments) {
  return part_of(arguments, [](Local local) { return civil_from_day(local.day).day; });
}
Value run_day_of_month(Frame&, const Step&, std::span<const Value> arguments) {
  return part_of(arguments, [](Local local) { return civil_from_day(local.day).day - 1; });
}
Value run_day_of_year(Frame&, const Step&, std::span<const Value> arguments) {
  return part_of(arguments, [](Local local) {
    return local.day - day_from_civil({civil_from_day(local.day).year, 1, 1});
  });
}
Value run_day_of_week(Frame&, const Step&, std::span<const Value> arguments) {
  return part_of(arguments, [](Local local) { return ((local.day + 4) % 7 + 7) % 7; });
}

// Of a timestamp the part of its day; of a duration the whole length in that unit.
template <typename Part>
Value clock_part(std::span<const Value> arguments, Seconds unit, Part part) {
  if (arguments[0].kind != Kind::duration) return part_of(arguments, part);
  const Value& length = arguments[0];
  const Seconds truncated = length.integer + (length.integer < 0 && length.size > 0 ? 1 : 0);
  return Value::of_int(truncated / unit);
}

Value run_hours(Frame&, const Step&, std::span<const Value> arguments) {
  return clock_part(arguments, 3600, [](Local local) { return local.second / 3600; });
}
Value run_minutes(Frame&, const Step&, std::span<const Value> arguments) {
  return clock_part(arguments, 60, [](Local local) { return local.second / 60 % 60; });
}
Value run_seconds(Frame&, const Step&, std::span<const Value> arguments) {
  return clock_part(arguments, 1, [](Local local) { return local.second % 60; });
}
Value run_milliseconds(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  if (value.kind == Kind::duration || value.kind == Kind::timestamp) return Value::of_int(value.size / 1'000'000);
  return no_overload();
}

FunctionSource timestamp_part(std::string name, std::string meaning, std::string example, Implementation run) {
  const std::string call = name;
  return {{std::move(name), "timestamp." + call + "() -> int; timestamp." + call + "(string) -> int",
           std::move(meaning), std::move(example)},
          run};
}

FunctionSource clock_function(std::string name, std::string meaning, std::string example, Implementation run) {
  FunctionSource source = timestamp_part(name, std::move(meaning), std::move(example), run);
  source.doc.signature += "; duration." + name + "() -> int";
  return source;
}

}  // namespace

std::vector<FunctionSource> timestamp_functions() {
  return {
      timestamp_part("getFullYear", "The year, in UTC or the zone.", "timestamp(0).getFullYear() == 1970",
                     run_full_year),
      timestamp_part("getMonth", "The month counted from 0; month(date(t)) counts from 1 in local time.",
                     "timestamp(0).getMonth() == 0", run_get_month),
      timestamp_part("getDate", "The day of the month, from 1.", "timestamp(0).getDate() == 1", run_get_date),
      timestamp_part("getDayOfMonth", "The day of the month counted from 0.", "timestamp(0).getDayOfMonth() == 0",
                     run_day_of_month),
      timestamp_part("getDayOfYear", "The day of the year counted from 0.", "timestamp(0).getDayOfYear() == 0",
                     run_day_of_year),
      timestamp_part("getDayOfWeek", "The day of the week; Sunday is 0.", "timestamp(0).getDayOfWeek() == 4",
                     run_day_of_week),
      clock_function("getHours", "The hour of the day, or the hours of a duration.",
                     "timestamp(0).getHours('+08:00') == 8", run_hours),
      clock_function("getMinutes", "The minute of the hour, or the minutes of a duration.",
                     "duration('90m').getMinutes() == 90", run_minutes),
      clock_function("getSeconds", "The second of the minute, or the seconds of a duration.",
                     "duration('90s').getSeconds() == 90", run_seconds),
      clock_function("getMilliseconds", "The milliseconds of the second.", "duration('1.5s').getMilliseconds() == 500",
                     run_milliseconds),
  };
}

}  // namespace qiuhao::cel
