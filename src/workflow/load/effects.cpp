// Effects of actions, argument by argument, after the table in effect.cpp.
#include <algorithm>

#include "workflow/load/loader.h"

namespace qiuhao::workflow {

const Argument* EffectRule::find(std::string_view name) const {
  for (const Argument& argument : arguments) {
    if (argument.shape->name == name) return &argument;
  }
  return nullptr;
}

void Loader::read_effects(Action& action, const Node& body) {
  const Node* effects = body.find("effects");
  if (effects == nullptr) return;
  for (const Node& item : effects->items) {
    if (auto effect = read_effect(item)) action.effects.push_back(std::move(*effect));
  }
}

// {notify: {to: …, message: …}, when: …}
std::optional<EffectRule> Loader::read_effect(const Node& node) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < kEffectKinds; ++i) known.emplace_back(effect_name(static_cast<EffectKind>(i)));
  EffectRule effect;
  effect.place = place(node);
  const Node* arguments = nullptr;
  for (const auto& [key, value] : node.entries) {
    if (key.scalar == "when") {
      effect.when = compile_condition(value);
      continue;
    }
    const auto kind = effect_named(key.scalar);
    if (!kind || arguments != nullptr) {
      const Sentence unknown{fmt::format("unknown effect '{}'", key.scalar), fmt::format("没有效果“{}”", key.scalar)};
      wrong(key, "unknown_effect", unknown + cel::suggest_name(key.scalar, known));
      return std::nullopt;
    }
    effect.kind = *kind;
    arguments = &value;
  }
  if (arguments == nullptr) {
    wrong(node, "bad_workflow", {"an effect is written {notify: {…}}", "效果写作 {notify: {…}}"});
    return std::nullopt;
  }
  const std::string name(effect_name(effect.kind));
  for (const auto& [key, value] : arguments->entries) {
    const auto shapes = effect_arguments(effect.kind);
    if (std::ranges::find(shapes, key.scalar, &ArgumentShape::name) != shapes.end()) continue;
    std::vector<std::string> names;
    for (const ArgumentShape& shape : shapes) names.emplace_back(shape.name);
    const Sentence unknown{fmt::format("{} has no argument '{}'", name, key.scalar),
                           fmt::format("{} 没有参数“{}”", name, key.scalar)};
    wrong(key, "unknown_key", unknown + cel::suggest_name(key.scalar, names));
  }
  for (const ArgumentShape& shape : effect_arguments(effect.kind)) {
    const Node* value = arguments->find(shape.name);
    if (value == nullptr && shape.must) must_find(*arguments, shape.name, {name, name});
    if (value == nullptr) continue;
    Argument argument;
    argument.shape = &shape;
    argument.place = place(*value);
    if (read_argument(argument, *value)) effect.arguments.push_back(std::move(argument));
  }
  return effect;
}

bool Loader::read_argument(Argument& argument, const Node& node) {
  switch (argument.shape->form) {
    case ArgumentForm::deadline:
    case ArgumentForm::document:
    case ArgumentForm::party:
    case ArgumentForm::word: return read_word_argument(argument, node);
    case ArgumentForm::text: argument.formula = compile(node, cel::Type::of(cel::Kind::text)); break;
    case ArgumentForm::integer: argument.formula = compile(node, cel::Type::of(cel::Kind::integer)); break;
    case ArgumentForm::amount: argument.formula = compile(node, cel::Type::of(cel::Kind::decimal)); break;
    case ArgumentForm::date: argument.formula = compile(node, cel::Type::of(cel::Kind::date)); break;
    case ArgumentForm::message:
      argument.message = compile_message(node);
      if (argument.message) check_open_to_all(argument.message->fields(), node);
      return argument.message.has_value();
    case ArgumentForm::fields:
      for (const auto& [key, formula] : node.entries) {
        auto program = compile(formula, cel::Type::any());
        if (!program) return false;
        check_open_to_all(program->fields(), formula);
        argument.fields.push_back({key.scalar, std::move(*program), place(key)});
      }
      return true;
  }
  if (argument.formula) check_open_to_all(argument.formula->fields(), node);
  return argument.formula.has_value();
}

bool Loader::read_word_argument(Argument& argument, const Node& node) {
  argument.word = node.scalar;
  switch (argument.shape->form) {
    case ArgumentForm::deadline: return number_of(node, kind_.deadlines, {"deadline", "期限"}).has_value();
    case ArgumentForm::document: return number_of(node, kind_.documents, {"document", "文书"}).has_value();
    case ArgumentForm::party: return party_of(node).has_value();
    default: return check_name(node);
  }
}

// What only some roles may see does not leave the matter through an effect.
void Loader::check_open_to_all(const std::vector<std::string>& fields, const Node& node) {
  for (const Field& field : kind_.fields) {
    const bool is_read = std::ranges::find(fields, "matter." + field.name) != fields.end();
    if (is_read && !field.visible_to.empty())
      wrong(node, "sealed_field",
            {fmt::format("{} is for some roles only, so no effect may carry it", field.name),
             fmt::format("{} 只对部分角色可见，不能写入效果", field.name)});
  }
}

}  // namespace qiuhao::workflow
