// The parts of several programs, each distinct one once: what the vector program computes.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "cel/row/code.h"
#include "cel/vector/vector.h"

namespace qiuhao::cel {

using PartIndex = std::uint32_t;

enum class PartKind : std::uint8_t {
  constant,
  field,        // of a variable: line.price, k.child
  has,          // has(line.price)
  chain,        // && and ||
  negation,     // !
  conditional,  // of bools
  choice,       // the same of numbers
  comparison,   // of numbers of one kind, decimals beside ints, dates, timestamps
  same_text,    // == and != of two text fields
  arithmetic,   // + - * / %
  negative,     // -
  least,        // math.least(a, b) and math.greatest(a, b)
  greatest,
  days_between,
  add_days,
  day_of_time,  // date(timestamp)
  age_years,
  age_months,
  size,        // size(list) of a variable, or of a field of one that the host is asked for
  answer,      // of a host's function
  row_number,  // x.order: the number of the row that a variable stands on
  list,        // what a list of rows comes to: exists, all, the size of what is filtered, a sum
  row,         // whatever else: by the row program
};

inline constexpr std::size_t kMostTableFields = 3;
inline constexpr SlotId kItemSlot = 0xfffe;  // in the graph of a list: its item
inline constexpr SlotId kNoLocal = 0xffff;

struct ListPart;

struct VectorPart {
  PartKind kind = PartKind::row;
  Operation operation = Operation::none;
  Kind type = Kind::any;
  std::vector<PartIndex> parts;
  Value constant;
  FieldName name;  // field, has, size
  HostCall call;   // answer
  std::shared_ptr<const ListPart> list;
  SlotId item_local = kNoLocal;         // in the graph of a list: the local by which the row program knows the item
  const Step* step = nullptr;           // the same part in the row program
  const Program::Code* code = nullptr;  // whose step that is,
  std::size_t program = 0;              // and its number
  // The text fields that this part reads, when it reads nothing else (of same_text both, in their order): its outcome
  // can be kept by their codes.
  std::vector<FieldName> texts;
  bool is_by_text = false;
};

struct VectorProgram::Graph {
  std::vector<VectorPart> parts;  // what a part needs stands before it
  std::vector<PartIndex> roots;   // of the programs
  std::vector<const Program*> programs;
};

enum class ListFold : std::uint8_t { exists, all, size, sum };

// A list of rows that conditions filter, and what it comes to. What is asked of its items is a graph of its own, over
// rows that are an item and a row of the batch each.
struct ListPart {
  FieldName name;     // the list: a variable, or a field of one that the host is asked for
  StructId item = 0;  // whose rows the items are
  ListFold fold = ListFold::exists;
  std::size_t conditions = 0;  // the first programs of the graph: an item that does not meet them all is none
  VectorProgram::Graph graph;  // then one more: the bool of exists and all, the number of sum
  std::vector<SlotId> slots;   // of variables that stand on rows and are read beside the item
};

}  // namespace qiuhao::cel
