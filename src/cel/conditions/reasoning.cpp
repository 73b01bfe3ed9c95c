// Facts held against each other.
#include <algorithm>
#include <map>

#include "cel/conditions/conditions.h"

namespace qiuhao::cel {
namespace {

constexpr Decimal kOne = {1, 0};

bool is_whole_number(Decimal value) {
  const auto rounded = rescale(value, 0);
  return rounded && compare(*rounded, value) == 0;
}

// The greatest whole number that is not above the value; nullopt on overflow.
std::optional<Decimal> floor_of(Decimal value) {
  const auto rounded = rescale(value, 0);
  if (!rounded) return std::nullopt;
  return compare(*rounded, value) > 0 ? subtract(*rounded, kOne) : rounded;
}

// Bounds of whole numbers without open ends: above 4 is from 5 on.
Bound whole_least(Bound bound) {
  const auto floor = floor_of(bound.value);
  const auto next = floor ? add(*floor, kOne) : std::nullopt;
  if (!next) return bound;
  return is_whole_number(bound.value) && !bound.is_open ? bound : Bound{*next, false};
}
Bound whole_most(Bound bound) {
  const auto floor = floor_of(bound.value);
  if (!floor) return bound;
  if (!is_whole_number(bound.value)) return {*floor, false};
  if (!bound.is_open) return bound;
  const auto before = subtract(*floor, kOne);
  return before ? Bound{*before, false} : bound;
}

bool is_higher(const Bound& a, const Bound& b) {  // as least
  const auto order = compare(a.value, b.value);
  return order > 0 || (order == 0 && a.is_open && !b.is_open);
}
bool is_lower(const Bound& a, const Bound& b) {  // as most
  const auto order = compare(a.value, b.value);
  return order < 0 || (order == 0 && a.is_open && !b.is_open);
}

bool is_empty(const Bound& least, const Bound& most) {
  const auto order = compare(least.value, most.value);
  return order > 0 || (order == 0 && (least.is_open || most.is_open));
}

// All that is known of one thing.
struct Known {
  std::optional<bool> truth;
  std::string truth_part;
  std::optional<Bound> least;
  std::optional<Bound> most;
  std::string least_part;
  std::string most_part;
  std::optional<std::vector<std::string>> one_of;
  std::string one_of_part;
  std::vector<std::string> none_of;
  std::string none_of_part;
  std::string prefix;  // the longest that it begins with
  std::string prefix_part;
  std::vector<std::pair<std::string, std::string>> no_prefixes;  // with the part
  unsigned order = 7;
  std::string order_part;
};
using Clash = std::optional<std::pair<std::string, std::string>>;

Clash add_truth(Known& known, const Fact& fact) {
  if (known.truth && *known.truth != fact.holds) return std::pair(known.truth_part, fact.part);
  if (!known.truth || known.truth_part.empty()) known.truth_part = fact.part;
  known.truth = fact.holds;
  return std::nullopt;
}

Clash add_number(Known& known, const Fact& fact) {
  if (fact.least) {
    const Bound least = fact.is_whole ? whole_least(*fact.least) : *fact.least;
    if (!known.least || is_higher(least, *known.least)) {
      known.least = least;
      known.least_part = fact.part;
    }
  }
  if (fact.most) {
    const Bound most = fact.is_whole ? whole_most(*fact.most) : *fact.most;
    if (!known.most || is_lower(most, *known.most)) {
      known.most = most;
      known.most_part = fact.part;
    }
  }
  if (known.least && known.most && is_empty(*known.least, *known.most)) {
    return std::pair(known.least_part, known.most_part);
  }
  return std::nullopt;
}

// What of the listed texts is still possible.
void narrow(Known& known) {
  std::erase_if(*known.one_of, [&](const std::string& text) {
    const bool denied = std::ranges::find(known.none_of, text) != known.none_of.end();
    const bool has_denied_prefix =
        std::ranges::any_of(known.no_prefixes, [&](const auto& prefix) { return text.starts_with(prefix.first); });
    return denied || has_denied_prefix || !text.starts_with(known.prefix);
  });
}

Clash text_clash(Known& known, const std::string& part) {
  for (const auto& [prefix, other_part] : known.no_prefixes) {
    if (!known.prefix.empty() && known.prefix.starts_with(prefix)) {
      return std::pair(known.prefix_part == part ? other_part : known.prefix_part, part);
    }
  }
  if (!known.one_of) return std::nullopt;
  narrow(known);
  if (!known.one_of->empty()) return std::nullopt;
  const std::string* other = &known.one_of_part;
  if (*other == part) other = !known.none_of_part.empty() ? &known.none_of_part : &known.prefix_part;
  return std::pair(*other, part);
}

Clash add_texts(Known& known, const Fact& fact) {
  if (!fact.holds) {
    known.none_of.insert(known.none_of.end(), fact.texts.begin(), fact.texts.end());
    known.none_of_part = fact.part;
    return text_clash(known, fact.part);
  }
  if (known.one_of) {
    std::erase_if(*known.one_of,
                  [&](const std::string& text) { return !std::ranges::binary_search(fact.texts, text); });
    if (known.one_of->empty()) return std::pair(known.one_of_part, fact.part);
  } else {
    known.one_of = fact.texts;
  }
  known.one_of_part = fact.part;
  return text_clash(known, fact.part);
}

Clash add_prefix(Known& known, const Fact& fact) {
  const std::string& prefix = fact.texts[0];
  if (!fact.holds) {
    known.no_prefixes.emplace_back(prefix, fact.part);
    return text_clash(known, fact.part);
  }
  if (!known.prefix.starts_with(prefix) && !prefix.starts_with(known.prefix)) {
    return std::pair(known.prefix_part, fact.part);
  }
  if (prefix.size() > known.prefix.size() || known.prefix_part.empty()) {
    known.prefix = prefix;
    known.prefix_part = fact.part;
  }
  return text_clash(known, fact.part);
}

Clash add_fact(Known& known, const Fact& fact) {
  switch (fact.form) {
    case Fact::Form::truth: return add_truth(known, fact);
    case Fact::Form::number: return add_number(known, fact);
    case Fact::Form::texts: return add_texts(known, fact);
    case Fact::Form::prefix: return add_prefix(known, fact);
    case Fact::Form::order: break;
  }
  const std::string before = known.order_part;
  known.order &= fact.order;
  known.order_part = fact.part;
  if (known.order == 0) return std::pair(before.empty() ? fact.part : before, fact.part);
  return std::nullopt;
}

using KnownThings = std::map<std::string, Known>;

// What the facts say of each thing; a clash when two cannot both hold.
Clash gather(const Facts& facts, KnownThings& things) {
  for (const Fact& fact : facts) {
    if (Clash clash = add_fact(things[fact.about], fact)) return clash;
  }
  return std::nullopt;
}

bool is_number_implied(const Known& known, const Fact& fact) {
  if (fact.least) {
    const Bound least = fact.is_whole ? whole_least(*fact.least) : *fact.least;
    if (!known.least || is_higher(least, *known.least)) return false;
  }
  if (fact.most) {
    const Bound most = fact.is_whole ? whole_most(*fact.most) : *fact.most;
    if (!known.most || is_lower(most, *known.most)) return false;
  }
  return true;
}

bool are_texts_implied(const Known& known, const Fact& fact) {
  const auto listed = [&](const std::string& text) { return std::ranges::binary_search(fact.texts, text); };
  if (fact.holds) return known.one_of && std::ranges::all_of(*known.one_of, listed);
  if (known.one_of) return std::ranges::none_of(*known.one_of, listed);
  return std::ranges::all_of(fact.texts, [&](const std::string& text) {
    return std::ranges::find(known.none_of, text) != known.none_of.end() || !text.starts_with(known.prefix);
  });
}

bool is_prefix_implied(const Known& known, const Fact& fact) {
  const std::string& prefix = fact.texts[0];
  const auto begins = [&](const std::string& text) { return text.starts_with(prefix); };
  if (known.one_of) {
    return fact.holds ? std::ranges::all_of(*known.one_of, begins) : std::ranges::none_of(*known.one_of, begins);
  }
  if (fact.holds) return known.prefix.starts_with(prefix);
  const bool is_other = !known.prefix.starts_with(prefix) && !prefix.starts_with(known.prefix);
  return is_other ||
         std::ranges::any_of(known.no_prefixes, [&](const auto& no) { return prefix.starts_with(no.first); });
}

bool is_implied(const KnownThings& things, const Fact& fact) {
  const auto found = things.find(fact.about);
  if (found == things.end()) return false;
  const Known& known = found->second;
  switch (fact.form) {
    case Fact::Form::truth: return known.truth == fact.holds;
    case Fact::Form::number: return is_number_implied(known, fact);
    case Fact::Form::texts: return are_texts_implied(known, fact);
    case Fact::Form::prefix: return is_prefix_implied(known, fact);
    case Fact::Form::order: break;
  }
  return (known.order & ~fact.order) == 0;
}

}  // namespace

std::optional<std::pair<std::string, std::string>> clash_of(const Facts& facts) {
  KnownThings things;
  return gather(facts, things);
}

std::optional<std::vector<std::pair<std::string, std::string>>> never_true(const Condition& condition) {
  std::vector<std::pair<std::string, std::string>> clashes;
  for (const Facts& facts : condition.alternatives) {
    auto clash = clash_of(facts);
    if (!clash) return std::nullopt;
    clashes.push_back(std::move(*clash));
  }
  return clashes;
}

bool implies(const Condition& known, const Condition& wanted) {
  if (!wanted.is_exact) return false;
  return std::ranges::all_of(known.alternatives, [&](const Facts& facts) {
    KnownThings things;
    if (gather(facts, things)) return true;  // never holds
    return std::ranges::any_of(wanted.alternatives, [&](const Facts& alternative) {
      return std::ranges::all_of(alternative, [&](const Fact& fact) { return is_implied(things, fact); });
    });
  });
}

}  // namespace qiuhao::cel
