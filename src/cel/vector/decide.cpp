// Bools: logic over bits, with the operands of && and || in the order that measuring found cheapest.
#include <algorithm>
#include <chrono>

#include "base/check.h"
#include "cel/values/operate.h"
#include "cel/vector/state.h"

namespace qiuhao::cel {
namespace {

constexpr std::uint32_t kMeasureEvery = 32;  // batches; the first two are measured as well

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Cheap operands that settle many rows go first: by seconds a row for each row settled.
void reorder(PartState& state) {
  const auto price = [&](std::uint16_t operand) {
    const Measured& measured = state.measured[operand];
    if (measured.rows == 0) return 0.0;  // unknown: to be tried
    return measured.seconds / measured.rows / (measured.settled / measured.rows + 1e-3);
  };
  std::ranges::sort(state.order, {}, [&](std::uint16_t operand) { return std::pair(price(operand), operand); });
}

}  // namespace

PartState& VectorRun::State::fresh(PartIndex index) {
  PartState& state = parts[index];
  if (state.batch != number) {
    state.batch = number;
    state.known = {};
    state.yes = {};
    state.unsure = {};
  }
  return state;
}

const PartState& VectorRun::State::decide(PartIndex index, const Bits& asked) {
  PartState& state = fresh(index);
  const Bits missing = without(asked, state.known);
  if (!missing.any()) return state;
  const VectorPart& part = graph.parts[index];
  switch (state.way) {
    case Way::constant:
      state.known = all;
      if (part.constant.is_true()) state.yes = all;
      break;
    case Way::has: decide_has(index); break;
    case Way::table: decide_by_table(index, missing); break;
    case Way::same_text: decide_same_text(index); break;
    case Way::numbers: compare_numbers(index, missing); break;
    case Way::logic:
      if (part.kind == PartKind::chain) {
        decide_chain(index, missing);
      } else if (part.kind == PartKind::conditional) {
        decide_conditional(index, missing);
      } else {
        const PartState& operand = decide(part.parts[0], missing);
        state.unsure = state.unsure | (missing & operand.unsure);
        state.yes = state.yes | without(without(missing, operand.yes), operand.unsure);
        state.known = state.known | missing;
      }
      break;
    case Way::field: decide_field(index, missing); break;
    case Way::answers: {
      const Decided answered = host->answer(part.call, missing);
      state.yes = state.yes | answered.yes;
      state.unsure = state.unsure | answered.unsure;
      state.known = state.known | missing;
      break;
    }
    case Way::list: fold_list(index, missing); break;
    case Way::row:
    case Way::row_numbers:
    case Way::sizes: run_rows(index, missing); break;
  }
  return state;
}

void VectorRun::State::decide_chain(PartIndex index, const Bits& asked) {
  const VectorPart& part = graph.parts[index];
  PartState& state = parts[index];
  const bool is_and = part.operation == Operation::logical_and;
  const bool measures = state.turns < 2 || state.turns % kMeasureEvery == 0;
  ++state.turns;
  Bits left = asked, doubtful;
  for (const std::uint16_t operand : state.order) {
    const double start = measures ? seconds_now() : 0;
    const PartState& one = decide(part.parts[operand], left);
    const Bits settled = is_and ? without(left, one.yes | one.unsure) : left & one.yes;
    doubtful = doubtful | (left & one.unsure);
    if (!is_and) state.yes = state.yes | settled;
    if (measures) {
      Measured& measured = state.measured[operand];
      measured.seconds += seconds_now() - start;
      measured.rows += static_cast<double>(left.count());
      measured.settled += static_cast<double>(settled.count());
    }
    left = without(left, settled);
    if (!left.any()) break;
  }
  state.unsure = state.unsure | (left & doubtful);
  if (is_and) state.yes = state.yes | without(left, doubtful);
  state.known = state.known | asked;
  if (measures) reorder(state);
}

void VectorRun::State::decide_conditional(PartIndex index, const Bits& asked) {
  const VectorPart& part = graph.parts[index];
  PartState& state = parts[index];
  const PartState& condition = decide(part.parts[0], asked);
  const Bits then = asked & condition.yes;
  const Bits doubtful = asked & condition.unsure;
  const Bits otherwise = without(without(asked, then), doubtful);
  state.unsure = state.unsure | doubtful;
  for (const auto& [branch, rows] : {std::pair{part.parts[1], then}, {part.parts[2], otherwise}}) {
    const PartState& one = decide(branch, rows);
    state.yes = state.yes | (rows & one.yes);
    state.unsure = state.unsure | (rows & one.unsure);
  }
  state.known = state.known | asked;
}

void VectorRun::State::decide_field(PartIndex index, const Bits& asked) {
  PartState& state = parts[index];
  load_field(index, asked);
  without(state.known, state.unsure).each([&](std::size_t row) {
    if (state.values[row] != 0) state.yes.set(row);
  });
}

void VectorRun::State::run_rows(PartIndex index, const Bits& asked) {
  const VectorPart& part = graph.parts[index];
  PartState& state = parts[index];
  if (rest == Rest::unsure) {
    state.unsure = state.unsure | asked;
    state.known = state.known | asked;
    state.values = state.own.data();
    return;
  }
  asked.each([&](std::size_t row) {
    const Value value = run_row(part, row);
    if (value.kind != part.type) {
      state.unsure.set(row);
    } else if (part.type == Kind::boolean) {
      if (value.integer != 0) state.yes.set(row);
    } else {
      state.own[row] = value.integer;
    }
  });
  state.values = state.own.data();
  state.known = state.known | asked;
}

Value VectorRun::State::run_row(const VectorPart& part, std::size_t row) {
  const Activation& activation = host->stand_on(row, part.program);
  scratch.reset();
  Frame frame = make_frame(activation, scratch, part.code->locals, kMaxSteps);
  if (part.item_local != kNoLocal) {
    if (frame.locals == nullptr) return limit_error();
    frame.locals[part.item_local] = Value::of_row(item_struct, item_slot.rows[row]);
  }
  return evaluate_whole(*part.step, frame);
}

}  // namespace qiuhao::cel
