// Functions of lists.
#include "cel/functions/functions.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

// The sum of no values, in the type that the checker found.
Value zero_of(Kind kind) {
  if (kind == Kind::decimal) return Value::of_decimal({});
  if (kind == Kind::floating) return Value::of_double(0);
  if (kind == Kind::unsigned_integer) return Value::of_uint(0);
  return kind == Kind::duration ? Value::of_duration(0) : Value::of_int(0);
}

Value run_sum(Frame& frame, const Step& step, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::list) return no_overload();
  const ListValue& list = *arguments[0].list;
  if (list.size() == 0) return zero_of(step.result);
  Value sum = list.at(0);
  if (!is_numeric(sum.kind) && sum.kind != Kind::duration) return no_overload();
  for (std::size_t i = 1; i < list.size() && !sum.is_error(); ++i) sum = add_values(sum, list.at(i), frame.scratch);
  return sum;
}

// The least or greatest item; `wanted` is how it compares with another.
Value extreme_of(const Value& items, Order wanted) {
  if (items.kind != Kind::list) return no_overload();
  const ListValue& list = *items.list;
  if (list.size() == 0) return Value::error(ErrorReason::bad_index, "an empty list has no least or greatest item");
  Value best = list.at(0);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Value item = list.at(i);
    const Order order = order_of(item, best);
    if (order == Order::incomparable) return no_overload();
    if (order == wanted) best = item;
  }
  return best;
}

Value run_min(Frame&, const Step&, std::span<const Value> arguments) { return extreme_of(arguments[0], Order::less); }
Value run_max(Frame&, const Step&, std::span<const Value> arguments) {
  return extreme_of(arguments[0], Order::greater);
}

bool is_hashable(Kind kind) {
  return kind != Kind::list && kind != Kind::map && kind != Kind::row && kind != Kind::type && kind != Kind::optional &&
         kind != Kind::null;
}

// Each value once, in the order of its first place; open addressing over the numbers of the kept values.
Value run_distinct(Frame& frame, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::list) return no_overload();
  const ListValue& list = *arguments[0].list;
  std::size_t slots = 4;
  while (slots < 2 * list.size()) slots *= 2;
  Value* kept = frame.scratch.take_many<Value>(list.size());
  auto* table = frame.scratch.take_many<std::uint32_t>(slots);
  auto* result = frame.scratch.take_many<ListValue>(1);
  if (kept == nullptr || table == nullptr || result == nullptr) return limit_error();
  std::fill_n(table, slots, 0U);
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Value item = list.at(i);
    std::size_t slot = is_hashable(item.kind) ? hash_of(item) & (slots - 1) : 0;
    bool is_new = true;
    for (; table[slot] != 0 && is_new; slot = (slot + 1) & (slots - 1)) {
      const Value same = equal_values(item, kept[table[slot] - 1], frame.budget);
      if (same.is_error()) return same;
      is_new = !same.is_true();
    }
    if (!is_new) continue;
    kept[count++] = item;
    table[slot] = count;
  }
  *result = {.values = {kept, count}, .rows = {}};
  return Value::of_list(result);
}

Value run_first(Frame&, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::list) return no_overload();
  const ListValue& list = *arguments[0].list;
  return list.size() > 0 ? list.at(0) : Value::error(ErrorReason::bad_index, "an empty list has no first item");
}

Value run_last(Frame&, const Step&, std::span<const Value> arguments) {
  if (arguments[0].kind != Kind::list) return no_overload();
  const ListValue& list = *arguments[0].list;
  return list.size() > 0 ? list.at(list.size() - 1)
                         : Value::error(ErrorReason::bad_index, "an empty list has no last item");
}

}  // namespace

std::vector<FunctionSource> list_functions() {
  return {
      {{"sum",
        "list(N).sum() -> N",
        {"The sum of the numbers; 0 of an empty list.", "各数之和；空列表为 0。"},
        "[1, 2, 3].sum() == 6"},
       run_sum},
      {{"min",
        "list(C).min() -> C",
        {"The least item; an error when there is none.", "最小的一项；空列表出错。"},
        "[3, 1, 2].min() == 1"},
       run_min},
      {{"max",
        "list(C).max() -> C",
        {"The greatest item; an error when there is none.", "最大的一项；空列表出错。"},
        "[3, 1, 2].max() == 3"},
       run_max},
      {{"distinct",
        "list(T).distinct() -> list(T)",
        {"Each value once, in the order in which they first stand.", "每个值只留一次，按首次出现的顺序。"},
        "[1, 2, 1].distinct() == [1, 2]"},
       run_distinct},
      {{"first",
        "list(T).first() -> T",
        {"The first item; an error when there is none.", "第一项；空列表出错。"},
        "[3, 1].first() == 3"},
       run_first},
      {{"last",
        "list(T).last() -> T",
        {"The last item; an error when there is none.", "最后一项；空列表出错。"},
        "[3, 1].last() == 1"},
       run_last},
  };
}

}  // namespace qiuhao::cel
