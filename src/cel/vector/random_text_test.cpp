// Grammar of the random texts.
#include "cel/vector/random_text.h"

#include <fmt/format.h>

namespace qiuhao::cel {

std::string RandomText::of_kind(Kind kind, int depth) {
  switch (kind) {
    case Kind::boolean: return of_bool(depth);
    case Kind::integer: return of_int(depth);
    case Kind::decimal: return of_decimal(depth);
    case Kind::floating: return of_double(depth);
    case Kind::date: return of_date(depth);
    case Kind::timestamp: return one_of({"line.time", "visit.time"});
    default: return of_text(depth);
  }
}

std::string RandomText::comparison(int depth) {
  static constexpr Kind kKinds[] = {Kind::integer, Kind::decimal,   Kind::floating,
                                    Kind::date,    Kind::timestamp, Kind::text};
  const Kind kind = kKinds[pick(6)];
  const std::string sign = one_of({"==", "!=", "<", "<=", ">", ">="});
  const bool mixes = (kind == Kind::decimal && pick(3) == 0);
  return fmt::format("{} {} {}", of_kind(kind, depth), sign, mixes ? of_int(depth) : of_kind(kind, depth));
}

std::string RandomText::of_bool(int depth) {
  if (depth <= 0) {
    return one_of(
        {"true", "false", "has(line.n)", "has(line.code)", "has(visit.amount)", "line.flag", "has(line.words)"});
  }
  switch (pick(14)) {
    case 0:
    case 1: return fmt::format("({} && {})", of_bool(depth - 1), of_bool(depth - 1));
    case 2:
    case 3: return fmt::format("({} || {})", of_bool(depth - 1), of_bool(depth - 1));
    case 4: return fmt::format("({} && {} && {})", of_bool(depth - 1), of_bool(depth - 1), of_bool(depth - 1));
    case 5: return fmt::format("!({})", of_bool(depth - 1));
    case 6: return fmt::format("({} ? {} : {})", of_bool(depth - 1), of_bool(depth - 1), of_bool(depth - 1));
    case 7: return fmt::format("{} in ['a', 'bb', '', 'J18']", of_text(depth - 1));
    case 8: return fmt::format("{} in [0, 1, -5, 40]", of_int(depth - 1));
    case 9:
      return fmt::format("{}.{}({})", of_text(depth - 1), one_of({"startsWith", "endsWith", "contains", "matches"}),
                         one_of({"'a'", "'J1'", "'[0-9]+'", "line.mode", "''"}));
    case 10: return fmt::format("[{}, {}].exists(x, x > {})", of_int(depth - 1), of_int(depth - 1), of_int(depth - 1));
    case 11: return of_bool(0);
    default: return "(" + comparison(depth - 1) + ")";
  }
}

std::string RandomText::number_literal() {
  return one_of({"0", "1", "-1", "2", "7", "40", "100", "-3", "9223372036854775807", "4611686018427387904", "1000000"});
}

std::string RandomText::of_int(int depth) {
  if (depth <= 0) return pick(3) == 0 ? number_literal() : one_of({"line.n", "line.m", "visit.n", "line.big"});
  switch (pick(10)) {
    case 0: return fmt::format("({} + {})", of_int(depth - 1), of_int(depth - 1));
    case 1: return fmt::format("({} - {})", of_int(depth - 1), of_int(depth - 1));
    case 2: return fmt::format("({} * {})", of_int(depth - 1), of_int(depth - 1));
    case 3: return fmt::format("({} / {})", of_int(depth - 1), of_int(depth - 1));
    case 4: return fmt::format("({} % {})", of_int(depth - 1), of_int(depth - 1));
    case 5: return fmt::format("-({})", of_int(depth - 1));
    case 6:
      return fmt::format("{}({}, {})", one_of({"daysBetween", "ageYears", "ageMonths", "ageDays"}), of_date(depth - 1),
                         of_date(depth - 1));
    case 7: return fmt::format("size({})", of_text(depth - 1));
    case 8: return fmt::format("({} ? {} : {})", of_bool(depth - 1), of_int(depth - 1), of_int(depth - 1));
    default: return of_int(0);
  }
}

std::string RandomText::of_decimal(int depth) {
  if (depth <= 0) {
    return pick(4) == 0
               ? one_of({"decimal('0')", "decimal('1.5')", "decimal('-0.000001')", "decimal('92233720368.54')"})
               : one_of({"line.price", "line.amount", "visit.amount", "line.rate", "line.huge"});
  }
  switch (pick(10)) {
    case 0: return fmt::format("({} + {})", of_decimal(depth - 1), of_decimal(depth - 1));
    case 1: return fmt::format("({} - {})", of_decimal(depth - 1), of_decimal(depth - 1));
    case 2: return fmt::format("({} * {})", of_decimal(depth - 1), of_decimal(depth - 1));
    case 3: return fmt::format("({} / {})", of_decimal(depth - 1), of_decimal(depth - 1));
    case 4: return fmt::format("({} * {})", of_decimal(depth - 1), of_int(depth - 1));
    case 5: return fmt::format("({} + {})", of_int(depth - 1), of_decimal(depth - 1));
    case 6: return fmt::format("math.least({}, {})", of_decimal(depth - 1), of_decimal(depth - 1));
    case 7: return fmt::format("-({})", of_decimal(depth - 1));
    case 8: return fmt::format("({} ? {} : {})", of_bool(depth - 1), of_decimal(depth - 1), of_decimal(depth - 1));
    default: return of_decimal(0);
  }
}

std::string RandomText::of_double(int depth) {
  if (depth <= 0) return one_of({"line.ratio", "0.5", "-1e308", "visit.ratio", "0.0"});
  switch (pick(7)) {
    case 0: return fmt::format("({} + {})", of_double(depth - 1), of_double(depth - 1));
    case 1: return fmt::format("({} - {})", of_double(depth - 1), of_double(depth - 1));
    case 2: return fmt::format("({} * {})", of_double(depth - 1), of_double(depth - 1));
    case 3: return fmt::format("({} / {})", of_double(depth - 1), of_double(depth - 1));
    case 4: return fmt::format("-({})", of_double(depth - 1));
    case 5: return fmt::format("double({})", of_int(depth - 1));
    default: return of_double(0);
  }
}

std::string RandomText::of_date(int depth) {
  if (depth <= 0)
    return one_of({"line.day", "line.born", "date('2026-02-28')", "visit.day", "date(line.time)", "date(visit.time)"});
  if (pick(4) == 0) return fmt::format("({} ? {} : {})", of_bool(depth - 1), of_date(depth - 1), of_date(depth - 1));
  if (pick(3) == 0) return fmt::format("addDays({}, {})", of_date(depth - 1), of_int(depth - 1));
  return of_date(0);
}

std::string RandomText::of_text(int depth) {
  if (depth <= 0) return one_of({"line.code", "line.mode", "line.words", "visit.kind", "'J18'", "'a'", "line.wide"});
  switch (pick(6)) {
    case 0: return fmt::format("{}.substring({})", of_text(depth - 1), of_int(depth - 2));
    case 1: return fmt::format("({} + {})", of_text(depth - 1), of_text(depth - 1));
    case 2: return fmt::format("({} ? {} : {})", of_bool(depth - 1), of_text(depth - 1), of_text(depth - 1));
    case 3: return fmt::format("string({})", of_kind(pick(2) == 0 ? Kind::integer : Kind::decimal, depth - 1));
    default: return of_text(0);
  }
}

}  // namespace qiuhao::cel
