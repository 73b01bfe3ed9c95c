// The window `peer` of a rule over providers.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rules/load/loader.h"

namespace qiuhao::rules {

using claims::Entity;
using text::Node;

namespace {

constexpr std::string_view kItemPath = "line.item";
constexpr std::array<std::string_view, 6> kAggregates = {"avg", "sum", "count", "share", "max", "part"};

Sentence how_to_write() {
  return {
      "peer is avg(x), sum(x), max(x), count(condition) or share(condition) over visit, such as avg(visit.days), or "
      "part(line.amount, condition) over line; with group: [line.item, month] x is over line",
      "peer 写作 avg(x)、sum(x)、max(x)、count(条件) 或 share(条件)，以 visit 表示一次就诊，如 avg(visit.days)；"
      "或 part(line.amount, 条件)，以 line 表示一条费用；group 有 line.item 时，x 以 line 表示一条费用"};
}

}  // namespace

// line.amount, line.charge_class == '08'
Status Loader::read_part(Window& window, const Node& node, Part inside) {
  const std::size_t comma = node.scalar.find(',', inside.begin);
  if (comma == std::string::npos || comma >= inside.end) return at(node, "bad_rule", how_to_write());
  Node path = node;
  path.scalar = node.scalar.substr(inside.begin, comma - inside.begin);
  const std::size_t first = path.scalar.find_first_not_of(' ');
  path.scalar.erase(0, first == std::string::npos ? path.scalar.size() : first);
  path.scalar.erase(path.scalar.find_last_not_of(' ') + 1);
  const auto found = schema_.find(path.scalar);
  const bool is_sum = found && found->first == Entity::line &&
                      schema_.field(Entity::line, found->second).type == claims::FieldType::decimal;
  if (!is_sum) {
    return at(node, "unknown_field",
              {fmt::format("part sums a decimal field of the line, such as line.amount, not '{}'", path.scalar),
               fmt::format("part 合计费用的小数字段，如 line.amount，不能是“{}”", path.scalar)});
  }
  window.summed = found->second;
  Window lines = {};
  lines.name = window.name;
  lines.of = Entity::line;
  const cel::Environment environment = make_row_environment(schema_, lines, {"peer", true, false, rule_.parameters});
  ASSIGN(cel::Program program, compile(node, {comma + 1, inside.end}, environment, cel::Type::of(cel::Kind::boolean)));
  window.value.emplace(std::move(program));
  return {};
}

Status Loader::read_aggregate(Window& window, const Node& node) {
  const std::string& text = node.scalar;
  const std::size_t open = text.find('(');
  const std::size_t close = text.find_last_not_of(" \t\r\n");
  if (open == std::string::npos || close == std::string::npos || text[close] != ')' || close <= open + 1) {
    return at(node, "bad_rule", how_to_write());
  }
  const std::string name = text.substr(0, open);
  const auto known = std::find(kAggregates.begin(), kAggregates.end(), name);
  if (known == kAggregates.end()) return at(node, "bad_rule", how_to_write());
  window.aggregate = static_cast<Aggregate>(known - kAggregates.begin());
  if (window.aggregate == Aggregate::part && window.of == Entity::line) {
    return at(node, "bad_rule",
              {"part is of visits; of an item's lines write avg, sum, max, count or share",
               "part 用于就诊；按项目费用计算请写 avg、sum、max、count 或 share"});
  }
  if (window.aggregate == Aggregate::part) return read_part(window, node, {open + 1, close});
  const cel::Environment environment = make_row_environment(schema_, window, {"peer", true, false, rule_.parameters});
  ASSIGN(cel::Program program, compile(node, {open + 1, close}, environment, cel::Type::any()));
  const bool counts = window.aggregate == Aggregate::count || window.aggregate == Aggregate::share;
  const cel::Kind kind = program.type().kind;
  const bool fits = counts ? kind == cel::Kind::boolean : kind == cel::Kind::integer || kind == cel::Kind::decimal;
  if (!fits) {
    return at(
        node, "type_mismatch",
        {fmt::format("{} is over {}, but the formula is {}", name, counts ? "bool" : "int or decimal",
                     program.type().text()),
         fmt::format("{} 的公式应为 {}，而不是 {}", name, counts ? "bool" : "int 或 decimal", program.type().text())});
  }
  window.value.emplace(std::move(program));
  return {};
}

// What peers have in common. With the item among it a window is of lines.
Result<KeyTerm> Loader::read_group_term(const Node& node) {
  KeyTerm term;
  term.path = path_of(node);
  if (term.path == "month") {
    term.kind = KeyTerm::Kind::month;
    return term;
  }
  const auto found = schema_.find(term.path);
  const bool is_known =
      found && (found->first == Entity::visit || found->first == Entity::provider || term.path == kItemPath);
  if (!is_known) {
    return at(
        node, "unknown_field",
        {fmt::format("peers are grouped by fields of visit and provider, line.item or month, not by '{}'", node.scalar),
         fmt::format("同类机构按 visit、provider 的字段、line.item 或 month 归组，不能按“{}”", node.scalar)});
  }
  term.entity = found->first;
  term.field = found->second;
  return term;
}

Status Loader::read_group(Window& window, const Node& node) {
  const Node& group = *node.find("group");
  if (!group.is_sequence() || group.items.size() > kMaxKeyTerms) {
    return at(
        group, "bad_rule",
        {fmt::format("group is a list of at most {} fields of visit and provider, line.item or month", kMaxKeyTerms),
         fmt::format("group 是最多 {} 个 visit、provider 字段、line.item 或 month 的列表", kMaxKeyTerms)});
  }
  for (const Node& item : group.items) {
    ASSIGN(KeyTerm term, read_group_term(item));
    window.group.push_back(std::move(term));
  }
  const auto has = [&](Entity entity) {
    return std::ranges::any_of(
        window.group, [&](const KeyTerm& term) { return term.kind == KeyTerm::Kind::field && term.entity == entity; });
  };
  window.of = has(Entity::line) ? Entity::line : Entity::visit;
  if (window.of == Entity::line && has(Entity::visit)) {
    return at(
        group, "bad_rule",
        {"a figure of an item's lines is grouped by line.item, fields of provider and month, not by fields of the "
         "visit",
         "按项目费用计算的数只能按 line.item、provider 的字段和 month 归组，不能按就诊的字段"});
  }
  for (const Window& other : rule_.windows) {
    const bool same = std::equal(other.group.begin(), other.group.end(), window.group.begin(), window.group.end(),
                                 [](const KeyTerm& a, const KeyTerm& b) { return a.path == b.path; });
    if (!same) {
      return at(group, "bad_rule",
                {fmt::format("windows {} and {} are of one rule and must have the same group", other.name, window.name),
                 fmt::format("同一规则的窗口 {} 和 {} 的 group 必须相同", other.name, window.name)});
    }
  }
  return {};
}

Status Loader::read_peer(Window& window, const Node& node) {
  TRY(read_group(window, node));
  TRY(read_aggregate(window, *node.find("peer")));
  const Node& of = *node.find("of");
  if (of.items.size() != 2 || path_of(of.items[0]) != "provider.id" || path_of(of.items[1]) != "month") {
    return at(of, "bad_rule",
              {"of is [provider.id, month]: one number for each provider and month",
               "of 写作 [provider.id, month]：每个机构每个月一个数"});
  }
  ASSIGN(window.n, read_count(*node.find("min_n"), "min_n", kMaxPeerRows));
  if (window.n < 1) {
    return at(*node.find("min_n"), "bad_rule", {"min_n is at least 1", "min_n 至少为 1"});
  }
  return read_row_formulas(window, node);
}

}  // namespace qiuhao::rules
