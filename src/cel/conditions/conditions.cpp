// Trees to alternatives of facts.
#include "cel/conditions/conditions.h"

#include <algorithm>

#include "cel/conditions/things.h"
#include "cel/row/code.h"

namespace qiuhao::cel {
namespace {

constexpr int kMaxLetDepth = 4;

unsigned order_of(Operation operation) {
  switch (operation) {
    case Operation::equal: return kEqual;
    case Operation::not_equal: return kLess | kGreater;
    case Operation::less: return kLess;
    case Operation::less_equal: return kLess | kEqual;
    case Operation::greater: return kGreater;
    case Operation::greater_equal: return kGreater | kEqual;
    default: return 0;
  }
}

unsigned turned(unsigned order) {
  return (order & kEqual) | ((order & kLess) != 0 ? kGreater : 0U) | ((order & kGreater) != 0 ? kLess : 0U);
}

Condition either(Condition a, const Condition& b) {
  a.is_exact &= b.is_exact;
  for (const Facts& facts : b.alternatives) a.alternatives.push_back(facts);
  return a;
}

Condition always() { return {{Facts{}}, true}; }
Condition never() { return {{}, true}; }

// A condition of too many alternatives says nothing: it is true only if nothing at all holds.
Condition bounded(Condition condition) {
  if (condition.alternatives.size() <= kMaxAlternatives) return condition;
  return {{Facts{}}, false};
}

class Reader {
 public:
  Reader(const Program& program, const ConditionNames& names, std::size_t& nodes, int depth)
      : text_(program.text()), base_(program.code().begin), names_(names), nodes_(nodes), depth_(depth) {}

  Condition read(const Node& node, bool wanted) {
    if (++nodes_ > kMaxConditionNodes) return {{Facts{}}, false};
    if (node.kind == NodeKind::literal) return node.literal.is_true() == wanted ? always() : never();
    if (node.kind == NodeKind::name) return read_name(node, wanted);
    if (node.kind == NodeKind::call) return read_call(node, wanted);
    if (node.kind != NodeKind::operation) return truth(node, wanted);
    switch (node.operation) {
      case Operation::logical_and: return read_chain(node, wanted, wanted);
      case Operation::logical_or: return read_chain(node, wanted, !wanted);
      case Operation::logical_not: return read(*node.children[0], !wanted);
      case Operation::conditional: return read_choice(node, wanted);
      case Operation::in: return read_in(node, wanted);
      default: return read_comparison(node, wanted);
    }
  }

 private:
  std::string part(const Node& node) const {
    const std::size_t begin = node.begin - base_;
    return begin <= text_.size() ? text_.substr(begin, node.end - node.begin) : "";
  }

  Condition of(Fact fact, const Node& node, bool wanted) const {
    fact.part = wanted ? part(node) : "!(" + part(node) + ")";
    return condition_of(std::move(fact));
  }

  Condition truth(const Node& node, bool wanted) const {
    Fact fact;
    fact.about = text_of_thing(node, names_);
    fact.holds = wanted;
    return of(std::move(fact), node, wanted);
  }

  Condition read_chain(const Node& node, bool wanted, bool all) {
    Condition whole = all ? always() : never();
    for (const NodePtr& child : node.children) {
      Condition one = read(*child, wanted);
      whole = bounded(all ? both(whole, one) : either(std::move(whole), one));
    }
    return whole;
  }

  Condition read_choice(const Node& node, bool wanted) {
    const Condition then = both(read(*node.children[0], true), read(*node.children[1], wanted));
    const Condition otherwise = both(read(*node.children[0], false), read(*node.children[2], wanted));
    return bounded(either(then, otherwise));
  }

  Condition read_name(const Node& node, bool wanted) {
    const Program* let = node.reference == Reference::variable ? names_.let(node.path) : nullptr;
    if (let == nullptr || depth_ >= kMaxLetDepth) return truth(node, wanted);
    return Reader(*let, names_, nodes_, depth_ + 1).read(*let->code().tree, wanted);
  }

  Condition read_call(const Node& node, bool wanted) const {
    const bool is_prefix = node.name == "startsWith" && node.has_receiver && node.children.size() == 2;
    const auto text = is_prefix ? text_constant(*node.children[1]) : std::nullopt;
    if (!text) return truth(node, wanted);
    Fact fact;
    fact.form = Fact::Form::prefix;
    fact.about = text_of_thing(*node.children[0], names_);
    fact.holds = wanted;
    fact.texts = {*text};
    return of(std::move(fact), node, wanted);
  }

  // A let that is nothing but a thing is that thing.
  const Node& thing_behind(const Node& node) const {
    const Node* thing = &node;
    for (int step = 0; step < kMaxLetDepth && thing->kind == NodeKind::name; ++step) {
      const Program* let = thing->reference == Reference::variable ? names_.let(thing->path) : nullptr;
      if (let == nullptr) break;
      thing = let->code().tree.get();
    }
    return *thing;
  }

  Condition number_condition(const Node& node, const Node& side, unsigned order, Decimal number) const {
    const auto moved = measured(thing_behind(side), number);
    if (!moved) return {{Facts{}}, false};
    const Node& thing = *moved->thing;
    Fact fact;
    fact.form = Fact::Form::number;
    fact.about = text_of_thing(thing, names_);
    fact.is_whole = thing.type.kind == Kind::integer || thing.type.kind == Kind::date;
    fact.part = part(node);
    const auto with = [&](std::optional<Bound> least, std::optional<Bound> most) {
      Fact one = fact;
      one.least = least;
      one.most = most;
      Condition condition = condition_of(std::move(one));
      // Nothing has a size below 0, and what is compared is there.
      if (thing.kind == NodeKind::call && thing.name == "size") {
        Fact size = fact;
        size.least = Bound{Decimal::from_int(0), false};
        size.part.clear();
        condition.alternatives[0].push_back(std::move(size));
      }
      add_presence(thing, condition);
      return condition;
    };
    const Bound closed{moved->number, false};
    const Bound open{moved->number, true};
    switch (order) {
      case kEqual: return with(closed, closed);
      case kLess: return with(std::nullopt, open);
      case kLess | kEqual: return with(std::nullopt, closed);
      case kGreater: return with(open, std::nullopt);
      case kGreater | kEqual: return with(closed, std::nullopt);
      default: return either(with(std::nullopt, open), with(open, std::nullopt));
    }
  }

  void add_presence(const Node& thing, Condition& condition) const {
    if (thing.kind != NodeKind::select || thing.is_test) return;
    Fact present;
    present.about = "has(" + text_of_thing(thing, names_) + ")";
    for (Facts& facts : condition.alternatives) facts.push_back(present);
  }

  Condition text_condition(const Node& node, const Node& side, std::vector<std::string> texts, bool holds) const {
    const Node& thing = thing_behind(side);
    Fact fact;
    fact.form = Fact::Form::texts;
    fact.about = text_of_thing(thing, names_);
    fact.holds = holds;
    std::ranges::sort(texts);
    fact.texts = std::move(texts);
    fact.part = part(node);
    Condition condition = condition_of(std::move(fact));
    add_presence(thing, condition);
    return condition;
  }

  Condition order_condition(const Node& node, unsigned order) const {
    std::string a = text_of_thing(thing_behind(*node.children[0]), names_);
    std::string b = text_of_thing(thing_behind(*node.children[1]), names_);
    if (b < a) {
      std::swap(a, b);
      order = turned(order);
    }
    Fact fact;
    fact.form = Fact::Form::order;
    fact.about = a + " ~ " + b;
    fact.order = order;
    fact.part = part(node);
    Condition condition = condition_of(std::move(fact));
    add_presence(*node.children[0], condition);
    add_presence(*node.children[1], condition);
    return condition;
  }

  Condition read_comparison(const Node& node, bool wanted) const {
    unsigned order = order_of(node.operation);
    if (order == 0 || node.children.size() != 2) return truth(node, wanted);
    const Node& a = *node.children[0];
    const Node& b = *node.children[1];
    const auto number_a = number_of(a);
    const auto number_b = number_of(b);
    // Not-a-number is neither less nor more: what denies a comparison of such says nothing of the order.
    const bool is_floating = a.type.kind == Kind::floating || b.type.kind == Kind::floating;
    if (!wanted && is_floating) return truth(node, wanted);
    if (!wanted) order = 7U & ~order;
    if (number_a && number_b) {
      const auto way = compare(*number_a, *number_b);
      const unsigned found = way < 0 ? kLess : way > 0 ? kGreater : kEqual;
      return (found & order) != 0 ? always() : never();
    }
    if (number_b) return number_condition(node, a, order, *number_b);
    if (number_a) return number_condition(node, b, turned(order), *number_a);
    const bool is_equality = order == kEqual || order == (kLess | kGreater);
    const auto text_a = text_constant(a);
    const auto text_b = text_constant(b);
    if (is_equality && text_a && text_b) return (*text_a == *text_b) == (order == kEqual) ? always() : never();
    if (is_equality && text_b) return text_condition(node, a, {*text_b}, order == kEqual);
    if (is_equality && text_a) return text_condition(node, b, {*text_a}, order == kEqual);
    if (text_a || text_b || a.type.kind == Kind::boolean) return truth(node, wanted);
    return order_condition(node, order);
  }

  Condition read_in(const Node& node, bool wanted) const {
    const Node& list = *node.children[1];
    if (list.kind != NodeKind::list || list.children.empty()) return truth(node, wanted);
    std::vector<std::string> texts;
    std::vector<Decimal> numbers;
    for (const NodePtr& item : list.children) {
      if (auto text = text_constant(*item)) texts.push_back(std::move(*text));
      if (const auto number = number_of(*item)) numbers.push_back(*number);
    }
    if (texts.size() == list.children.size()) return text_condition(node, *node.children[0], texts, wanted);
    if (numbers.size() != list.children.size() || node.children[0]->type.kind == Kind::floating) {
      return truth(node, wanted);
    }
    Condition whole = wanted ? never() : always();
    for (const Decimal number : numbers) {
      Condition one = number_condition(node, *node.children[0], wanted ? kEqual : kLess | kGreater, number);
      whole = bounded(wanted ? either(std::move(whole), one) : both(whole, one));
    }
    return whole;
  }

  const std::string& text_;
  const std::uint32_t base_;
  const ConditionNames& names_;
  std::size_t& nodes_;
  const int depth_;
};

}  // namespace

Condition condition_of(Fact fact) { return {{Facts{std::move(fact)}}, true}; }

Condition both(const Condition& a, const Condition& b) {
  if (a.alternatives.size() * b.alternatives.size() > kMaxAlternatives) {
    // Fewer facts are true more often: the shorter side alone stands for both, and no longer exactly.
    Condition left = a.alternatives.size() <= b.alternatives.size() ? a : b;
    left.is_exact = false;
    return left;
  }
  Condition whole;
  whole.is_exact = a.is_exact && b.is_exact;
  for (const Facts& first : a.alternatives) {
    for (const Facts& second : b.alternatives) {
      Facts& facts = whole.alternatives.emplace_back(first);
      facts.insert(facts.end(), second.begin(), second.end());
    }
  }
  return whole;
}

Condition condition_of(const Program& program, bool wanted, const ConditionNames& names) {
  std::size_t nodes = 0;
  return Reader(program, names, nodes, 0).read(*program.code().tree, wanted);
}

std::string thing_of(const Program& program, const ConditionNames& names) {
  return text_of_thing(*program.code().tree, names);
}

}  // namespace qiuhao::cel
