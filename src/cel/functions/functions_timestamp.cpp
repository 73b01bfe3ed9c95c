// Parts of timestamps and durations, as CEL's specification has them: months, days of the month and of the year count
// from 0 there, and the zone is UTC unless named.
#include "cel/functions/functions.h"
#include "cel/values/moment.h"
#include "cel/values/operate.h"
#include "cel/values/zone.h"

namespace qiuhao::cel {
namespace {

struct Local {
  Day day = 0;
  Seconds second = 0;  // of the day
};

constexpr std::int64_t kReadCost = 20'000;  // steps: a zone whose name is no constant is read from its file each time

// Seconds east of UTC; nullopt with `error` set when there is no such zone.
std::optional<Seconds> offset_in(Frame& frame, const Step& step, std::span<const Value> arguments, Value& error) {
  const Seconds at = arguments[0].integer;
  if (arguments.size() < 2) return 0;
  if (step.zone != nullptr) return step.zone->offset_at(at);
  error = no_overload();
  if (arguments[1].kind != Kind::text) return std::nullopt;
  if (const auto fixed = zone_offset(arguments[1].as_text())) return fixed;
  frame.budget -= kReadCost;
  error = limit_error();
  if (frame.budget < 0) return std::nullopt;
  error = Value::error(ErrorReason::other,
                       "the zone is to be UTC, a name such as Asia/Shanghai or an offset such as +08:00");
  const Result<Zone> zone = Zone::load(arguments[1].as_text());
  return zone ? std::optional(zone->offset_at(at)) : std::nullopt;
}

template <typename Part>
Value part_of(Frame& frame, const Step& step, std::span<const Value> arguments, Part part) {
  if (arguments[0].kind != Kind::timestamp) return no_overload();
  Value error;
  const auto offset = offset_in(frame, step, arguments, error);
  if (!offset) return error;
  const Seconds at = arguments[0].integer + *offset;
  const Seconds day = at / 86'400 - (at % 86'400 < 0 ? 1 : 0);
  return Value::of_int(part(Local{static_cast<Day>(day), at - day * 86'400}));
}

Value run_full_year(Frame& frame, const Step& step, std::span<const Value> arguments) {
  return part_of(frame, step, arguments, [](Local local) { return civil_from_day(local.day).year; });
}
Value run_get_month(Frame& frame, const Step& step, std::span<const Value> arguments) {
  return part_of(frame, step, arguments, [](Local local) { return civil_from_day(local.day).month - 1; });
}
Value run_get_date(Frame& frame, const Step& step, std::span<const Value> arguments) {
  return part_of(frame, step, arguments, [](Local local) { return civil_from_day(local.day).day; });
}
Value run_day_of_month(Frame& frame, const Step& step, std::span<const Value> arguments) {
  return part_of(frame, step, arguments, [](Local local) { return civil_from_day(local.day).day - 1; });
}
Value run_day_of_year(Frame& frame, const Step& step, std::span<const Value> arguments) {
  return part_of(frame, step, arguments, [](Local local) {
    return local.day - day_from_civil({civil_from_day(local.day).year, 1, 1});
  });
}
Value run_day_of_week(Frame& frame, const Step& step, std::span<const Value> arguments) {
  return part_of(frame, step, arguments, [](Local local) { return ((local.day + 4) % 7 + 7) % 7; });
}

// Of a timestamp the part of its day; of a duration the whole length in that unit.
template <typename Part>
Value clock_part(Frame& frame, const Step& step, std::span<const Value> arguments, Seconds unit, Part part) {
  if (arguments[0].kind != Kind::duration) return part_of(frame, step, arguments, part);
  const Value& length = arguments[0];
  const Seconds truncated = length.integer + (length.integer < 0 && length.size > 0 ? 1 : 0);
  return Value::of_int(truncated / unit);
}

Value run_hours(Frame& frame, const Step& step, std::span<const Value> arguments) {
  return clock_part(frame, step, arguments, 3600, [](Local local) { return local.second / 3600; });
}
Value run_minutes(Frame& frame, const Step& step, std::span<const Value> arguments) {
  return clock_part(frame, step, arguments, 60, [](Local local) { return local.second / 60 % 60; });
}
Value run_seconds(Frame& frame, const Step& step, std::span<const Value> arguments) {
  return clock_part(frame, step, arguments, 1, [](Local local) { return local.second % 60; });
}
Value run_milliseconds(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  if (value.kind == Kind::duration || value.kind == Kind::timestamp) return Value::of_int(value.size / 1'000'000);
  return no_overload();
}

FunctionSource timestamp_part(std::string name, Sentence meaning, std::string example, Implementation run) {
  const std::string call = name;
  return {{std::move(name), "timestamp." + call + "() -> int; timestamp." + call + "(string) -> int",
           std::move(meaning), std::move(example)},
          run};
}

FunctionSource clock_function(std::string name, Sentence meaning, std::string example, Implementation run) {
  FunctionSource source = timestamp_part(name, std::move(meaning), std::move(example), run);
  source.doc.signature += "; duration." + name + "() -> int";
  return source;
}

}  // namespace

std::vector<FunctionSource> timestamp_functions() {
  return {
      timestamp_part("getFullYear", {"The year, in UTC or the zone.", "年份，按 UTC 或所给时区。"},
                     "timestamp(0).getFullYear() == 1970", run_full_year),
      timestamp_part("getMonth",
                     {"The month counted from 0; month(date(t)) counts from 1 in local time.",
                      "月份，从 0 起；month(date(t)) 从 1 起，按北京时间。"},
                     "timestamp(0).getMonth() == 0", run_get_month),
      timestamp_part("getDate", {"The day of the month, from 1.", "当月第几日，从 1 起。"},
                     "timestamp(0).getDate() == 1", run_get_date),
      timestamp_part("getDayOfMonth", {"The day of the month counted from 0.", "当月第几日，从 0 起。"},
                     "timestamp(0).getDayOfMonth() == 0", run_day_of_month),
      timestamp_part("getDayOfYear", {"The day of the year counted from 0.", "当年第几日，从 0 起。"},
                     "timestamp(0).getDayOfYear() == 0", run_day_of_year),
      timestamp_part("getDayOfWeek", {"The day of the week; Sunday is 0.", "星期几；星期日为 0。"},
                     "timestamp(0).getDayOfWeek() == 4", run_day_of_week),
      clock_function("getHours", {"The hour of the day, or the hours of a duration.", "几点；或时长的小时数。"},
                     "timestamp(0).getHours('+08:00') == 8", run_hours),
      clock_function("getMinutes", {"The minute of the hour, or the minutes of a duration.", "几分；或时长的分钟数。"},
                     "duration('90m').getMinutes() == 90", run_minutes),
      clock_function("getSeconds", {"The second of the minute, or the seconds of a duration.", "几秒；或时长的秒数。"},
                     "duration('90s').getSeconds() == 90", run_seconds),
      clock_function("getMilliseconds", {"The milliseconds of the second.", "毫秒部分。"},
                     "duration('1.5s').getMilliseconds() == 500", run_milliseconds),
  };
}

}  // namespace qiuhao::cel
