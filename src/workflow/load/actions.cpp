// Actions: from where, whereto, by whom, with what, on which conditions.
#include <algorithm>

#include "workflow/load/loader.h"

namespace qiuhao::workflow {
namespace {

const Sentence kWhat{"an action", "操作"};
const Sentence kState{"state", "状态"};

}  // namespace

void Loader::read_action_names() {
  each_of("actions", [&](const Node& key, const Node& body) {
    if (!check_keys(body,
                    {"title", "opens", "from", "to", "by", "must", "may", "needs", "not_same_person_as",
                     "not_same_unit_as", "bulk", "guards", "computes", "effects"},
                    kWhat))
      return;
    kind_.actions.push_back(named<Action>(key, body));
  });
}

void Loader::read_actions() {
  for (Action& action : kind_.actions) read_action(action, *root_.find("actions")->find(action.name));
}

void Loader::read_action(Action& action, const Node& body) {
  action.opens = read_flag(body, "opens");
  action.in_bulk = read_flag(body, "bulk");
  action.from = states_of(body, "from");
  const bool has_from = body.find("from") != nullptr;
  if (action.opens == has_from)
    note({Fault::input, "bad_workflow", "an action has from: [states], or opens the matter with opens: true",
          action.place, "操作要么写 from: [状态]，要么用 opens: true 立项"});
  read_by(action, body);
  read_to(action, body);
  action.must = read_items(body, "must");
  action.may = read_items(body, "may");
  action.needs = read_items(body, "needs");
  if (action.opens) {
    for (Number field = 0; field < kind_.fields.size(); ++field) {
      const bool is_listed = std::ranges::find(action.must.fields, field) != action.must.fields.end();
      if (kind_.fields[field].is_required && !is_listed) action.must.fields.push_back(field);
    }
  }
  action.not_same_person_as = numbers_of(body, "not_same_person_as", kind_.actions, {"action", "操作"});
  action.not_same_unit_as = numbers_of(body, "not_same_unit_as", kind_.actions, {"action", "操作"});
  read_guards(action, body);
  read_computes(action, body);
  read_effects(action, body);
}

void Loader::read_by(Action& action, const Node& body) {
  const Node* by = must_find(body, "by", kWhat);
  if (by == nullptr) return;
  const auto add = [&](const Node& node) {
    if (node.scalar == "clock") {
      action.by_clock = true;
    } else if (const auto party = party_of(node)) {
      (party->is_part ? action.parts : action.roles).push_back(party->number);
    }
  };
  if (by->is_scalar()) add(*by);
  for (const Node& item : by->items) add(item);
  if (action.by_clock && (!action.roles.empty() || !action.parts.empty()))
    wrong(*by, "bad_workflow",
          {"an action of the clock is nobody else's; write a second action for people",
           "由期限触发的操作不能再由人办理；请为人员另写一个操作"});
}

void Loader::read_to(Action& action, const Node& body) {
  const Node* to = body.find("to");
  if (to == nullptr) return;
  if (to->is_scalar()) {
    if (const auto state = number_of(*to, kind_.states, kState))
      action.to.push_back({std::nullopt, *state, place(*to)});
    return;
  }
  for (const Node& item : to->items) {
    if (!check_keys(item, {"when", "state"}, {"a way of 'to'", "to 的一项"})) continue;
    const Node* state = must_find(item, "state", {"a way of 'to'", "to 的一项"});
    if (state == nullptr) continue;
    Branch branch{std::nullopt, number_of(*state, kind_.states, kState).value_or(0), place(item)};
    if (!action.to.empty() && !action.to.back().when)
      wrong(item, "never_reached",
            {"the way before has no condition, so this one is never taken", "前一项没有条件，这一项永远走不到"});
    const Node* when = item.find("when");
    if (when != nullptr) branch.when = compile_condition(*when);
    action.to.push_back(std::move(branch));
  }
}

Items Loader::read_items(const Node& body, std::string_view key) {
  const Node* node = body.find(key);
  if (node == nullptr || !check_keys(*node, {"fields", "people", "documents"}, {std::string(key), std::string(key)}))
    return {};
  return {numbers_of(*node, "fields", kind_.fields, {"field", "字段"}),
          numbers_of(*node, "people", kind_.parts, {"part", "承办岗位"}),
          numbers_of(*node, "documents", kind_.documents, {"document", "文书"})};
}

void Loader::read_guards(Action& action, const Node& body) {
  const Node* guards = body.find("guards");
  if (guards == nullptr) return;
  for (const Node& item : guards->items) {
    if (!check_keys(item, {"holds", "zh", "en"}, {"a guard", "操作条件"})) continue;
    const Node* holds = must_find(item, "holds", {"a guard", "操作条件"});
    const Sentence otherwise = read_title(item);
    if (holds == nullptr) continue;
    auto program = compile_condition(*holds);
    if (program) action.guards.push_back({std::move(*program), otherwise, place(*holds)});
  }
  if (guards->items.empty())
    wrong(*guards, "bad_workflow",
          {"guards is a list of {holds: …, zh: …, en: …}", "guards 是列表，每项为 {holds: …, zh: …, en: …}"});
}

void Loader::read_computes(Action& action, const Node& body) {
  const Node* computes = body.find("computes");
  if (computes == nullptr) return;
  for (const auto& [key, formula] : computes->entries) {
    const auto field = number_of(key, kind_.fields, {"field", "字段"});
    if (!field) continue;
    const ValueShape shape = kind_.fields[*field].shape;
    if (shape.is_list) {
      wrong(key, "bad_workflow", {"a list is not computed", "列表字段不能计算得出"});
      continue;
    }
    // An int is money or a decimal as it stands.
    auto program = compile(formula, cel::Type::any());
    if (!program) continue;
    const cel::Kind given = program->type().kind;
    const cel::Kind wanted = cel_type(shape).kind;
    if (given != wanted && !(wanted == cel::Kind::decimal && given == cel::Kind::integer)) {
      const Sentence described = describe(shape);
      wrong(formula, "wrong_type",
            {fmt::format("{} is {}, but this is {}", key.scalar, described.english, program->type().text()),
             fmt::format("{} 是{}，而公式得出 {}", key.scalar, described.chinese, program->type().text())});
      continue;
    }
    action.computes.push_back({*field, std::move(*program)});
  }
}

}  // namespace qiuhao::workflow
