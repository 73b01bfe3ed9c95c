// What reads only texts of dictionary columns is worked out once for each code, or combination of codes.
#include <algorithm>

#include "base/decimal.h"
#include "cel/vector/kernels.h"
#include "cel/vector/state.h"

namespace qiuhao::cel {

const std::uint32_t* VectorRun::State::codes_of(const FieldName& name, const Column& column) {
  auto found = std::ranges::find(codes, name, &CodeState::name);
  if (found == codes.end()) {
    codes.push_back({name, 0, nullptr, {}});
    found = codes.end() - 1;
  }
  if (found->batch == number) return found->codes;
  found->batch = number;
  const BatchSlot& slot = slot_of(name);
  if (slot.rows == nullptr && slot.first != kNoRow && column.present == nullptr && column.stream == nullptr) {
    found->codes = static_cast<const std::uint32_t*>(column.data) + slot.first;
    return found->codes;
  }
  found->own.resize(kBatchRows);
  const auto absent = static_cast<std::uint32_t>(column.dictionary_size);
  if (slot.rows != nullptr)
    column.gather({slot.rows, batch.rows}, found->own.data());
  else if (slot.first != kNoRow)
    column.read(slot.first, batch.rows, found->own.data());
  else
    std::ranges::fill(found->own, absent);
  found->codes = found->own.data();
  return found->codes;
}

// Where the table has what each row's codes say.
const std::uint32_t* VectorRun::State::table_places(const VectorPart& part, const PartState& state) {
  const std::uint32_t* at = codes_of(part.texts[0], *state.columns[0]);
  if (part.texts.size() == 1) return at;
  std::copy_n(at, batch.rows, index.begin());
  for (std::size_t i = 1; i < part.texts.size(); ++i) {
    const auto stride = static_cast<std::uint32_t>(state.columns[i]->dictionary_size + 1);
    add_digit(index.data(), stride, codes_of(part.texts[i], *state.columns[i]), batch.rows);
  }
  return index.data();
}

// A decimal comes to the table's scale; what has more places, or does not fit, is left to the row program.
void VectorRun::State::number_by_table(PartIndex part_index, const Bits& asked) {
  const VectorPart& part = graph.parts[part_index];
  PartState& state = parts[part_index];
  const std::uint32_t* at = table_places(part, state);
  asked.each([&](std::size_t row) {
    std::uint8_t& entry = state.table[at[row]];
    std::int64_t& number = state.table_values[at[row]];
    if (entry == kTableUnknown) {
      const Value value = run_row(part, row);
      const bool is_exact = value.kind != Kind::decimal || value.detail <= kTableScale;
      number = value.integer;
      const bool is_known = value.kind == part.type && is_exact &&
                            (value.kind != Kind::decimal ||
                             !__builtin_mul_overflow(number, kPowersOfTen[kTableScale - value.detail], &number));
      entry = is_known ? kTableYes : kTableUnsure;
    }
    state.own[row] = number;
    if (entry == kTableUnsure) state.unsure.set(row);
  });
  state.values = state.own.data();
  state.known = state.known | asked;
}

// Rows that nobody asks for may stand on rows that are not laid ready: nothing is learned from them.
void VectorRun::State::decide_by_table(PartIndex part_index, const Bits& asked) {
  const VectorPart& part = graph.parts[part_index];
  PartState& state = parts[part_index];
  const std::uint32_t* at = table_places(part, state);
  look_up(state.table.data(), at, batch.rows, bytes.data());
  std::uint8_t seen = any_of(bytes.data(), batch.rows);
  for (std::size_t row = 0; (seen & kTableUnknown) != 0 && row < batch.rows; ++row) {
    std::uint8_t& entry = state.table[at[row]];
    if (entry == kTableUnknown && asked.has(row)) {
      const Value value = run_row(part, row);
      entry = value.kind != Kind::boolean ? kTableUnsure : value.integer != 0 ? kTableYes : std::uint8_t{0};
      seen = static_cast<std::uint8_t>(seen | entry);
    }
    bytes[row] = entry;
  }
  pack(bytes.data(), 0, batch.rows, state.yes);
  if ((seen & kTableUnsure) != 0) pack(bytes.data(), 1, batch.rows, state.unsure);
  state.known = state.known | asked;
}

void VectorRun::State::decide_same_text(PartIndex part_index) {
  const VectorPart& part = graph.parts[part_index];
  PartState& state = parts[part_index];
  const std::uint32_t* first = codes_of(part.texts[0], *state.columns[0]);
  const std::uint32_t* second = codes_of(part.texts[1], *state.columns[1]);
  const auto absent = static_cast<std::uint32_t>(state.columns[1]->dictionary_size);
  const bool wanted = part.operation == Operation::equal;
  for (std::size_t row = 0; row < batch.rows; ++row) {
    const bool is_known = first[row] < state.other_codes.size() && second[row] < absent;
    const bool is_same = is_known && state.other_codes[first[row]] == second[row];
    bytes[row] = static_cast<std::uint8_t>((is_known && is_same == wanted ? 1 : 0) + (is_known ? 0 : 2));
  }
  pack(bytes.data(), 0, batch.rows, state.yes);
  pack(bytes.data(), 1, batch.rows, state.unsure);
  state.known = all;
}

}  // namespace qiuhao::cel
