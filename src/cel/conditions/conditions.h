// What must hold of single things for a condition to be true: alternatives of facts. For finding conditions that are
// never true, and conditions that another one implies. docs/decisions says what such reasoning cannot see.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "cel/cel.h"

namespace qiuhao::cel {

inline constexpr std::size_t kMaxAlternatives = 64;       // of one condition; with more it is left inexact
inline constexpr std::size_t kMaxConditionNodes = 4'000;  // of a tree with its lets that are looked into
inline constexpr std::size_t kMaxThingBytes = 4'096;      // of the text of a thing; longer ones are named by their hash

struct Bound {
  Decimal value;
  bool is_open = false;  // the value itself is outside
};

// One thing and what must hold of it. Things are told apart by their text in one way of writing, with lets replaced by
// what they stand for.
struct Fact {
  enum class Form { truth, number, texts, prefix, order } form = Form::truth;
  std::string about;               // "line.price", "size(h)"; of order: "a ~ b"
  bool holds = true;               // truth, prefix: whether it is so; texts: one of them, or none of them
  std::optional<Bound> least;      // number
  std::optional<Bound> most;       // number
  bool is_whole = false;           // number: of whole numbers and days
  std::vector<std::string> texts;  // texts: sorted; prefix: one
  unsigned order = 0;              // order: bits of kLess, kEqual, kGreater
  std::string part;                // as written, for people; "" where it follows from another part
};
inline constexpr unsigned kLess = 1;
inline constexpr unsigned kEqual = 2;
inline constexpr unsigned kGreater = 4;

using Facts = std::vector<Fact>;  // all of them hold

// A condition as alternatives: it is true only if all facts of one of them hold. Exact: if, too.
struct Condition {
  std::vector<Facts> alternatives;  // none: never true
  bool is_exact = true;
};

// What the variables of a text stand for.
struct ConditionNames {
  // The text of a let; null for other variables.
  std::function<const Program*(const std::string& variable)> let;
  // How the variable is told apart from others in the text of things.
  std::function<std::string(const std::string& variable)> called;
};

// What must hold for a text of type bool to be true (or, `wanted` false, to be false).
Condition condition_of(const Program& program, bool wanted, const ConditionNames& names);
// Both conditions at once.
Condition both(const Condition& a, const Condition& b);
Condition condition_of(Fact fact);

// The text of a program as a thing.
std::string thing_of(const Program& program, const ConditionNames& names);

// Two parts of the facts that cannot hold at once; nullopt when no two are seen to clash.
std::optional<std::pair<std::string, std::string>> clash_of(const Facts& facts);
// The clash of each alternative, when all have one: then the condition is never true.
std::optional<std::vector<std::pair<std::string, std::string>>> never_true(const Condition& condition);

// Whether the second condition is true whenever the first is. False also where that cannot be told.
bool implies(const Condition& known, const Condition& wanted);

}  // namespace qiuhao::cel
