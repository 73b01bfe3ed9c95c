// The parts of several programs, each distinct one once: what the vector program computes.
#pragma once

#include <cstdint>
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
  arithmetic,   // + - * / %
  negative,     // -
  days_between,
  day_of_time,  // date(timestamp)
  age_years,
  age_months,
  size,    // size(list) of a variable, or of a field of one that the host is asked for
  answer,  // of a host's function
  row,     // whatever else: by the row program
};

inline constexpr std::size_t kMostTableFields = 3;

struct VectorPart {
  PartKind kind = PartKind::row;
  Operation operation = Operation::none;
  Kind type = Kind::any;
  std::vector<PartIndex> parts;
  Value constant;
  FieldName name;                       // field, has, size
  HostCall call;                        // answer
  const Step* step = nullptr;           // the same part in the row program
  const Program::Code* code = nullptr;  // whose step that is,
  std::size_t program = 0;              // and its number
  // The text fields that this part reads, when it reads nothing else: its outcome can be kept by their codes.
  std::vector<FieldName> texts;
  bool is_by_text = false;
};

struct VectorProgram::Graph {
  std::vector<VectorPart> parts;  // what a part needs stands before it
  std::vector<PartIndex> roots;   // of the programs
  std::vector<const Program*> programs;
};

}  // namespace qiuhao::cel
