// Checking operators, and reading double literals beside a decimal exactly.
#include <fmt/format.h>

#include <algorithm>

#include "cel/checker/checker.h"
#include "cel/values/types.h"

namespace qiuhao::cel {
namespace {

bool is_double_literal(const Node& node) { return node.kind == NodeKind::literal && node.type.kind == Kind::floating; }

bool is_list_of_double_literals(const Node& node) {
  return node.kind == NodeKind::list &&
         std::ranges::any_of(node.children, [](const NodePtr& item) { return is_double_literal(*item); });
}

}  // namespace

Status Checker::check_operation(NodePtr& node) {
  for (NodePtr& child : node->children) TRY(check(child));
  const std::size_t count = node->children.size();
  // The operands of && and || are bools; those of ?: are its two results.
  if (count == 2 && node->operation != Operation::index) TRY(adapt_literals(node->children[0], node->children[1]));
  switch (node->operation) {
    case Operation::logical_or:
    case Operation::logical_and:
    case Operation::logical_not: return check_logic(*node);
    case Operation::equal:
    case Operation::not_equal:
    case Operation::less:
    case Operation::less_equal:
    case Operation::greater:
    case Operation::greater_equal: return check_comparison(*node);
    case Operation::in: return check_in(*node);
    case Operation::index: return check_index(*node);
    case Operation::conditional:
      TRY(adapt_literals(node->children[1], node->children[2]));
      return check_conditional(*node);
    default: return check_arithmetic(*node);
  }
}

// Makes a literal (or int, where a single type is needed) beside a decimal a decimal.
Status Checker::adapt_literals(NodePtr& a, NodePtr& b) {
  const auto adapt = [&](const Type& other, NodePtr& node) -> Status {
    const bool beside_decimal = other.kind == Kind::decimal ||
                                (other.kind == Kind::list && other.element && other.element->kind == Kind::decimal);
    if (!beside_decimal) return {};
    if (is_double_literal(*node)) return make_decimal(node);
    if (!is_list_of_double_literals(*node)) return {};
    for (NodePtr& item : node->children) {
      if (is_double_literal(*item)) TRY(make_decimal(item));
    }
    return check_list(*node);
  };
  TRY(adapt(a->type, b));
  return adapt(b->type, a);
}

Status Checker::make_decimal(NodePtr& node) {
  if (node->kind == NodeKind::literal && node->type.kind == Kind::floating) {
    std::string digits{source_.part(node->begin, node->end)};
    std::erase_if(digits, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; });
    const Result<Decimal> exact = parse_decimal(digits);
    if (!exact) {
      return source_.error("bad_literal",
                           {fmt::format("{} is no exact decimal of at most {} places", shown(*node), kMaxScale),
                            fmt::format("{} 不是最多 {} 位小数的精确小数", shown(*node), kMaxScale)},
                           node->begin);
    }
    node->literal = Value::of_decimal(*exact);
  } else if (node->kind == NodeKind::literal) {
    node->literal = Value::of_decimal(Decimal::from_int(node->literal.integer));
  } else {
    NodePtr call = make_node(NodeKind::call, node->begin, node->end);
    call->name = "decimal";
    call->function = tables_.find_function("decimal");
    add_child(*call, std::move(node));
    node = std::move(call);
  }
  node->type = Type::of(Kind::decimal);
  return {};
}

Sentence Checker::mend_for(const Node& a, const Node& b) const {
  const auto pair_is = [&](Kind x, Kind y) {
    return (a.type.kind == x && b.type.kind == y) || (a.type.kind == y && b.type.kind == x);
  };
  if (pair_is(Kind::decimal, Kind::floating))
    return {"; a double is not exact, write decimal('…') or make both double()",
            "；double 不精确，请写 decimal('…')，或两边都用 double()"};
  if (pair_is(Kind::date, Kind::text))
    return {"; write the date as date('2026-01-31')", "；日期请写 date('2026-01-31')"};
  if (pair_is(Kind::date, Kind::timestamp))
    return {"; take the day of the timestamp with date(…)", "；请用 date(…) 取时间的日期"};
  if (pair_is(Kind::date, Kind::integer))
    return {"; count days with daysBetween(…), or write a date as date('2026-01-31')",
            "；请用 daysBetween(…) 数天数，日期请写 date('2026-01-31')"};
  if (pair_is(Kind::text, Kind::integer))
    return {"; put the number in quotes, or convert the text with int(…)", "；请给数字加引号，或用 int(…) 转换文本"};
  if (pair_is(Kind::text, Kind::decimal)) return {"; convert the text with decimal(…)", "；请用 decimal(…) 转换文本"};
  if (pair_is(Kind::integer, Kind::floating)) return {"; convert the int with double(…)", "；请用 double(…) 转换整数"};
  if (a.type.kind == Kind::null || b.type.kind == Kind::null)
    return {"; a field without value is absent, test it with has(…)",
            "；没有值的字段是缺失，不是 null，请用 has(…) 检查"};
  return {};
}

std::unexpected<Error> Checker::no_operation(const Node& node, const Sentence& mend) const {
  const std::string_view sign = operation_sign(node.operation);
  const Node& a = *node.children[0];
  if (node.children.size() == 1) {
    return source_.error("type_mismatch",
                         Sentence{fmt::format("no {} of {} ({})", sign, describe(a.type), shown(a)),
                                  fmt::format("{} 不能用于 {}（{}）", sign, describe(a.type), shown(a))} +
                             mend,
                         node.mark);
  }
  const Node& b = *node.children[1];
  return source_.error("type_mismatch",
                       Sentence{fmt::format("no {} between {} ({}) and {} ({})", sign, describe(a.type), shown(a),
                                            describe(b.type), shown(b)),
                                fmt::format("{}（{}）与 {}（{}）之间没有 {}", describe(a.type), shown(a),
                                            describe(b.type), shown(b), sign)} +
                           mend,
                       node.mark);
}

Status Checker::check_logic(Node& node) {
  for (const NodePtr& operand : node.children) {
    if (operand->type.kind == Kind::boolean || is_unknown(operand->type)) continue;
    return source_.error("type_mismatch",
                         {fmt::format("{} needs bool, but {} is {}", operation_sign(node.operation), shown(*operand),
                                      describe(operand->type)),
                          fmt::format("{} 要用于 bool，但 {} 是 {}", operation_sign(node.operation), shown(*operand),
                                      describe(operand->type))},
                         operand->begin);
  }
  node.type = Type::of(Kind::boolean);
  return {};
}

Status Checker::check_comparison(Node& node) {
  const Node& a = *node.children[0];
  const Node& b = *node.children[1];
  const bool is_equality = node.operation == Operation::equal || node.operation == Operation::not_equal;
  const bool fits = is_equality ? is_comparable(a.type, b.type) : is_orderable(a.type, b.type);
  if (!fits) return no_operation(node, mend_for(a, b));
  node.type = Type::of(Kind::boolean);
  return {};
}

Status Checker::check_in(Node& node) {
  const Node& item = *node.children[0];
  const Type& range = node.children[1]->type;
  const auto& member = range.kind == Kind::map ? range.key : range.element;
  const bool is_range = range.kind == Kind::list || range.kind == Kind::map || is_unknown(range);
  const Sentence mend =
      is_range ? Sentence{}
               : Sentence{"; in looks into a list or the keys of a map", "；in 只能在列表或映射的键中查找"};
  if (!is_range || (member && !is_comparable(item.type, *member))) return no_operation(node, mend);
  node.type = Type::of(Kind::boolean);
  return {};
}

Status Checker::check_arithmetic(Node& node) {
  const Node& a = *node.children[0];
  if (node.operation == Operation::negate) {
    const bool fits = a.type.kind == Kind::integer || a.type.kind == Kind::floating || a.type.kind == Kind::decimal ||
                      is_unknown(a.type);
    node.type = a.type;
    return fits ? Status{} : no_operation(node, {});
  }
  const Node& b = *node.children[1];
  const auto type = arithmetic_type(node.operation, a.type, b.type);
  const bool is_dates = a.type.kind == Kind::date && b.type.kind == Kind::date && node.operation == Operation::subtract;
  if (!type)
    return no_operation(node, is_dates
                                  ? Sentence{"; write daysBetween(earlier, later)", "；请写 daysBetween(较早, 较晚)"}
                                  : mend_for(a, b));
  node.type = *type;
  return {};
}

Status Checker::check_conditional(Node& node) {
  const Node& condition = *node.children[0];
  if (condition.type.kind != Kind::boolean && !is_unknown(condition.type)) {
    return source_.error(
        "type_mismatch",
        {fmt::format("the condition before ? should be bool, but {} is {}", shown(condition), describe(condition.type)),
         fmt::format("? 前面的条件应为 bool，但 {} 是 {}", shown(condition), describe(condition.type))},
        condition.begin);
  }
  NodePtr& chosen = node.children[1];
  NodePtr& other = node.children[2];
  const auto type = join_types(chosen->type, other->type);
  const bool has_null = chosen->type.kind == Kind::null || other->type.kind == Kind::null;
  if (!type && !has_null) {
    return source_.error("type_mismatch",
                         Sentence{fmt::format("both results of ?: should be of one type, but they are {} and {}",
                                              describe(chosen->type), describe(other->type)),
                                  fmt::format("?: 的两个结果应为同一类型，却是 {} 和 {}", describe(chosen->type),
                                              describe(other->type))} +
                             mend_for(*chosen, *other),
                         node.mark);
  }
  node.type = type.value_or(Type::any());
  if (node.type.kind != Kind::decimal) return {};
  if (chosen->type.kind == Kind::integer) TRY(make_decimal(chosen));
  if (other->type.kind == Kind::integer) TRY(make_decimal(other));
  return {};
}

Status Checker::check_index(Node& node) {
  if (is_optional_access(node)) return check_optional_index(node);
  const Type range = node.children[0]->type;
  const Type& index = node.children[1]->type;
  const bool is_list = range.kind == Kind::list, is_map = range.kind == Kind::map;
  if (!is_list && !is_map && !is_unknown(range))
    return no_operation(node, {"; only lists and maps have items", "；只有列表和映射才有项"});
  const bool fits = is_unknown(index) || is_unknown(range) || (is_list && index.kind == Kind::integer) ||
                    (is_map && (!range.key || is_comparable(*range.key, index)));
  if (!fits)
    return no_operation(
        node, is_list ? Sentence{"; the items of a list are numbered from 0", "；列表的项从 0 开始编号"} : Sentence{});
  node.type = range.element ? *range.element : Type::any();
  return {};
}

}  // namespace qiuhao::cel
