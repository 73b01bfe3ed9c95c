// The reader of doses as functions of the rule language.
#include "rules/dose_functions.h"

#include "knowledge/doses.h"

namespace qiuhao::rules {
namespace {

using cel::Kind;
using cel::Type;
using cel::Value;

// Both sentences have their Chinese in cel/values/error_words.cpp.
Value decimal_or_error(const std::optional<Decimal>& number) {
  return number ? Value::of_decimal(*number)
                : Value::error(cel::ErrorReason::other, "the dose cannot be read with certainty");
}

Value amount_in(const cel::Activation&, std::span<const Value> arguments) {
  return decimal_or_error(knowledge::amount_in(arguments[0].as_text(), arguments[1].as_text()));
}

Value dose_in(const cel::Activation&, std::span<const Value> arguments) {
  return decimal_or_error(knowledge::dose_in(arguments[0].as_text(), arguments[1].as_text(), arguments[2].as_text()));
}

Value times_a_day(const cel::Activation&, std::span<const Value> arguments) {
  const auto times = knowledge::times_a_day(arguments[0].as_text());
  return times ? Value::of_decimal(*times)
               : Value::error(cel::ErrorReason::other, "the frequency cannot be read with certainty");
}

}  // namespace

void add_dose_functions(cel::Environment& environment) {
  const Type text = Type::of(Kind::text);
  const Type decimal = Type::of(Kind::decimal);
  environment.add_function({"amountIn",
                            "amountIn(text, text) -> decimal",
                            {"An amount such as 0.5g, 10ml or 80万单位 as a number of the unit; an error of anything "
                             "else, so the line is undecided.",
                             "把 0.5g、10ml、80万单位 这样的量换算成所给单位的数；读不准时出错，即无法判定。"},
                            "amountIn('0.5g', 'mg') == decimal('500')"},
                           {text, text}, decimal, amount_in, true);
  environment.add_function(
      {"doseIn",
       "doseIn(text, text, text) -> decimal",
       {"A single dose as a number of the unit; pieces and volumes are read by the specification. An error of what is "
        "not certain.",
        "单次剂量换算成所给单位的数；按片、粒、支或毫升写的按规格折算。读不准时出错。"},
       "doseIn('2片', '0.25g*24片', 'mg') == decimal('500')"},
      {text, text, text}, decimal, dose_in, true);
  environment.add_function({"timesADay",
                            "timesADay(text) -> decimal",
                            {"How often in a day, of tid, q8h, qod (0.5) or 一日三次; an error of weekly uses, prn and "
                             "other words.",
                             "由 tid、q8h、qod（0.5）、一日三次 得到每日次数；按周、必要时等读不准的出错。"},
                            "timesADay('tid') == decimal('3')"},
                           {text}, decimal, times_a_day, true);
}

}  // namespace qiuhao::rules
