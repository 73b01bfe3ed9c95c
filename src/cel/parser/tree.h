// The tree of a text: what the parser builds, the macros rewrite, the checker annotates and the row program is made of.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cel/value.h"

namespace qiuhao::cel {

enum class NodeKind : std::uint8_t {
  literal,
  name,
  select,         // children: operand
  operation,      // children: operands
  call,           // children: receiver if there is one, then arguments
  list,           // children: items
  map,            // children: key, value, key, value, …
  record,         // message literal Name{field: value}: parses, but has no meaning here
  comprehension,  // children: range, then 1 or 2 bodies as the macro wrote them
};

enum class Operation : std::uint8_t {
  none,
  logical_or,   // two or more operands
  logical_and,  // two or more operands
  logical_not,
  negate,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  conditional,
  index,
};
std::string_view operation_sign(Operation operation);  // "&&", "in", "?:"

enum class Macro : std::uint8_t {
  none,
  all,
  exists,
  exists_one,
  filter,          // bodies: condition
  transform_list,  // bodies: [condition,] item; also map
  transform_map,   // bodies: [condition,] item
  bind,            // range: the value; bodies: the expression
  opt_map,         // range: an optional; bodies: the value
  opt_flat_map,    // range: an optional; bodies: an optional
};

enum class Reference : std::uint8_t { none, variable, local, type_name };

struct FunctionEntry;
struct Step;

struct Node;
using NodePtr = std::unique_ptr<Node>;

struct Node {
  NodeKind kind = NodeKind::literal;
  Operation operation = Operation::none;
  Macro macro = Macro::none;
  std::uint32_t begin = 0;  // in the source
  std::uint32_t end = 0;
  std::uint32_t mark = 0;  // where a message about this node points: a field after its dot, an operator
  int height = 1;
  std::string name;                // of a name, field, function
  std::vector<std::string> names;  // variables of a comprehension
  std::vector<NodePtr> children;
  bool has_receiver = false;          // of a call
  bool is_test = false;               // of a select: has(operand.field)
  bool is_optional = false;           // of a select, index: written with a question mark
  bool is_optional_item = false;      // of an item of a list or key of a map: the same
  bool is_rooted = false;             // of a name: written with a leading dot
  Value literal;                      // texts point into `text`
  std::unique_ptr<std::string> text;  // a unique_ptr, so that literal stays valid when the node moves

  // What the checker found.
  Type type;
  Reference reference = Reference::none;
  SlotId slot = 0;                          // of a variable or local; of a comprehension: of its first local
  FieldId field = 0;                        // of a select on a row
  std::string path;                         // "line.price": of a select on a row, and of a variable
  const FunctionEntry* function = nullptr;  // of a call

  const Step* step = nullptr;  // set when the row program is made
};

NodePtr make_node(NodeKind kind, std::uint32_t begin, std::uint32_t end);
void add_child(Node& parent, NodePtr child);  // keeps the height
NodePtr make_text_literal(std::uint32_t begin, std::uint32_t end, Kind kind, std::string text);
// "a.b.c" when the node is a chain of plain selections on a name, else "".
std::string dotted_name(const Node& node);

}  // namespace qiuhao::cel
