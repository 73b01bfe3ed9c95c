// Checking optionals: a.?b, a[?i], chains on an optional, items written with a question mark, optMap.
#include <fmt/format.h>

#include "cel/checker/checker.h"
#include "cel/values/types.h"

namespace qiuhao::cel {
namespace {

Type part(const std::shared_ptr<const Type>& type) { return type ? *type : Type::any(); }

// What an optional holds; any other type is itself.
Type held_type(const Type& type) { return type.kind == Kind::optional ? part(type.element) : type; }

}  // namespace

// Select or index that may give none: with a question mark, or on an optional.
bool Checker::is_optional_access(const Node& node) const {
  return node.is_optional || node.children[0]->type.kind == Kind::optional;
}

Status Checker::check_optional_select(Node& node) {
  const Type held = held_type(node.children[0]->type);
  if (held.kind == Kind::row) {
    TRY(check_field(node, held));
    if (!node.is_test) node.type = Type::optional_of(node.type);
    return {};
  }
  if (held.kind != Kind::map && !is_unknown(held)) {
    return source_.error("type_mismatch",
                         {fmt::format("{} is {} and has no field {}; only rows and maps have fields",
                                      shown(*node.children[0]), describe(node.children[0]->type), node.name),
                          fmt::format("{} 是 {}，没有字段 {}；只有行和映射才有字段", shown(*node.children[0]),
                                      describe(node.children[0]->type), node.name)},
                         node.mark);
  }
  node.type = node.is_test ? Type::of(Kind::boolean) : Type::optional_of(is_unknown(held) ? held : part(held.element));
  return {};
}

Status Checker::check_optional_index(Node& node) {
  const Type held = held_type(node.children[0]->type);
  const Type& index = node.children[1]->type;
  const bool is_list = held.kind == Kind::list, is_map = held.kind == Kind::map;
  if (!is_list && !is_map && !is_unknown(held))
    return no_operation(node, {"; only lists and maps have items", "；只有列表和映射才有项"});
  const bool fits = is_unknown(index) || is_unknown(held) || (is_list && index.kind == Kind::integer) ||
                    (is_map && is_comparable(part(held.key), index));
  if (!fits) {
    return no_operation(
        node, is_list ? Sentence{"; the items of a list are numbered from 0", "；列表的项从 0 起编号"} : Sentence{});
  }
  node.type = Type::optional_of(is_unknown(held) ? held : part(held.element));
  return {};
}

// The type that an item of a list or a value of a map gives it.
Result<Type> Checker::item_type(const Node& item, bool is_optional) const {
  if (!is_optional) return item.type;
  if (item.type.kind == Kind::optional || is_unknown(item.type)) {
    return is_unknown(item.type) ? item.type : part(item.type.element);
  }
  return source_.error("type_mismatch",
                       {fmt::format("an item written with ? should be optional, but {} is {}; remove the ?",
                                    shown(item), describe(item.type)),
                        fmt::format("带 ? 的项应为可选值，但 {} 是 {}；请去掉 ?", shown(item), describe(item.type))},
                       item.begin);
}

Status Checker::check_optional_body(Node& node) {
  const Node& body = *node.children.back();
  if (node.macro == Macro::opt_map) {
    node.type = Type::optional_of(body.type);
    return {};
  }
  if (options_.check_types && body.type.kind != Kind::optional && !is_unknown(body.type)) {
    return source_.error(
        "type_mismatch",
        {fmt::format("the expression of optFlatMap should be optional, but {} is {}; write optMap", shown(body),
                     describe(body.type)),
         fmt::format("optFlatMap 的表达式应为可选值，但 {} 是 {}；请写 optMap", shown(body), describe(body.type))},
        body.begin);
  }
  node.type = body.type;
  return {};
}

}  // namespace qiuhao::cel
