// The vector program: many texts over a batch of up to 2,048 rows, the parts that they share computed once.
//
// It gives what the row program gives. Where the quick way cannot tell (a field is absent, a number overflows, a
// function fails) a row is *unsure*: && and || absorb it as they absorb errors, and what is left unsure at the end is
// given to the row program, which finds the value or the error with its reason.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "cel/cel.h"
#include "cel/vector/bits.h"

namespace qiuhao::cel {

// The rows that a variable stands on: first, first + 1, … or, when `rows` is set, a row for each of the batch (kNoRow:
// absent). A variable that is no row of a struct with columns has neither. Of rows of the batch that are not asked for
// it may stand anywhere.
struct BatchSlot {
  const RowIndex* rows = nullptr;
  RowIndex first = kNoRow;
};

// A field of a variable, or the variable itself.
struct FieldName {
  SlotId slot = 0;
  StructId owner = 0;
  FieldId field = 0;
  bool operator==(const FieldName&) const = default;
};
inline constexpr FieldId kWholeVariable = 0xffff;

// A call of a host's function, of constants and fields of variables: listed('herb_single', r.item, r.day).
struct HostCall {
  struct Argument {
    Value constant;  // absent: `field` is the argument
    FieldName field;
  };
  HostFunction function = nullptr;
  std::vector<Argument> arguments;
};

// Reads columns for whoever knows a better way than asking them: what was read before for others.
class ColumnReader {
 public:
  virtual ~ColumnReader() = default;
  // Of a field of storage number or day: the values of rows first, first + 1, … until the next batch; null: this
  // reader has no better way.
  virtual const std::int64_t* read(StructId owner, FieldId field, const Column& column, RowIndex first,
                                   std::size_t count) = 0;
  // As Column::gather.
  virtual void gather(StructId owner, FieldId field, const Column& column, std::span<const RowIndex> rows,
                      std::int64_t* out) = 0;
};

struct Batch {
  std::size_t rows = 0;                           // at most kBatchRows
  const FieldColumn* const* of_struct = nullptr;  // as ColumnTable; the same pointer means the same columns
  std::span<const BatchSlot> slots;  // by SlotId; variables behind the last are no rows that are laid ready
  std::uint64_t unlaid = 0;          // bit per SlotId: so are these, the same for all with these columns
  ColumnReader* reader = nullptr;    // null: columns are asked
};

// The rows for which a bool is true, and those that only the row program can tell.
struct Decided {
  Bits yes;
  Bits unsure;
};

// Gives the activation of one row of the batch at hand, for what only the row program can do. `program` is one that has
// the part in question: variables that each program has for itself are to be its own.
class BatchHost {
 public:
  virtual ~BatchHost() = default;
  virtual const Activation& stand_on(std::size_t row, std::size_t program) = 0;
  // Whether sizes() knows how long a list is (a variable that is one, or a field that is asked for); one answer for all
  // batches with the same columns.
  virtual bool has_sizes(const FieldName& list, std::size_t program);
  // For each row asked for the items of a list, -1 where only the row program can tell; until the next batch.
  virtual const std::int64_t* sizes(const FieldName& list, std::size_t program, const Bits& asked);
  // Whether lists() knows the rows of a list of rows; one answer for all batches with the same columns.
  virtual bool has_lists(const FieldName& list, std::size_t program);
  // For each row asked for the rows of its list, in any order, until the next call; what is returned are the rows of
  // the batch of which only the row program can tell them.
  virtual Bits lists(const FieldName& list, std::size_t program, const Bits& asked,
                     std::span<std::span<const RowIndex>> rows);
  // The same of a host's function that gives a bool: whether answer() knows what it gives, and what it gives for the
  // rows asked for.
  virtual bool has_answers(const HostCall& call);
  virtual Decided answer(const HostCall& call, const Bits& asked);
};

inline constexpr SlotId kNoOwnSlots = 0xffff;

// A variable that is another program's value over the same row.
struct Definition {
  SlotId slot = 0;
  const Program* program = nullptr;
};

// Several programs as one graph. Immutable; the programs must outlive it.
class VectorProgram {
 public:
  // Variables with slots from `first_own_slot` on mean something else in each program; parts with them are not shared.
  // What defines variables stands in their place, and must outlive it as well.
  explicit VectorProgram(std::span<const Program* const> programs, SlotId first_own_slot = kNoOwnSlots,
                         std::span<const Definition> definitions = {});
  VectorProgram(VectorProgram&&) noexcept;
  ~VectorProgram();

  std::size_t programs() const;
  std::size_t parts() const;  // distinct parts, of all programs together

  struct Graph;
  const Graph& graph() const { return *graph_; }

 private:
  std::unique_ptr<Graph> graph_;
};

// What becomes of parts that the vector program cannot compute.
enum class Rest {
  by_rows,  // the row program is asked, row by row
  unsure,   // they are unsure: decide() tells the rows that are false for certain, at the least cost
};

// One thread's run of a vector program: buffers, what it learned of dictionaries, and the order of conjuncts.
class VectorRun {
 public:
  explicit VectorRun(const VectorProgram& program, Rest rest = Rest::by_rows);
  ~VectorRun();
  VectorRun(const VectorRun&) = delete;
  VectorRun& operator=(const VectorRun&) = delete;

  // Both must live until the next call.
  void begin(const Batch& batch, BatchHost& host);
  // Of a program whose type is bool; only the rows asked for are told.
  Decided decide(std::size_t program, const Bits& asked);
  // The value of any program for each row asked for, in order; texts and lists live until `use` returns.
  void evaluate(std::size_t program, const Bits& asked,
                const std::function<void(std::size_t row, const Value& value)>& use);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace qiuhao::cel
