// Functions of the bits of whole numbers.
#include "cel/functions/functions.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

template <typename Change>
Value combine(std::span<const Value> arguments, Change change) {
  const Value& a = arguments[0];
  const Value& b = arguments[1];
  if (a.kind != b.kind) return no_overload();
  if (a.kind == Kind::unsigned_integer) return Value::of_uint(change(a.unsigned_integer, b.unsigned_integer));
  if (a.kind != Kind::integer) return no_overload();
  return Value::of_int(static_cast<std::int64_t>(change(a.unsigned_integer, b.unsigned_integer)));
}

Value run_and(Frame&, const Step&, std::span<const Value> arguments) {
  return combine(arguments, [](std::uint64_t a, std::uint64_t b) { return a & b; });
}
Value run_or(Frame&, const Step&, std::span<const Value> arguments) {
  return combine(arguments, [](std::uint64_t a, std::uint64_t b) { return a | b; });
}
Value run_xor(Frame&, const Step&, std::span<const Value> arguments) {
  return combine(arguments, [](std::uint64_t a, std::uint64_t b) { return a ^ b; });
}

Value run_not(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  if (value.kind == Kind::unsigned_integer) return Value::of_uint(~value.unsigned_integer);
  return value.kind == Kind::integer ? Value::of_int(~value.integer) : no_overload();
}

// Shifts by 64 and more leave nothing; a shift to the right brings in zeros, for ints too.
Value shift(std::span<const Value> arguments, bool to_left) {
  const Value& value = arguments[0];
  const bool is_whole = value.kind == Kind::integer || value.kind == Kind::unsigned_integer;
  if (!is_whole || arguments[1].kind != Kind::integer) return no_overload();
  const std::int64_t places = arguments[1].integer;
  if (places < 0) return Value::error(ErrorReason::bad_index, "a shift by less than 0 places");
  const std::uint64_t bits = value.unsigned_integer;
  const std::uint64_t shifted = places > 63 ? 0 : to_left ? bits << places : bits >> places;
  return value.kind == Kind::integer ? Value::of_int(static_cast<std::int64_t>(shifted)) : Value::of_uint(shifted);
}

Value run_shift_left(Frame&, const Step&, std::span<const Value> arguments) { return shift(arguments, true); }
Value run_shift_right(Frame&, const Step&, std::span<const Value> arguments) { return shift(arguments, false); }

}  // namespace

std::vector<FunctionSource> bit_functions() {
  const std::string both = "(int, int) -> int; (uint, uint) -> uint";
  const std::string by_places = "(int, int) -> int; (uint, int) -> uint";
  return {
      {{"math.bitAnd", both, {"The bits that both numbers have.", "两数都有的二进制位。"}, "math.bitAnd(6, 3) == 2"},
       run_and},
      {{"math.bitOr", both, {"The bits that either number has.", "任一数有的二进制位。"}, "math.bitOr(6, 3) == 7"},
       run_or},
      {{"math.bitXor",
        both,
        {"The bits that exactly one of the numbers has.", "恰有一个数有的二进制位。"},
        "math.bitXor(6, 3) == 5"},
       run_xor},
      {{"math.bitNot",
        "(int) -> int; (uint) -> uint",
        {"Every bit the other way.", "每个二进制位取反。"},
        "math.bitNot(1) == -2"},
       run_not},
      {{"math.bitShiftLeft",
        by_places,
        {"The bits so many places up.", "二进制位左移若干位。"},
        "math.bitShiftLeft(1, 2) == 4"},
       run_shift_left},
      {{"math.bitShiftRight",
        by_places,
        {"The bits so many places down, zeros coming in.", "二进制位右移若干位，高位补零。"},
        "math.bitShiftRight(4, 1) == 2"},
       run_shift_right},
  };
}

}  // namespace qiuhao::cel
