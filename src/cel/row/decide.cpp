// Deciding: logic, has(), comparisons and `in` over columns.
#include "cel/row/decide.h"

#include <algorithm>
#include <cstring>

#include "cel/row/constants.h"
#include "cel/row/run.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

Decision decide_by_run(const Step& step, Frame& frame) {
  const Value value = step.run(step, frame);
  if (value.kind != Kind::boolean) return Decision::unsure;
  return value.integer != 0 ? Decision::yes : Decision::no;
}

inline Decision of_bool(bool value) { return value ? Decision::yes : Decision::no; }

// && when `decides` is no, || when it is yes: one that decides is enough, whatever the others are.
template <Decision decides>
Decision decide_two(const Step& step, Frame& frame) {
  constexpr Decision otherwise = decides == Decision::no ? Decision::yes : Decision::no;
  const Decision one = step.a->decide(*step.a, frame);
  if (one == decides) return decides;
  if (one == otherwise) [[likely]]
    return step.b->decide(*step.b, frame);
  return step.b->decide(*step.b, frame) == decides ? decides : Decision::unsure;
}

template <Decision decides>
Decision decide_three(const Step& step, Frame& frame) {
  constexpr Decision otherwise = decides == Decision::no ? Decision::yes : Decision::no;
  const Decision one = step.a->decide(*step.a, frame);
  if (one == decides) return decides;
  const Decision two = step.b->decide(*step.b, frame);
  if (two == decides) return decides;
  if (one == otherwise && two == otherwise) [[likely]]
    return step.c->decide(*step.c, frame);
  return step.c->decide(*step.c, frame) == decides ? decides : Decision::unsure;
}

template <Decision decides>
Decision decide_chain(const Step& step, Frame& frame) {
  constexpr Decision otherwise = decides == Decision::no ? Decision::yes : Decision::no;
  Decision outcome = otherwise;
  for (const Step* operand : step.operands) {
    const Decision one = operand->decide(*operand, frame);
    if (one == decides) return decides;
    if (one != otherwise) [[unlikely]]
      outcome = Decision::unsure;
  }
  return outcome;
}

// has(x.f) && x.f < 3: a comparison that comes to an answer has found its fields, so has() is asked only when there is
// none. The operands that are asked first stand in `quick`.
Decision decide_guarded(const Step& step, Frame& frame) {
  Decision outcome = Decision::yes;
  for (const Step* operand : step.quick) {
    const Decision one = operand->decide(*operand, frame);
    if (one == Decision::no) return one;
    if (one == Decision::unsure) outcome = one;
  }
  return outcome != Decision::unsure ? outcome : decide_chain<Decision::no>(step, frame);
}

Decision decide_guarded_two(const Step& step, Frame& frame) {
  const Step* first = step.quick[0];
  const Step* second = step.quick[1];
  const Decision one = first->decide(*first, frame);
  if (one == Decision::no) return one;
  const Decision two = second->decide(*second, frame);
  if (two == Decision::no || (one == Decision::yes && two == Decision::yes)) [[likely]]
    return two;
  return decide_chain<Decision::no>(step, frame);
}

Decision decide_not(const Step& step, Frame& frame) {
  const Decision one = step.a->decide(*step.a, frame);
  if (one == Decision::unsure) return one;
  return one == Decision::yes ? Decision::no : Decision::yes;
}

// The column and row of line.price; false when the host has to be asked.
struct Cell {
  const Column* column;
  RowIndex row;
};
[[gnu::always_inline]] inline bool find_cell(const Step& step, const Frame& frame, Kind kind, Cell& cell) {
  const FieldColumn* columns = frame.columns.of_struct[step.owner];
  if (columns == nullptr || columns[step.field].kind != kind) [[unlikely]]
    return false;
  cell = {&columns[step.field].column, frame.columns.row_of_slot[step.slot]};
  return cell.row != kNoRow && cell.column->has(cell.row);
}

bool is_plain_field(const Step& step) { return step.run == run_variable_field && step.field < kFirstAskedField; }

// After a read that failed: a field without a value in its column is an error whatever else, so nobody need be asked.
[[gnu::noinline]] Decision decide_otherwise(const Step& step, Frame& frame) {
  for (const Step* side : step.operands) {
    if (!is_plain_field(*side)) continue;
    const FieldColumn* columns = frame.columns.of_struct[side->owner];
    const RowIndex row = frame.columns.row_of_slot[side->slot];
    if (columns == nullptr || columns[side->field].kind == Kind::any || row == kNoRow) continue;
    if (columns[side->field].kind == Kind::null || !columns[side->field].column.has(row)) return Decision::unsure;
  }
  return decide_by_run(step, frame);
}

Decision decide_has(const Step& step, Frame& frame) {
  const FieldColumn* columns = frame.columns.of_struct[step.owner];
  const RowIndex row = frame.columns.row_of_slot[step.slot];
  if (columns == nullptr || columns[step.field].kind == Kind::any || row == kNoRow) [[unlikely]]
    return decide_by_run(step, frame);
  return of_bool(columns[step.field].kind != Kind::null && columns[step.field].column.has(row));
}

// Sides of a comparison: a field read in place, a constant, or whatever the step gives.
enum class Side : std::uint8_t { field, constant, any };

// The units of an int, a date, or a decimal at `scale`.
template <Side side, Kind kind>
[[gnu::always_inline]] inline bool read_units(const Step& step, Frame& frame, std::int64_t& units, int& scale) {
  if constexpr (side == Side::field) {
    Cell cell;
    if (!find_cell(step, frame, kind, cell)) [[unlikely]]
      return false;
    if constexpr (kind == Kind::decimal) scale = cell.column->scale;
    units = kind == Kind::date ? cell.column->day(cell.row) : cell.column->number(cell.row);
    return true;
  } else {
    const Value value = side == Side::constant ? step.constant : step.run(step, frame);
    units = value.integer;
    scale = value.detail;
    return value.kind == kind;
  }
}

template <Operation operation, Kind a_kind, Kind b_kind>
struct Units {
  template <Side left, Side right>
  static Decision decide(const Step& step, Frame& frame) {
    std::int64_t a = 0, b = 0;
    int a_scale = 0, b_scale = 0;
    const bool known =
        read_units<left, a_kind>(*step.a, frame, a, a_scale) && read_units<right, b_kind>(*step.b, frame, b, b_scale);
    if (!known) [[unlikely]]
      return step.otherwise(step, frame);
    if (a_scale != b_scale) {
      const bool over = a_scale < b_scale ? __builtin_mul_overflow(a, kPowersOfTen[b_scale - a_scale], &a)
                                          : __builtin_mul_overflow(b, kPowersOfTen[a_scale - b_scale], &b);
      if (over) [[unlikely]]
        return decide_by_run(step, frame);
    }
    return of_bool(holds<operation>(a, b));
  }
};

template <Side side>
[[gnu::always_inline]] inline bool read_text(const Step& step, Frame& frame, std::string_view& text) {
  if constexpr (side == Side::field) {
    Cell cell;
    if (!find_cell(step, frame, Kind::text, cell)) [[unlikely]]
      return false;
    text = cell.column->text(cell.row);
    return true;
  } else {
    const Value value = side == Side::constant ? step.constant : step.run(step, frame);
    text = {value.text, value.size};
    return value.kind == Kind::text;
  }
}

template <Operation operation>
struct Texts {
  template <Side left, Side right>
  static Decision decide(const Step& step, Frame& frame) {
    std::string_view a, b;
    if (!read_text<left>(*step.a, frame, a) || !read_text<right>(*step.b, frame, b)) [[unlikely]]
      return step.otherwise(step, frame);
    frame.budget -= static_cast<std::int64_t>(a.size() >> 6);
    const bool same = same_text(a, b);
    return of_bool(same == (operation == Operation::equal));
  }
};

Decision decide_in_set(const Step& step, Frame& frame) {
  Cell cell;
  if (!find_cell(*step.a, frame, Kind::text, cell)) [[unlikely]]
    return step.otherwise(step, frame);
  const std::string_view text = cell.column->text(cell.row);
  frame.budget -= static_cast<std::int64_t>(text.size() >> 6);
  return of_bool(step.set->contains_text(text));
}

Side side_of(const Step& step) {
  if (step.run == run_constant) return Side::constant;
  return is_plain_field(step) ? Side::field : Side::any;
}

template <typename Form>
Decide for_sides(const Step& step) {
  const Side a = side_of(*step.a), b = side_of(*step.b);
  if (a == Side::field && b == Side::field) return Form::template decide<Side::field, Side::field>;
  if (a == Side::field && b == Side::constant) return Form::template decide<Side::field, Side::constant>;
  if (a == Side::any && b == Side::constant) return Form::template decide<Side::any, Side::constant>;
  return decide_by_run;
}

template <Operation operation>
Decide comparison(const Step& step, Kind a, Kind b) {
  if (a == Kind::integer && b == Kind::integer) return for_sides<Units<operation, Kind::integer, Kind::integer>>(step);
  if (a == Kind::date && b == Kind::date) return for_sides<Units<operation, Kind::date, Kind::date>>(step);
  if (a == Kind::decimal && b == Kind::decimal) return for_sides<Units<operation, Kind::decimal, Kind::decimal>>(step);
  if (a == Kind::decimal && b == Kind::integer) return for_sides<Units<operation, Kind::decimal, Kind::integer>>(step);
  if constexpr (operation == Operation::equal || operation == Operation::not_equal) {
    if (a == Kind::text && b == Kind::text) return for_sides<Texts<operation>>(step);
  }
  return decide_by_run;
}

template <Decision decides>
Decide chain(const Step& step) {
  if (step.operands.size() == 2) return decide_two<decides>;
  return step.operands.size() == 3 ? decide_three<decides> : decide_chain<decides>;
}

// Whether a yes or no of this step says that the field has a value.
bool reads(const Step& step, const Step& field) {
  return std::ranges::any_of(step.operands, [&](const Step* side) {
    return is_plain_field(*side) && side->slot == field.slot && side->owner == field.owner &&
           side->field == field.field;
  });
}

Decide conjunction(Step& step, const Node& node) {
  for (std::size_t i = 0; i < step.operands.size(); ++i) {
    const Step& operand = *step.operands[i];
    bool is_guard = false;
    for (std::size_t j = 0; j < step.operands.size() && operand.decide == decide_has; ++j) {
      const Node& other = *node.children[j];
      const bool compares = other.kind == NodeKind::operation && step.operands[j]->decide != decide_by_run &&
                            other.operation >= Operation::equal && other.operation <= Operation::in;
      is_guard |= compares && reads(*step.operands[j], operand);
    }
    if (!is_guard) step.quick.push_back(&operand);
  }
  if (step.quick.size() == step.operands.size()) {
    return chain<Decision::no>(step);
  }
  if (step.quick.size() == 1) {
    // The conjunction decides as its comparison does; when that has no answer, as a conjunction.
    const Step& comparison = *step.quick.front();
    step.a = comparison.a;
    step.b = comparison.b;
    step.set = comparison.set;
    step.otherwise = decide_chain<Decision::no>;
    return comparison.decide;
  }
  return step.quick.size() == 2 ? decide_guarded_two : decide_guarded;
}

Decide decide_operation(const Node& node, Step& step) {
  const Kind a = node.children[0]->type.kind;
  const Kind b = node.children.size() > 1 ? node.children[1]->type.kind : Kind::any;
  const bool all_decide = std::ranges::all_of(step.operands, [](const Step* part) { return part->decide != nullptr; });
  switch (node.operation) {
    case Operation::logical_and: return all_decide ? conjunction(step, node) : decide_by_run;
    case Operation::logical_or: return all_decide ? chain<Decision::yes>(step) : decide_by_run;
    case Operation::logical_not: return all_decide ? decide_not : decide_by_run;
    case Operation::in: return step.set != nullptr && side_of(*step.a) == Side::field ? decide_in_set : decide_by_run;
    case Operation::equal: return comparison<Operation::equal>(step, a, b);
    case Operation::not_equal: return comparison<Operation::not_equal>(step, a, b);
    case Operation::less: return comparison<Operation::less>(step, a, b);
    case Operation::less_equal: return comparison<Operation::less_equal>(step, a, b);
    case Operation::greater: return comparison<Operation::greater>(step, a, b);
    case Operation::greater_equal: return comparison<Operation::greater_equal>(step, a, b);
    default: return decide_by_run;
  }
}

}  // namespace

Decide decision_step(const Node& node, Step& step) {
  step.otherwise = decide_otherwise;
  if (step.run == run_has_variable_field && step.field < kFirstAskedField) return decide_has;
  const bool is_whole = node.kind == NodeKind::operation && step.run != run_constant;
  return is_whole ? decide_operation(node, step) : decide_by_run;
}

}  // namespace qiuhao::cel
