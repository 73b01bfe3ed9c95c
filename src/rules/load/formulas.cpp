// The formulas of a rule: lets, conditions, blamed lines, money and message.
#include <fmt/format.h>

#include <algorithm>

#include "rules/load/loader.h"

namespace qiuhao::rules {

using cel::Kind;
using cel::Type;

namespace {

// A let's Let::of_window.
std::optional<std::uint8_t> window_of(const cel::Program& program, const std::vector<Window>& windows) {
  const Kind kind = program.type().kind;
  const bool is_plain = kind == Kind::boolean || kind == Kind::integer || kind == Kind::decimal || kind == Kind::date;
  const std::vector<std::string> variables = program.variables();
  if (!is_plain || variables.size() != 1) return std::nullopt;
  const auto window = std::ranges::find(windows, variables[0], &Window::name);
  if (window == windows.end() || window->kind != WindowKind::same) return std::nullopt;
  return static_cast<std::uint8_t>(window - windows.begin());
}

}  // namespace

void Loader::read_lets(cel::Environment& environment) {
  const Node* node = root_.find("let");
  if (node == nullptr) return;
  if (node->entries.size() > kMaxLets) {
    note(at(*node, "bad_rule", {fmt::format("at most {} lets", kMaxLets), fmt::format("let 最多 {} 个", kMaxLets)}));
    return;
  }
  for (const auto& [key, value] : node->entries) {
    if (!note(check_name(key))) continue;
    auto program = compile(value, environment, Type::any());
    const auto slot = static_cast<cel::SlotId>(kFirstLetSlot + rule_.lets.size());
    // A let that is wrong keeps its name, so that its readers are not wrong for that too.
    environment.add_variable(key.scalar, "", program ? program->type() : Type::any(), slot);
    if (!note(program)) continue;
    const auto window = window_of(*program, rule_.windows);
    rule_.lets.push_back({key.scalar, std::move(*program), window});
  }
}

void Loader::read_lines(const cel::Environment& environment) {
  const Node* node = root_.find("lines");
  if (node == nullptr || node->is_nothing()) return;
  if (rule_.grain == Grain::provider_period) {
    note(at(*node, "bad_rule",
            {"grain provider_period blames no line; leave the key 'lines' out",
             "粒度 provider_period 不指向费用；请去掉 lines"}));
    return;
  }
  auto program = compile(*node, environment, Type::any());
  if (!note(program)) return;
  const Type line = Type::row_of(static_cast<cel::StructId>(claims::Entity::line));
  const Type found = program->type();
  const bool is_unknown = found.kind == Kind::any || (found.kind == Kind::list && found.element == nullptr);
  if (!is_unknown && !(found == line) && !(found == Type::list_of(line))) {
    note(at(*node, "type_mismatch",
            {"lines is a fee line or a list of fee lines, such as visit.lines",
             "lines 是一条费用或费用的列表，例如 visit.lines"}));
    return;
  }
  rule_.lines.emplace(std::move(*program));
}

void Loader::read_formulas(const cel::Environment& environment) {
  const Type boolean = Type::of(Kind::boolean);
  if (const Node* where = root_.find("where")) {
    auto program = compile(*where, environment, boolean);
    if (note(program)) rule_.where.emplace(std::move(*program));
  }
  if (const Node* when = root_.find("when")) {
    auto program = compile(*when, environment, boolean);
    if (note(program)) rule_.when.push_back(std::move(*program));
  }
  read_lines(environment);
  if (const Node* amount = root_.find("amount")) {
    auto program = compile(*amount, environment, Type::of(Kind::decimal));
    if (note(program)) rule_.amount.push_back(std::move(*program));
  }
  if (const Node* message = root_.find("message")) {
    auto sentence = compile_message(*message, environment);
    if (note(sentence)) rule_.message.push_back(std::move(*sentence));
  }
  const Node* excepts = root_.find("except");
  if (excepts == nullptr) return;
  for (const auto& [key, value] : excepts->entries) {
    auto program = compile(value, environment, boolean);
    if (note(program)) rule_.excepts.push_back({key.scalar, std::move(*program)});
  }
}

}  // namespace qiuhao::rules
