// The windows of a rule.
#include <fmt/format.h>

#include "rules/load/loader.h"

namespace qiuhao::rules {
namespace {

constexpr std::string_view kWindowKeys[] = {"same", "pair", "by", "where"};

}  // namespace

Result<KeyTerm> Loader::read_term(const Node& node) const {
  KeyTerm term;
  term.path = node.scalar;
  if (node.scalar == "k.point") {
    if (!rule_.knowledge) return at(node, "bad_rule", "by k.point needs the key 'knowledge'");
    term.kind = KeyTerm::Kind::point;
    return term;
  }
  const auto found = schema_.find(node.scalar);
  const bool usable = found && (found->first == claims::Entity::line || found->first == claims::Entity::visit ||
                                found->first == claims::Entity::person);
  if (!usable) {
    return at(node, "unknown_field",
              fmt::format("'{}' cannot be a key; write a field of line, visit or person, or k.point", node.scalar));
  }
  term.entity = found->first;
  term.field = found->second;
  return term;
}

// Rows are gathered once for a person, whichever line is judged; so the subject cannot be part of the condition.
Result<cel::Program> Loader::read_row_condition(const Window& window, const Node& node) const {
  const cel::Environment environment = make_row_environment(schema_, window.of, window.name);
  return cel::compile(node.scalar, environment, cel::Type::of(cel::Kind::boolean), place(node));
}

Result<Window> Loader::read_window(const std::string& name, const Node& node) {
  Window window;
  window.name = name;
  check_keys_of(node, kWindowKeys, "a window");
  const Node* pair = node.find("pair");
  const Node* same = node.find("same");
  if ((pair == nullptr) == (same == nullptr)) {
    return at(node, "bad_rule", fmt::format("window {} needs one of 'same: line' and 'pair: TABLE'", name));
  }
  if (same != nullptr && same->scalar != "line")
    return at(*same, "bad_rule", "a window is over lines; write same: line");
  if (pair != nullptr) {
    window.kind = WindowKind::pair;
    const bool fits = rule_.knowledge && rule_.knowledge->match == KnowledgeUse::Match::second &&
                      rule_.knowledge->table == pair->scalar;
    if (!fits) return at(*pair, "bad_rule", "a pair window needs knowledge of the same table with match: second");
  }
  const Node* by = node.find("by");
  if (by == nullptr || by->items.empty())
    return at(node, "bad_rule", fmt::format("window {} needs by: [field, …]", name));
  for (const Node& item : by->items) {
    ASSIGN(KeyTerm term, read_term(item));
    if (term.kind == KeyTerm::Kind::point && pair != nullptr) {
      return at(item, "bad_rule", "a pair window is of one point already; leave k.point out");
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
    note(at(*node, "bad_rule", fmt::format("grain {} has no windows; write grain: line", grain_name(rule_.grain))));
    return;
  }
  if (node->entries.size() > kMaxWindows) {
    note(at(*node, "bad_rule", fmt::format("at most {} windows", kMaxWindows)));
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
