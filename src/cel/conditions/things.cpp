// Texts of things and constants.
#include "cel/conditions/things.h"

#include <fmt/format.h>

#include "base/hash.h"

namespace qiuhao::cel {
namespace {

std::string joined(const Node& node, std::size_t from, std::string_view separator, const ConditionNames& names) {
  std::string text;
  for (std::size_t i = from; i < node.children.size(); ++i) {
    if (i > from) text += separator;
    text += text_of_thing(*node.children[i], names);
  }
  return text;
}

std::string select_text(const Node& node, const ConditionNames& names) {
  // The path has the English name of a field, whatever the text was written in.
  const bool is_of_row = !node.children.empty() && node.children[0]->type.kind == Kind::row;
  const std::string field = is_of_row && !node.path.empty() ? node.path.substr(node.path.rfind('.') + 1) : node.name;
  const std::string whole = joined(node, 0, "", names) + (node.is_optional ? ".?" : ".") + field;
  return node.is_test ? "has(" + whole + ")" : whole;
}

std::string call_text(const Node& node, const ConditionNames& names) {
  const std::string arguments = joined(node, node.has_receiver ? 1 : 0, ", ", names);
  const std::string receiver = node.has_receiver ? text_of_thing(*node.children[0], names) + "." : "";
  return receiver + node.name + "(" + arguments + ")";
}

std::string plain_text_of(const Node& node, const ConditionNames& names) {
  switch (node.kind) {
    case NodeKind::literal: return to_text(node.literal);
    case NodeKind::name: return node.reference == Reference::variable ? names.called(node.path) : node.name;
    case NodeKind::select: return select_text(node, names);
    case NodeKind::operation:
      return "(" + joined(node, 0, fmt::format(" {} ", operation_sign(node.operation)), names) +
             (node.children.size() == 1 ? std::string(operation_sign(node.operation)) : "") + ")";
    case NodeKind::call: return call_text(node, names);
    case NodeKind::list: return "[" + joined(node, 0, ", ", names) + "]";
    case NodeKind::map: return "{" + joined(node, 0, ", ", names) + "}";
    case NodeKind::record: return node.name + "{" + joined(node, 0, ", ", names) + "}";
    case NodeKind::comprehension: break;
  }
  std::string variables;
  for (const std::string& name : node.names) variables += name + ",";
  return fmt::format("each{}({}{})", static_cast<int>(node.macro), variables, joined(node, 0, ", ", names));
}

bool is_call_of_text(const Node& node, std::string_view function) {
  return node.kind == NodeKind::call && node.name == function && !node.has_receiver && node.children.size() == 1 &&
         node.children[0]->kind == NodeKind::literal && node.children[0]->literal.kind == Kind::text;
}

}  // namespace

std::string text_of_thing(const Node& node, const ConditionNames& names) {
  std::string text = plain_text_of(node, names);
  return text.size() <= kMaxThingBytes ? text : "#" + hash128(text).hex();
}

std::optional<Decimal> number_of(const Node& node) {
  if (node.kind == NodeKind::literal) {
    const Value& value = node.literal;
    if (value.kind == Kind::integer) return Decimal::from_int(value.integer);
    if (value.kind == Kind::decimal) return value.as_decimal();
    if (value.kind == Kind::date) return Decimal::from_int(value.as_date());
    if (value.kind != Kind::floating) return std::nullopt;
    const auto exact = parse_decimal(fmt::format("{}", value.floating));
    return exact ? std::optional(*exact) : std::nullopt;
  }
  if (is_call_of_text(node, "decimal")) {
    const auto number = parse_decimal(node.children[0]->literal.as_text());
    return number ? std::optional(*number) : std::nullopt;
  }
  if (is_call_of_text(node, "date")) {
    const auto day = parse_day(node.children[0]->literal.as_text());
    return day ? std::optional(Decimal::from_int(*day)) : std::nullopt;
  }
  if (node.kind == NodeKind::call && node.name == "decimal" && node.children.size() == 1) {
    return number_of(*node.children[0]);
  }
  if (node.kind != NodeKind::operation) return std::nullopt;
  if (node.operation == Operation::negate) {
    const auto number = number_of(*node.children[0]);
    return number ? negate(*number) : std::nullopt;
  }
  if (node.children.size() != 2) return std::nullopt;
  const auto a = number_of(*node.children[0]);
  const auto b = a ? number_of(*node.children[1]) : std::nullopt;
  if (!b) return std::nullopt;
  if (node.operation == Operation::add) return add(*a, *b);
  if (node.operation == Operation::subtract) return subtract(*a, *b);
  if (node.operation == Operation::multiply) return multiply(*a, *b);
  return std::nullopt;
}

std::optional<std::string> text_constant(const Node& node) {
  if (node.kind != NodeKind::literal || node.literal.kind != Kind::text) return std::nullopt;
  return std::string(node.literal.as_text());
}

std::optional<Measured> measured(const Node& thing, Decimal number) {
  const bool is_sum = thing.kind == NodeKind::operation && thing.children.size() == 2 &&
                      (thing.operation == Operation::add || thing.operation == Operation::subtract) &&
                      (thing.type.kind == Kind::integer || thing.type.kind == Kind::decimal);
  if (!is_sum) return Measured{&thing, number};
  const auto added = number_of(*thing.children[1]);
  if (!added) return Measured{&thing, number};
  const auto moved = thing.operation == Operation::add ? subtract(number, *added) : add(number, *added);
  if (!moved) return std::nullopt;
  return measured(*thing.children[0], *moved);
}

}  // namespace qiuhao::cel
