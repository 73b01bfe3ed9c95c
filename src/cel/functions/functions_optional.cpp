// Functions of optionals: a value or none. or and orValue evaluate their argument only where it is needed
// (run_optional.cpp).
#include "cel/functions/functions.h"
#include "cel/row/run.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

Value run_of(Frame& frame, const Step&, std::span<const Value> arguments) {
  return optional_in_scratch(frame, arguments[0]);
}

Value run_none(Frame&, const Step&, std::span<const Value>) { return Value::of_optional(nullptr); }

// The value that a kind begins with: what protocol buffers call the default.
bool is_zero(const Value& value) {
  switch (value.kind) {
    case Kind::null: return true;
    case Kind::boolean:
    case Kind::integer:
    case Kind::unsigned_integer:
    case Kind::decimal: return value.integer == 0;
    case Kind::floating: return value.floating == 0;
    case Kind::timestamp:
    case Kind::duration: return value.integer == 0 && value.size == 0;
    case Kind::text:
    case Kind::bytes: return value.size == 0;
    case Kind::list: return value.list->size() == 0;
    case Kind::map: return value.map->keys.size() == 0;
    case Kind::optional: return value.inner == nullptr;
    default: return false;
  }
}

Value run_of_non_zero(Frame& frame, const Step& step, std::span<const Value> arguments) {
  return is_zero(arguments[0]) ? Value::of_optional(nullptr) : run_of(frame, step, arguments);
}

Value run_has_value(Frame&, const Step&, std::span<const Value> arguments) {
  return arguments[0].kind == Kind::optional ? Value::of_bool(arguments[0].inner != nullptr) : no_overload();
}

Value run_value(Frame&, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::optional) return no_overload();
  return arguments[0].inner != nullptr
             ? *arguments[0].inner
             : Value::error(ErrorReason::other, "the optional is none; test it with hasValue() or give orValue(…)");
}

// The values that the optionals of a list hold; none is left out.
Value run_unwrap(Frame& frame, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::list) return no_overload();
  const ListValue& optionals = *arguments[0].list;
  Value* values = frame.scratch.take_many<Value>(optionals.size());
  auto* list = frame.scratch.take_many<ListValue>(1);
  if (values == nullptr || list == nullptr) return limit_error();
  std::size_t count = 0;
  for (std::size_t i = 0; i < optionals.size(); ++i) {
    const Value optional = optionals.at(i);
    if (optional.kind != Kind::optional) return no_overload();
    if (optional.inner != nullptr) values[count++] = *optional.inner;
  }
  *list = {.values = {values, count}, .rows = {}};
  return Value::of_list(list);
}

}  // namespace

std::vector<FunctionSource> optional_functions() {
  return {
      {{"optional.of",
        "(T) -> optional_type(T)",
        {"An optional that holds the value.", "装有该值的可选值。"},
        "optional.of(1).hasValue()"},
       run_of},
      {{"optional.none",
        "() -> optional_type(T)",
        {"The optional that holds nothing.", "空的可选值。"},
        "!optional.none().hasValue()"},
       run_none},
      {{"optional.ofNonZeroValue",
        "(T) -> optional_type(T)",
        {"None of null, false, 0, an empty text, list or map; else an optional that holds the value.",
         "null、false、0、空文本、空列表、空映射得空的可选值；其他值装入可选值。"},
        "!optional.ofNonZeroValue('').hasValue()"},
       run_of_non_zero},
      {{"optional.unwrap",
        "(list(optional_type(T))) -> list(T)",
        {"The values that the optionals hold, without none.", "各可选值所装的值，略去空的。"},
        "optional.unwrap([optional.of(1), optional.none()]) == [1]"},
       run_unwrap},
      {{"unwrapOpt",
        "list(optional_type(T)).unwrapOpt() -> list(T)",
        {"As optional.unwrap.", "同 optional.unwrap。"},
        "[optional.of(1), optional.none()].unwrapOpt() == [1]"},
       run_unwrap},
      {{"hasValue",
        "optional_type(T).hasValue() -> bool",
        {"True when the optional holds a value.", "可选值装有值时为真。"},
        "{'a': 1}.?a.hasValue()"},
       run_has_value},
      {{"value",
        "optional_type(T).value() -> T",
        {"What the optional holds; an error of none.", "可选值所装的值；为空时出错。"},
        "optional.of(1).value() == 1"},
       run_value},
      {{"or",
        "optional_type(T).or(optional_type(T)) -> optional_type(T)",
        {"The optional, or the other one when it is none.", "该可选值；为空时取另一个。"},
        "optional.none().or(optional.of(1)).value() == 1"},
       nullptr,
       run_optional_or},
      {{"orValue",
        "optional_type(T).orValue(T) -> T",
        {"What the optional holds, or the other value when it is none.", "可选值所装的值；为空时取所给的值。"},
        "{'a': 1}.?b.orValue(2) == 2"},
       nullptr,
       run_optional_or_value},
  };
}

}  // namespace qiuhao::cel
