// Checking lists, maps and comprehensions.
#include <fmt/format.h>

#include <algorithm>

#include "cel/checker/checker.h"
#include "cel/values/types.h"

namespace qiuhao::cel {

Status Checker::check_list(Node& node) {
  std::optional<Type> element;
  bool has_decimal = false;
  for (NodePtr& item : node.children) {
    TRY(check(item));
    has_decimal |= item->type.kind == Kind::decimal;
  }
  for (NodePtr& item : node.children) {
    const bool is_double_literal = item->kind == NodeKind::literal && item->type.kind == Kind::floating;
    if (has_decimal && (is_double_literal || item->type.kind == Kind::integer)) TRY(make_decimal(item));
    ASSIGN(const Type type, item_type(*item, item->is_optional_item));
    element = element ? join_types(*element, type).value_or(Type::any()) : type;
  }
  node.type = Type::list_of(element.value_or(Type::free()));
  return {};
}

Status Checker::check_map(Node& node) {
  std::optional<Type> key, element;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    TRY(check(node.children[i]));
    const bool is_optional = i % 2 == 1 && node.children[i - 1]->is_optional_item;
    ASSIGN(const Type type, item_type(*node.children[i], is_optional));
    std::optional<Type>& joined = i % 2 == 0 ? key : element;
    joined = joined ? join_types(*joined, type).value_or(Type::any()) : type;
    const bool is_key = is_unknown(type) || type.kind == Kind::integer || type.kind == Kind::unsigned_integer ||
                        type.kind == Kind::boolean || type.kind == Kind::text;
    if (i % 2 == 0 && !is_key) {
      return source_.error("type_mismatch",
                           {fmt::format("a key is int, uint, bool or string, not {}", describe(type)),
                            fmt::format("键只能是 int、uint、bool 或 string，不能是 {}", describe(type))},
                           node.children[i]->begin);
    }
  }
  node.type = Type::map_of(key.value_or(Type::free()), element.value_or(Type::free()));
  return {};
}

Status Checker::push_locals(Node& node, const Type& range) {
  node.slot = static_cast<SlotId>(locals_.size());
  const bool is_map = range.kind == Kind::map;
  const Type item = range.element ? *range.element : Type::any();
  const Type key = range.key ? *range.key : Type::any();
  const std::string path = path_of(*node.children[0]);
  for (std::size_t i = 0; i < node.names.size(); ++i) {
    Local local{node.names[i], Type::any(), "", static_cast<SlotId>(locals_.size())};
    const bool is_last = i + 1 == node.names.size();
    if (node.macro == Macro::bind) {
      local.type = range;
    } else if (range.kind == Kind::optional) {
      local.type = item;
    } else if (is_map) {
      local.type = i == 0 ? key : item;
    } else if (range.kind == Kind::list) {
      local.type = is_last ? item : Type::of(Kind::integer);
    }
    if (is_last && !is_map) local.path = path;
    locals_.push_back(std::move(local));
  }
  most_locals_ = std::max(most_locals_, locals_.size());
  return {};
}

Status Checker::check_comprehension(Node& node) {
  TRY(check(node.children[0]));
  const Type range = node.children[0]->type;
  const bool takes_optional = node.macro == Macro::opt_map || node.macro == Macro::opt_flat_map;
  const bool is_range = node.macro == Macro::bind || !options_.check_types ||
                        (takes_optional && range.kind == Kind::optional) || is_unknown(range) ||
                        (!takes_optional && (range.kind == Kind::list || range.kind == Kind::map));
  if (!is_range) {
    return source_.error(
        "type_mismatch",
        {fmt::format("{} needs {}, but {} is {}", node.name, takes_optional ? "an optional" : "a list or map",
                     shown(*node.children[0]), describe(range)),
         fmt::format("{} 要用于{}，但 {} 是 {}", node.name, takes_optional ? "可选值" : "列表或映射",
                     shown(*node.children[0]), describe(range))},
        node.mark);
  }
  const std::size_t outer = locals_.size();
  TRY(push_locals(node, range));
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    TRY(check(node.children[i]));
    const bool is_last = i + 1 == node.children.size();
    const bool makes_item =
        node.macro == Macro::transform_list || node.macro == Macro::transform_map || node.macro == Macro::bind;
    if (is_last && (makes_item || takes_optional)) continue;
    const Type& type = node.children[i]->type;
    if (type.kind != Kind::boolean && !is_unknown(type) && options_.check_types) {
      return source_.error("type_mismatch",
                           {fmt::format("the condition of {} should be bool, but is {}", node.name, describe(type)),
                            fmt::format("{} 的条件应为 bool，却是 {}", node.name, describe(type))},
                           node.children[i]->begin);
    }
  }
  locals_.resize(outer);
  return takes_optional ? check_optional_body(node) : comprehension_type(node, range);
}

Status Checker::comprehension_type(Node& node, const Type& range) {
  const Type& last = node.children.back()->type;
  switch (node.macro) {
    case Macro::bind: node.type = last; break;
    case Macro::transform_list: node.type = Type::list_of(last); break;
    case Macro::transform_map: node.type = Type::map_of(range.key ? *range.key : Type::any(), last); break;
    case Macro::filter: {
      const auto& item = range.kind == Kind::map ? range.key : range.element;
      node.type = Type::list_of(item ? *item : Type::any());
      break;
    }
    default: node.type = Type::of(Kind::boolean);
  }
  return {};
}

}  // namespace qiuhao::cel
