// The windows of a rule.
#include <fmt/format.h>

#include "rules/load/loader.h"

namespace qiuhao::rules {
namespace {

constexpr std::string_view kWindowKeys[] = {"same", "pair", "by", "where"};

}  // namespace

Result<KeyTerm> Loader::read_term(const Node& node) {
  KeyTerm term;
  term.path = path_of(node);
  if (term.path == "k.point") {
    if (!rule_.knowledge) {
      return at(node, "bad_rule", {"by k.point needs the key 'knowledge'", "by 用 k.point 时要有 knowledge"});
    }
    term.kind = KeyTerm::Kind::point;
    return term;
  }
  const auto found = schema_.find(term.path);
  const bool usable = found && (found->first == claims::Entity::line || found->first == claims::Entity::visit ||
                                found->first == claims::Entity::person);
  if (!usable) {
    return at(node, "unknown_field",
              {fmt::format("'{}' cannot be a key; write a field of line, visit or person, or k.point", node.scalar),
               fmt::format("“{}”不能作分组键；请写费用、就诊或参保人的字段，或 k.point", node.scalar)});
  }
  term.entity = found->first;
  term.field = found->second;
  return term;
}

// Rows are gathered once for a person, whichever line is judged; so the subject cannot be part of the condition.
Result<cel::Program> Loader::read_row_condition(const Window& window, const Node& node) {
  const cel::Environment environment = make_row_environment(schema_, window.of, window.name);
  return compile(node, environment, cel::Type::of(cel::Kind::boolean));
}

Result<Window> Loader::read_window(const std::string& name, const Node& node) {
  Window window;
  window.name = name;
  check_keys_of(node, kWindowKeys, {"a window", "窗口"});
  const Node* pair = node.find("pair");
  const Node* same = node.find("same");
  if ((pair == nullptr) == (same == nullptr)) {
    return at(node, "bad_rule",
              {fmt::format("window {} needs one of 'same: line' and 'pair: TABLE'", name),
               fmt::format("窗口 {} 要写 same: line 或 pair: 知识表", name)});
  }
  if (same != nullptr && same->scalar != "line")
    return at(*same, "bad_rule", {"a window is over lines; write same: line", "窗口以费用为行；请写 same: line"});
  if (pair != nullptr) {
    window.kind = WindowKind::pair;
    const bool fits = rule_.knowledge && rule_.knowledge->match == KnowledgeUse::Match::second &&
                      rule_.knowledge->table == pair->scalar;
    if (!fits)
      return at(*pair, "bad_rule",
                {"a pair window needs knowledge of the same table with match: second",
                 "pair 窗口要有同一知识表的 knowledge，且 match: second"});
  }
  const Node* by = node.find("by");
  if (by == nullptr || by->items.empty())
    return at(node, "bad_rule",
              {fmt::format("window {} needs by: [field, …]", name), fmt::format("窗口 {} 要写 by: [字段, …]", name)});
  for (const Node& item : by->items) {
    ASSIGN(KeyTerm term, read_term(item));
    if (term.kind == KeyTerm::Kind::point && pair != nullptr) {
      return at(
          item, "bad_rule",
          {"a pair window is of one point already; leave k.point out", "pair 窗口已限于一个知识点；请去掉 k.point"});
    }
    window.by.push_back(std::move(term));
  }
  if (const Node* where = node.find("where")) {
    ASSIGN(cel::Program program, read_row_condition(window, *where));
    window.where.emplace(std::move(program));
    window.where_text = where->scalar;
  }
  return window;
}

void Loader::read_windows(cel::Environment& environment) {
  const Node* node = root_.find("windows");
  if (node == nullptr) return;
  if (rule_.grain != Grain::line) {
    note(at(*node, "bad_rule",
            {fmt::format("grain {} has no windows; write grain: line", grain_name(rule_.grain)),
             fmt::format("粒度 {} 没有窗口；请写 grain: line", grain_name(rule_.grain))}));
    return;
  }
  if (node->entries.size() > kMaxWindows) {
    note(at(*node, "bad_rule",
            {fmt::format("at most {} windows", kMaxWindows), fmt::format("窗口最多 {} 个", kMaxWindows)}));
    return;
  }
  for (const auto& [key, value] : node->entries) {
    if (!note(check_name(key))) continue;
    auto window = read_window(key.scalar, value);
    const auto slot = static_cast<cel::SlotId>(kFirstWindowSlot + rule_.windows.size());
    // A window that is wrong keeps its name, so that its readers are not wrong for that too.
    environment.add_variable(key.scalar, "", window ? type_of(*window) : cel::Type::any(), slot);
    if (note(window)) rule_.windows.push_back(std::move(*window));
  }
}

}  // namespace qiuhao::rules
