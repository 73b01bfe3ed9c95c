// Relations between types.
#include "cel/values/types.h"

#include <algorithm>
#include <span>

#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

const Type& part(const std::shared_ptr<const Type>& type) { return type ? *type : *type_of_kind(Kind::any); }

std::span<const Type> parameters_of(const Type& type) {
  return type.parameters ? std::span<const Type>(*type.parameters) : std::span<const Type>{};
}

bool is_inexact_pair(Kind a, Kind b) {
  return (a == Kind::decimal && b == Kind::floating) || (a == Kind::floating && b == Kind::decimal);
}

}  // namespace

bool is_unknown(const Type& type) { return type.kind == Kind::any; }

bool depth_within(const Type& type, int most) {
  if (most <= 0) return false;
  const auto fits = [&](const Type& part) { return depth_within(part, most - 1); };
  return (!type.key || fits(*type.key)) && (!type.element || fits(*type.element)) &&
         std::ranges::all_of(parameters_of(type), fits);
}

bool is_comparable(const Type& a, const Type& b) {
  if (is_unknown(a) || is_unknown(b)) return true;
  if (is_numeric(a.kind) && is_numeric(b.kind)) return !is_inexact_pair(a.kind, b.kind);
  if (a.kind != b.kind || a.row_struct != b.row_struct) return false;
  if (a.kind == Kind::type) return true;
  return is_comparable(part(a.key), part(b.key)) && is_comparable(part(a.element), part(b.element)) &&
         std::ranges::equal(parameters_of(a), parameters_of(b), is_comparable);
}

bool is_orderable(const Type& a, const Type& b) {
  const auto has_order = [](Kind kind) {
    return is_numeric(kind) || kind == Kind::any || kind == Kind::boolean || kind == Kind::text ||
           kind == Kind::bytes || kind == Kind::date || kind == Kind::timestamp || kind == Kind::duration;
  };
  return has_order(a.kind) && has_order(b.kind) && is_comparable(a, b);
}

bool is_assignable(const Type& given, const Type& wanted) {
  if (is_unknown(given) || is_unknown(wanted)) return true;
  if (given.kind != wanted.kind || given.row_struct != wanted.row_struct) return false;
  return is_assignable(part(given.key), part(wanted.key)) && is_assignable(part(given.element), part(wanted.element)) &&
         std::ranges::equal(parameters_of(given), parameters_of(wanted), is_assignable);
}

namespace {

Type join_parts(const Type& a, const Type& b) { return join_types(a, b).value_or(Type::any()); }

Type join_opaque(const Type& a, const Type& b) {
  std::vector<Type> joined;
  for (std::size_t i = 0; i < parameters_of(a).size() && i < parameters_of(b).size(); ++i) {
    joined.push_back(join_parts(parameters_of(a)[i], parameters_of(b)[i]));
  }
  return Type::opaque_of(a.row_struct, std::move(joined));
}

}  // namespace

std::optional<Type> join_types(const Type& a, const Type& b) {
  if (a.is_free) return b;
  if (b.is_free) return a;
  if (is_unknown(a) || is_unknown(b)) return Type::any();
  const bool has_decimal = a.kind == Kind::decimal || b.kind == Kind::decimal;
  const bool has_int = a.kind == Kind::integer || b.kind == Kind::integer;
  if (has_decimal && has_int) return Type::of(Kind::decimal);
  if (a.kind != b.kind || a.row_struct != b.row_struct) return std::nullopt;
  switch (a.kind) {
    case Kind::list: return Type::list_of(join_parts(part(a.element), part(b.element)));
    case Kind::map:
      return Type::map_of(join_parts(part(a.key), part(b.key)), join_parts(part(a.element), part(b.element)));
    case Kind::optional: return Type::optional_of(join_parts(part(a.element), part(b.element)));
    case Kind::type: return Type::type_of(join_parts(part(a.element), part(b.element)));
    case Kind::opaque: return join_opaque(a, b);
    default: return a;
  }
}

std::optional<Type> arithmetic_type(Operation operation, const Type& a, const Type& b) {
  const bool is_add = operation == Operation::add, is_subtract = operation == Operation::subtract;
  const bool has_decimal = a.kind == Kind::decimal || b.kind == Kind::decimal;
  const auto exact = [](Kind kind) { return kind == Kind::decimal || kind == Kind::integer || kind == Kind::any; };
  if (has_decimal) {
    if (operation == Operation::modulo || !exact(a.kind) || !exact(b.kind)) return std::nullopt;
    return Type::of(Kind::decimal);
  }
  if (is_unknown(a) || is_unknown(b)) return Type::any();
  if (is_add || is_subtract) {
    if (a.kind == Kind::timestamp && b.kind == Kind::duration) return a;
    if (a.kind == Kind::duration && b.kind == Kind::timestamp && is_add) return b;
    if (a.kind == Kind::timestamp && b.kind == Kind::timestamp && is_subtract) return Type::of(Kind::duration);
    if (a.kind == Kind::duration && b.kind == Kind::duration) return a;
  }
  if (is_add && a.kind == Kind::list && b.kind == Kind::list) {
    return Type::list_of(join_types(part(a.element), part(b.element)).value_or(Type::any()));
  }
  if (a.kind != b.kind) return std::nullopt;
  if (is_add && (a.kind == Kind::text || a.kind == Kind::bytes)) return a;
  const bool is_int = a.kind == Kind::integer || a.kind == Kind::unsigned_integer;
  return is_int || (a.kind == Kind::floating && operation != Operation::modulo) ? std::optional(a) : std::nullopt;
}

}  // namespace qiuhao::cel
