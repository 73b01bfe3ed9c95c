// Numbers: loading columns, arithmetic, comparisons.
#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "base/day.h"
#include "cel/values/dates.h"
#include "cel/vector/kernels.h"
#include "cel/vector/state.h"

namespace qiuhao::cel {
namespace {

// The bits of column rows first, first + 1, …
Bits bits_from(const std::uint64_t* words, RowIndex first, std::size_t rows) {
  Bits bits;
  const std::size_t shift = first % 64, last = (first + rows - 1) / 64;
  for (std::size_t word = 0; word * 64 < rows; ++word) {
    const std::size_t at = first / 64 + word;
    std::uint64_t both = words[at] >> shift;
    if (shift != 0 && at + 1 <= last) both |= words[at + 1] << (64 - shift);
    bits.words[word] = both;
  }
  return bits & Bits::first(rows);
}

}  // namespace

Bits present_rows(const FieldColumn& field, const BatchSlot& slot, std::size_t rows) {
  if (field.kind == Kind::null || (slot.rows == nullptr && slot.first == kNoRow)) return {};
  if (slot.rows == nullptr && !field.column.absence_is_a_code()) {
    return field.column.present == nullptr ? Bits::first(rows) : bits_from(field.column.present, slot.first, rows);
  }
  Bits bits;
  if (slot.rows != nullptr && field.column.present == nullptr && !field.column.absence_is_a_code()) {
    unsigned absent = 0;
    for (std::size_t row = 0; row < rows; ++row) absent |= static_cast<unsigned>(slot.rows[row] == kNoRow);
    if (absent == 0) return Bits::first(rows);
    for (std::size_t row = 0; row < rows; ++row)
      bits.words[row / 64] |= std::uint64_t{slot.rows[row] != kNoRow} << (row % 64);
    return bits;
  }
  if (slot.rows != nullptr && field.column.present != nullptr) {
    const std::uint64_t* present = field.column.present;
    for (std::size_t row = 0; row < rows; ++row) {
      const RowIndex at = slot.rows[row];
      const std::uint64_t has = at == kNoRow ? 0 : (present[at / 64] >> (at % 64)) & 1;
      bits.words[row / 64] |= has << (row % 64);
    }
    return bits;
  }
  for (std::size_t row = 0; row < rows; ++row) {
    const RowIndex at = slot.rows == nullptr ? slot.first + static_cast<RowIndex>(row) : slot.rows[row];
    if (at != kNoRow && field.column.has(at)) bits.set(row);
  }
  return bits;
}

void VectorRun::State::decide_has(PartIndex index) {
  PartState& state = parts[index];
  const FieldName& name = graph.parts[index].name;
  state.yes = present_rows(*column_of(name), slot_of(name), batch.rows);
  state.known = all;
}

// Their values are read together.
void VectorRun::State::load_few(PartState& state, const Column& column, const BatchSlot& slot, const Bits& asked) {
  few_rows.clear();
  asked.each([&](std::size_t row) {
    const RowIndex at = slot.rows[row];
    if (at == kNoRow || !column.has(at)) state.unsure.set(row);
    few_rows.push_back(at);
  });
  few_values.resize(few_rows.size());
  column.gather(few_rows, few_values.data());
  auto next = few_values.begin();
  asked.each([&](std::size_t row) { state.own[row] = *next++; });
  state.known = state.known | asked;
}

void VectorRun::State::load_field(PartIndex index, const Bits& asked) {
  constexpr std::size_t kFew = 8;  // when one row of so many is asked for, it is read alone
  PartState& state = parts[index];
  const FieldName& name = graph.parts[index].name;
  const FieldColumn& field = *column_of(name);
  const Column& column = field.column;
  const BatchSlot& slot = slot_of(name);
  state.values = state.own.data();
  if (field.kind != Kind::null && slot.rows != nullptr && asked.count() * kFew < batch.rows) {
    load_few(state, column, slot, asked);
    return;
  }
  state.unsure = without(all, present_rows(field, slot, batch.rows));
  state.known = all;
  if (field.kind == Kind::null || (slot.rows == nullptr && slot.first == kNoRow)) return;
  if (slot.rows == nullptr && batch.reader != nullptr) {
    state.values = batch.reader->read(name.owner, name.field, column, slot.first, batch.rows);
    if (state.values != nullptr) return;
    state.values = state.own.data();
  }
  if (slot.rows != nullptr) {
    const std::span<const RowIndex> rows(slot.rows, batch.rows);
    if (batch.reader != nullptr)
      batch.reader->gather(name.owner, name.field, column, rows, state.own.data());
    else
      column.gather(rows, state.own.data());
  } else if (column.stream != nullptr || column.storage == Storage::day) {
    column.read(slot.first, batch.rows, state.own.data());
  } else {
    state.values = static_cast<const std::int64_t*>(column.data) + slot.first;
  }
}

// The host's numbers are its own until it is asked for the next list.
void VectorRun::State::load_sizes(PartIndex index, const Bits& asked) {
  PartState& state = parts[index];
  const VectorPart& part = graph.parts[index];
  const std::int64_t* sizes = host->sizes(part.name, part.program, asked);
  asked.each([&](std::size_t row) {
    state.own[row] = sizes[row];
    if (sizes[row] < 0) state.unsure.set(row);
  });
  state.values = state.own.data();
  state.known = state.known | asked;
}

void VectorRun::State::load_row_numbers(PartIndex index) {
  PartState& state = parts[index];
  const BatchSlot& slot = slot_of(graph.parts[index].name);
  state.values = state.own.data();
  state.known = all;
  if (slot.rows == nullptr && slot.first == kNoRow) {
    state.unsure = all;
    return;
  }
  for (std::size_t row = 0; row < batch.rows; ++row) {
    const RowIndex at = slot.rows == nullptr ? slot.first + static_cast<RowIndex>(row) : slot.rows[row];
    if (at == kNoRow) state.unsure.set(row);
    state.own[row] = at;
  }
}

const PartState& VectorRun::State::numbers(PartIndex index, const Bits& asked) {
  PartState& state = fresh(index);
  const Bits missing = without(asked, state.known);
  if (!missing.any()) return state;
  switch (state.way) {
    case Way::constant:
      state.known = all;
      state.values = state.own.data();
      break;
    case Way::field: load_field(index, missing); break;
    case Way::sizes: load_sizes(index, missing); break;
    case Way::row_numbers: load_row_numbers(index); break;
    case Way::table: number_by_table(index, missing); break;
    case Way::list: fold_list(index, missing); break;
    case Way::numbers:
      graph.parts[index].kind == PartKind::choice ? choose(index, missing) : calculate(index, missing);
      break;
    default: run_rows(index, missing);
  }
  return state;
}

// The values of a part at a larger scale; what does not fit makes the user's rows unsure.
const std::int64_t* VectorRun::State::at_scale(const PartState& part, int scale, PartState& user) {
  if (part.scale == scale) return part.values;
  scale_up(part.values, kPowersOfTen[scale - part.scale], batch.rows, scaled.data(), bytes.data());
  Bits over;
  pack(bytes.data(), 0, batch.rows, over);
  user.unsure = user.unsure | over;
  return scaled.data();
}

void VectorRun::State::compare_numbers(PartIndex index, const Bits& asked) {
  const VectorPart& part = graph.parts[index];
  PartState& state = parts[index];
  const PartState& a = numbers(part.parts[0], asked);
  const PartState& b = numbers(part.parts[1], asked);
  const bool is_double = graph.parts[part.parts[0]].type == Kind::floating;
  state.known = a.known & b.known;
  state.unsure = a.unsure | b.unsure;
  const int scale = std::max(a.scale, b.scale);
  std::int64_t constant = b.way == Way::constant ? b.own[0] : 0;
  const bool fits = b.way == Way::constant && !is_double &&
                    !__builtin_mul_overflow(constant, kPowersOfTen[scale - b.scale], &constant);
  if (is_double) {
    compare_doubles(part.operation, a.values, b.values, batch.rows, bytes.data());
  } else if (fits) {
    const std::int64_t* left = at_scale(a, scale, state);
    compare_constant(part.operation, left, constant, batch.rows, bytes.data());
  } else {
    const std::int64_t* left = at_scale(a, scale, state);
    const std::int64_t* right = at_scale(b, scale, state);
    compare(part.operation, left, right, batch.rows, bytes.data());
  }
  pack(bytes.data(), 0, batch.rows, state.yes);
  state.yes = without(state.yes & state.known, state.unsure);
}

void VectorRun::State::calculate(PartIndex index, const Bits& asked) {
  const VectorPart& part = graph.parts[index];
  PartState& state = parts[index];
  const PartState& a = numbers(part.parts[0], asked);
  const PartState& b = numbers(part.parts.back(), asked);
  state.values = state.own.data();
  const bool by_row = part.type == Kind::floating || part.kind == PartKind::age_years ||
                      part.kind == PartKind::age_months || part.operation == Operation::divide ||
                      part.operation == Operation::modulo;
  if (by_row) {
    state.unsure = state.unsure | (asked & (a.unsure | b.unsure));
    calculate_rows(part, state, a, b, without(asked, state.unsure));
    state.known = state.known | asked;
  } else {
    state.unsure = a.unsure | b.unsure;
    state.known = a.known & b.known;
    calculate_exact(part, state, a, b);
  }
}

void VectorRun::State::choose(PartIndex index, const Bits& asked) {
  const VectorPart& part = graph.parts[index];
  PartState& state = parts[index];
  const PartState& condition = decide(part.parts[0], asked);
  const Bits doubtful = asked & condition.unsure;
  const Bits then = without(asked & condition.yes, doubtful);
  const Bits otherwise = without(without(asked, then), doubtful);
  state.values = state.own.data();
  state.unsure = state.unsure | doubtful;
  for (const auto& [branch, rows] : {std::pair{part.parts[1], then}, {part.parts[2], otherwise}}) {
    if (!rows.any()) continue;
    const PartState& one = numbers(branch, rows);
    rows.each([&](std::size_t row) { state.own[row] = one.values[row]; });
    state.unsure = state.unsure | (rows & one.unsure);
  }
  state.known = state.known | asked;
}

void VectorRun::State::calculate_exact(const VectorPart& part, PartState& state, const PartState& a,
                                       const PartState& b) {
  std::int64_t* out = state.own.data();
  if (part.kind == PartKind::negative) {
    std::ranges::fill_n(scaled.begin(), static_cast<std::ptrdiff_t>(batch.rows), 0);
    subtract(scaled.data(), a.values, batch.rows, out, bytes.data());
  } else if (part.kind == PartKind::days_between) {
    subtract(b.values, a.values, batch.rows, out, bytes.data());
  } else if (part.kind == PartKind::add_days) {
    add(a.values, b.values, batch.rows, out, bytes.data());
    for (std::size_t row = 0; row < batch.rows; ++row) {
      if (out[row] < kFirstDay || out[row] > kLastDay) bytes[row] = 1;
    }
  } else if (part.kind == PartKind::day_of_time) {
    // What an unsure row holds is any number, and its day is not asked for.
    for (std::size_t row = 0; row < batch.rows; ++row) out[row] = day_of(a.values[row]);
    return;
  } else if (part.kind == PartKind::least || part.kind == PartKind::greatest) {
    const std::int64_t* left = at_scale(a, state.scale, state);
    const std::int64_t* right = at_scale(b, state.scale, state);
    const bool least = part.kind == PartKind::least;
    for (std::size_t row = 0; row < batch.rows; ++row)
      out[row] = least ? std::min(left[row], right[row]) : std::max(left[row], right[row]);
    return;
  } else if (part.operation == Operation::multiply) {
    multiply(a.values, b.values, batch.rows, out, bytes.data());
  } else {
    const int scale = std::max(a.scale, b.scale);
    const std::int64_t* left = at_scale(a, scale, state);
    const std::int64_t* right = at_scale(b, scale, state);
    if (part.operation == Operation::add)
      add(left, right, batch.rows, out, bytes.data());
    else
      subtract(left, right, batch.rows, out, bytes.data());
  }
  Bits over;
  pack(bytes.data(), 0, batch.rows, over);
  state.unsure = state.unsure | over;
}

namespace {

std::int64_t calculate_double(const VectorPart& part, std::int64_t a, std::int64_t b) {
  const auto x = std::bit_cast<double>(a), y = std::bit_cast<double>(b);
  double result = -x;
  if (part.operation == Operation::add) result = x + y;
  if (part.operation == Operation::subtract) result = x - y;
  if (part.operation == Operation::multiply) result = x * y;
  if (part.operation == Operation::divide) result = x / y;
  return std::bit_cast<std::int64_t>(result);
}

// nullopt: an error, or a decimal of another scale than expected.
std::optional<std::int64_t> calculate_one(const VectorPart& part, const PartState& a_part, const PartState& b_part,
                                          int scale, std::int64_t a, std::int64_t b) {
  if (part.type == Kind::floating) return calculate_double(part, a, b);
  if (part.kind == PartKind::age_years) return age_years(static_cast<Day>(a), static_cast<Day>(b));
  if (part.kind == PartKind::age_months) return age_months(static_cast<Day>(a), static_cast<Day>(b));
  if (b == 0) return std::nullopt;
  if (part.type == Kind::decimal) {
    const auto result =
        divide({a, static_cast<std::uint8_t>(a_part.scale)}, {b, static_cast<std::uint8_t>(b_part.scale)});
    return result && result->scale == scale ? std::optional(result->units) : std::nullopt;
  }
  if (b == -1) return std::nullopt;  // the lowest int has no opposite
  return part.operation == Operation::divide ? a / b : a % b;
}

}  // namespace

void VectorRun::State::calculate_rows(const VectorPart& part, PartState& state, const PartState& a, const PartState& b,
                                      const Bits& asked) {
  asked.each([&](std::size_t row) {
    const auto result = calculate_one(part, a, b, state.scale, a.values[row], b.values[row]);
    if (result)
      state.own[row] = *result;
    else
      state.unsure.set(row);
  });
}

}  // namespace qiuhao::cel
