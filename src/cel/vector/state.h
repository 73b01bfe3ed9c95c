// What a VectorRun keeps: of each part its outcome on the batch at hand, and what was learned of dictionaries.
#pragma once

#include <memory>
#include <vector>

#include "cel/vector/graph.h"

namespace qiuhao::cel {

// How a part is computed over the columns at hand.
enum class Way : std::uint8_t {
  constant,
  field,  // numbers, from a column
  has,
  logic,    // chain, negation, conditional
  numbers,  // comparison, arithmetic, functions of numbers
  sizes,    // from the host
  answers,  // from the host
  table,    // by the codes of text columns
  same_text,
  row_numbers,
  list,  // the host knows the rows, a run of its own what they come to
  row,   // by the row program
};

inline constexpr std::size_t kMostTable = 1 << 16;  // outcomes of pairs and triples of codes
inline constexpr std::size_t kMostCodes = 1 << 24;  // outcomes of the codes of one column
inline constexpr int kNoScale = -1;                 // of a decimal part whose values have several scales
inline constexpr int kTableScale = 6;               // of decimals in tables: texts of any scale up to this
inline constexpr std::size_t kMostItems = 20'000;   // of a list; what a longer one costs the row program must tell

// What a table says of a combination of codes.
inline constexpr std::uint8_t kTableYes = 1, kTableUnsure = 2, kTableUnknown = 4;

inline constexpr std::uint32_t kNoCode = 0xffffffff;  // of a text that the other column never has

// What was measured of an operand of && or ||.
struct Measured {
  double seconds = 0;
  double rows = 0;     // that were asked
  double settled = 0;  // that needed no further operand
};

// The rows of a slot on which a field has a value.
Bits present_rows(const FieldColumn& field, const BatchSlot& slot, std::size_t rows);

struct PartState {
  Way way = Way::row;
  int scale = 0;            // of decimals
  std::uint64_t batch = 0;  // the batch that the rest is of
  Bits known;               // rows that were computed
  Bits yes;                 // of bools
  Bits unsure;
  const std::int64_t* values = nullptr;  // of numbers, by row: a column, or `own`
  std::vector<std::int64_t> own;
  std::vector<const Column*> columns;  // table: of part.texts
  std::vector<std::uint8_t> table;
  std::vector<std::int64_t> table_values;  // of numbers
  std::vector<std::uint32_t> other_codes;  // same_text: by the first column's code the second's, or kNoCode
  std::vector<std::uint16_t> order;        // chain: of its operands
  std::vector<Measured> measured;
  std::uint32_t turns = 0;
};

// The codes of a text field on the batch at hand; what is absent has the number after the last code.
struct CodeState {
  FieldName name;
  std::uint64_t batch = 0;
  const std::uint32_t* codes = nullptr;
  std::vector<std::uint32_t> own;
};

struct VectorRun::State {
  struct ListRun;

  State(const VectorProgram::Graph& made, Rest of_rest);
  ~State();
  void begin(const Batch& of_batch, BatchHost& of_host);

  const VectorProgram::Graph& graph;
  Rest rest;
  std::vector<PartState> parts;
  std::vector<std::unique_ptr<ListRun>> lists;  // of parts that are lists
  std::vector<CodeState> codes;
  const FieldColumn* const* bound = nullptr;
  Batch batch;
  BatchHost* host = nullptr;
  std::uint64_t number = 0;  // of the batch
  Bits all;
  BatchSlot item_slot;  // of a run over items: where they stand
  StructId item_struct = 0;
  // Of the loop at hand; parts that need others call them first.
  std::vector<std::uint8_t> bytes;
  std::vector<std::uint32_t> index;
  std::vector<RowIndex> few_rows;
  std::vector<std::int64_t> few_values;
  std::vector<std::int64_t> scaled;
  Scratch scratch;

  // bind.cpp: the way of each part over these columns.
  void bind();
  Way way_of(PartIndex index);
  bool bind_table(const VectorPart& part, PartState& state) const;
  bool bind_numbers(const VectorPart& part, PartState& state) const;
  const FieldColumn* column_of(const FieldName& name) const;
  bool is_laid(SlotId slot) const {
    return slot == kItemSlot || (slot < batch.slots.size() && (slot >= 64 || ((batch.unlaid >> slot) & 1) == 0));
  }
  const BatchSlot& slot_of(const FieldName& name) const {
    return name.slot == kItemSlot ? item_slot : batch.slots[name.slot];
  }

  // decide.cpp, numbers.cpp, tables.cpp, lists.cpp: after these, `known` of the part holds all that was asked.
  PartState& fresh(PartIndex index);
  const PartState& decide(PartIndex index, const Bits& asked);
  const PartState& numbers(PartIndex index, const Bits& asked);
  void decide_chain(PartIndex index, const Bits& asked);
  void decide_conditional(PartIndex index, const Bits& asked);
  void decide_has(PartIndex index);
  void decide_field(PartIndex index, const Bits& asked);
  void compare_numbers(PartIndex index, const Bits& asked);
  void load_field(PartIndex index, const Bits& asked);
  void load_few(PartState& state, const Column& column, const BatchSlot& slot, const Bits& asked);
  void load_sizes(PartIndex index, const Bits& asked);
  void load_row_numbers(PartIndex index);
  void calculate(PartIndex index, const Bits& asked);
  void choose(PartIndex index, const Bits& asked);
  void calculate_exact(const VectorPart& part, PartState& state, const PartState& a, const PartState& b);
  void calculate_rows(const VectorPart& part, PartState& state, const PartState& a, const PartState& b,
                      const Bits& asked);
  const std::int64_t* at_scale(const PartState& part, int scale, PartState& user);
  const std::uint32_t* codes_of(const FieldName& name, const Column& column);
  const std::uint32_t* table_places(const VectorPart& part, const PartState& state);
  void decide_by_table(PartIndex index, const Bits& asked);
  bool bind_same_text(const VectorPart& part, PartState& state) const;
  void decide_same_text(PartIndex index);
  void number_by_table(PartIndex index, const Bits& asked);
  bool bind_list(PartIndex index);
  void fold_list(PartIndex index, const Bits& asked);
  void run_rows(PartIndex index, const Bits& asked);
  Value run_row(const VectorPart& part, std::size_t row);
};

}  // namespace qiuhao::cel
