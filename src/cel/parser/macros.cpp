// Rewriting macro calls to tests and comprehensions.
#include "cel/parser/macros.h"

#include <fmt/format.h>

#include <array>

namespace qiuhao::cel {
namespace {

struct MacroForm {
  std::string_view name;
  Macro macro;
  std::size_t variables;
  std::size_t bodies;
};
// Each name with the numbers of variables and bodies that it may have.
constexpr std::array<MacroForm, 17> kForms = {{{"all", Macro::all, 1, 1},
                                               {"exists", Macro::exists, 1, 1},
                                               {"exists_one", Macro::exists_one, 1, 1},
                                               {"existsOne", Macro::exists_one, 1, 1},
                                               {"filter", Macro::filter, 1, 1},
                                               {"map", Macro::transform_list, 1, 1},
                                               {"map", Macro::transform_list, 1, 2},
                                               {"all", Macro::all, 2, 1},
                                               {"exists", Macro::exists, 2, 1},
                                               {"exists_one", Macro::exists_one, 2, 1},
                                               {"existsOne", Macro::exists_one, 2, 1},
                                               {"transformList", Macro::transform_list, 2, 1},
                                               {"transformList", Macro::transform_list, 2, 2},
                                               {"transformMap", Macro::transform_map, 2, 1},
                                               {"transformMap", Macro::transform_map, 2, 2},
                                               {"optMap", Macro::opt_map, 1, 1},
                                               {"optFlatMap", Macro::opt_flat_map, 1, 1}}};

// A form of this name and number of arguments; `map` takes three as (v, condition, item).
const MacroForm* form_of(std::string_view name, std::size_t arguments) {
  for (const MacroForm& form : kForms) {
    if (form.name == name && form.variables + form.bodies == arguments) return &form;
  }
  return nullptr;
}

Result<std::string> variable_of(const Source& source, const Node& node) {
  if (node.kind == NodeKind::name && !node.is_rooted) return node.name;
  return source.error(
      "bad_macro", {"here stands the name of a new variable, such as x", "这里应是新变量的名称，例如 x"}, node.begin);
}

Result<NodePtr> expand_has(const Source& source, NodePtr call) {
  if (call->children.size() != 1) {
    return source.error("bad_macro",
                        {"has takes one field, such as has(line.price)", "has 只带一个字段，例如 has(line.price)"},
                        call->begin);
  }
  NodePtr field = std::move(call->children[0]);
  if (field->kind != NodeKind::select || field->is_test) {
    return source.error(
        "bad_macro", {"has tests a field, such as has(line.price)", "has 检查一个字段有没有值，例如 has(line.price)"},
        field->begin);
  }
  if (field->is_optional) {
    return source.error("bad_macro",
                        {"has tests a field written with a dot; write .hasValue() after an optional one",
                         "has 检查用点号写的字段；可选字段请在后面写 .hasValue()"},
                        field->mark);
  }
  field->is_test = true;
  field->begin = call->begin;
  field->end = call->end;
  return field;
}

Result<NodePtr> make_comprehension(const Source& source, NodePtr call, const MacroForm& form, std::size_t first) {
  NodePtr node = make_node(NodeKind::comprehension, call->begin, call->end);
  node->macro = form.macro;
  node->name = call->name;
  node->mark = call->mark;
  for (std::size_t i = 0; i < form.variables; ++i) {
    ASSIGN(std::string variable, variable_of(source, *call->children[first + i]));
    if (!node->names.empty() && node->names[0] == variable) {
      return source.error("bad_macro", {"the two variables need different names", "两个变量的名称不能相同"},
                          call->children[first + i]->begin);
    }
    node->names.push_back(std::move(variable));
  }
  if (first == 1) add_child(*node, std::move(call->children[0]));
  for (std::size_t i = first + form.variables; i < call->children.size(); ++i) {
    add_child(*node, std::move(call->children[i]));
  }
  return node;
}

bool is_bind(const Node& call) {
  return call.has_receiver && call.name == "bind" && dotted_name(*call.children[0]) == "cel";
}

// cel.bind(x, value, expression): the range of the comprehension is the one value.
Result<NodePtr> expand_bind(const Source& source, NodePtr call) {
  if (call->children.size() != 4) {
    return source.error(
        "bad_macro", {"cel.bind takes a name, a value and an expression", "cel.bind 要有名称、值和表达式"}, call->mark);
  }
  NodePtr node = make_node(NodeKind::comprehension, call->begin, call->end);
  node->macro = Macro::bind;
  node->name = call->name;
  node->mark = call->mark;
  ASSIGN(std::string variable, variable_of(source, *call->children[1]));
  node->names.push_back(std::move(variable));
  add_child(*node, std::move(call->children[2]));
  add_child(*node, std::move(call->children[3]));
  return node;
}

}  // namespace

Result<NodePtr> expand_macro(const Source& source, NodePtr call) {
  if (!call->has_receiver) {
    return call->name == "has" ? expand_has(source, std::move(call)) : Result<NodePtr>(std::move(call));
  }
  if (is_bind(*call)) return expand_bind(source, std::move(call));
  const MacroForm* form = form_of(call->name, call->children.size() - 1);
  if (form == nullptr) return call;
  return make_comprehension(source, std::move(call), *form, 1);
}

std::vector<FunctionDoc> macro_docs() {
  return {
      {"has",
       "has(row.field) -> bool",
       {"True when the field has a value; a field without one is absent, not null.",
        "字段有值时为真；没有值是缺失，不是 null。"},
       "has({'a': 1}.a)"},
      {"all",
       "list.all(x, condition) -> bool",
       {"True when the condition holds for every item.", "每一项都满足条件时为真。"},
       "[1, 2].all(x, x > 0)"},
      {"exists",
       "list.exists(x, condition) -> bool",
       {"True when the condition holds for at least one item.", "至少一项满足条件时为真。"},
       "[1, 2].exists(x, x > 1)"},
      {"exists_one",
       "list.exists_one(x, condition) -> bool",
       {"True when the condition holds for exactly one item.", "恰有一项满足条件时为真。"},
       "[1, 2].exists_one(x, x > 1)"},
      {"filter",
       "list.filter(x, condition) -> list",
       {"The items for which the condition holds.", "满足条件的各项。"},
       "[1, 2].filter(x, x > 1) == [2]"},
      {"map",
       "list.map(x, item) -> list, list.map(x, condition, item) -> list",
       {"A list with the new item for each item (for which the condition holds).",
        "由每一项（满足条件的）得到的新项目组成的列表。"},
       "[1, 2].map(x, x * 2) == [2, 4]"},
      {"transformList",
       "list.transformList(i, x, item) -> list",
       {"As map, with the item's number (from 0) or a map's key.", "同 map，另有项目的序号（从 0 起）或映射的键。"},
       "[5, 7].transformList(i, x, i + x) == [5, 8]"},
      {"transformMap",
       "map.transformMap(k, v, value) -> map",
       {"The map with a new value for each key.", "每个键换上新值的映射。"},
       "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2}"},
      {"optMap",
       "optional.optMap(x, value) -> optional",
       {"An optional of the value made of what it holds, or none.", "由所装的值得到的新值装入可选值；为空则仍为空。"},
       "optional.of(2).optMap(x, x * 2).value() == 4"},
      {"optFlatMap",
       "optional.optFlatMap(x, optional) -> optional",
       {"The optional made of what it holds, or none; for a value that may be missing too.",
        "由所装的值得到的可选值；为空则仍为空；用于结果也可能为空时。"},
       "optional.of({'a': 1}).optFlatMap(x, x.?a).value() == 1"},
      {"cel.bind",
       "cel.bind(x, value, expression)",
       {"The expression, in which x stands for the value.", "求表达式的值，其中 x 代表所给的值。"},
       "cel.bind(x, 2, x * x) == 4"},
  };
}

}  // namespace qiuhao::cel
