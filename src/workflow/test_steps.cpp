// Steps of tests, as they stand in the file.
#include "workflow/test_steps.h"

#include <fmt/format.h>

#include <algorithm>

#include "cel/lexer/source.h"
#include "workflow/view.h"

namespace qiuhao::workflow {
namespace {

Sentence differs(const std::string& what, const std::string& wanted, const std::string& got) {
  return {fmt::format("{}: expected {}, got {}", what, wanted, got.empty() ? "nothing" : got),
          fmt::format("{}：预期 {}，实际 {}", what, wanted, got.empty() ? "无" : got)};
}

std::string text_of_term(const Matter& matter, const std::string& deadline) {
  const auto found = matter.terms.find(deadline);
  if (found == matter.terms.end()) return "none";
  return found->second.stands_still() ? "stopped" : format_day(found->second.due);
}

}  // namespace

std::unexpected<Error> TestReader::bad(const Node& node, Sentence sentence, std::string code) const {
  return input_error(std::move(code), std::move(sentence), {kind_.file, node.line, node.column, ""});
}

Status TestReader::check_keys(const Node& node, std::initializer_list<std::string_view> known) const {
  for (const auto& [key, value] : node.entries) {
    if (std::find(known.begin(), known.end(), key.scalar) != known.end()) continue;
    const Sentence unknown{fmt::format("unknown key '{}' of a test", key.scalar),
                           fmt::format("测试里没有键“{}”", key.scalar)};
    return bad(key, unknown + cel::suggest_name(key.scalar, {known.begin(), known.end()}), "unknown_name");
  }
  return {};
}

Status TestReader::read_people() {
  for (const auto& [key, node] : kind_.people.entries) {
    TRY(check_keys(node, {"roles", "unit"}));
    Person person{key.scalar, node.texts_of("roles"), node.text_of("unit")};
    for (const std::string& role : person.roles) {
      if (!find_named(kind_.roles, role)) {
        const Sentence unknown{fmt::format("unknown role '{}'", role), fmt::format("没有角色“{}”", role)};
        return bad(node, unknown + cel::suggest_name(role, names_of(kind_.roles)), "unknown_name");
      }
    }
    people_[person.id] = std::move(person);
  }
  return {};
}

Result<Person> TestReader::person(const Node& node) const {
  const auto found = people_.find(node.scalar);
  if (found != people_.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [name, person] : people_) names.push_back(name);
  return bad(
      node,
      Sentence{fmt::format("people: names no '{}'", node.scalar), fmt::format("people: 里没有“{}”", node.scalar)} +
          cel::suggest_name(node.scalar, names),
      "unknown_name");
}

Result<FieldValue> TestReader::value(const Field& field, const Node& node) const {
  if (node.is_nothing()) return FieldValue();
  const auto one = [&](const Node& item) -> Result<FieldValue> {
    auto parsed = parse_value(item.scalar, field.shape.type);
    if (!parsed) return bad(item, parsed.error().sentence(), parsed.error().code);
    return parsed;
  };
  if (!field.shape.is_list) return one(node);
  std::vector<FieldValue> items;
  for (const Node& item : node.items) {
    ASSIGN(FieldValue parsed, one(item));
    items.push_back(std::move(parsed));
  }
  return FieldValue(std::move(items));
}

Result<TestStep> TestReader::read_step(const Node& node) const {
  TRY(check_keys(node, {"do", "pass", "by", "on", "fields", "people", "documents", "note", "bulk", "expect"}));
  TestStep step;
  step.node = &node;
  step.expect = node.find("expect");
  const Node* passes = node.find("pass");
  const Node* when = passes == nullptr ? node.find("on") : passes;
  if (when == nullptr)
    return bad(node, {"a step is {do: action, by: person, on: day} or {pass: day}",
                      "一步写作 {do: 操作, by: 人员, on: 日期} 或 {pass: 日期}"});
  const auto at = parse_time(when->scalar);
  if (!at) return bad(*when, at.error().sentence(), at.error().code);
  step.act.at = *at;
  step.passes_time = passes != nullptr;
  if (step.passes_time) return step;
  step.act.action = node.text_of("do");
  step.act.note = node.text_of("note");
  step.act.in_bulk = node.text_of("bulk") == "true";
  if (const Node* by = node.find("by")) {
    ASSIGN(step.act.by, person(*by));
  }
  if (const Node* fields = node.find("fields")) {
    for (const auto& [key, given] : fields->entries) {
      const auto field = find_named(kind_.fields, key.scalar);
      // What the engine is to refuse is given to it as a text.
      if (!field) {
        step.act.fields[key.scalar] = FieldValue(given.scalar);
        continue;
      }
      ASSIGN(step.act.fields[key.scalar], value(kind_.fields[*field], given));
    }
  }
  if (const Node* people = node.find("people")) {
    for (const auto& [key, given] : people->entries) {
      std::vector<Person>& named = step.act.people[key.scalar];
      const auto add = [&](const Node& item) -> Status {
        ASSIGN(Person one, person(item));
        named.push_back(std::move(one));
        return {};
      };
      if (given.is_scalar()) TRY(add(given));
      for (const Node& item : given.items) TRY(add(item));
    }
  }
  for (const std::string& document : node.texts_of("documents")) step.act.documents[document] = "test";
  return step;
}

Result<std::vector<Sentence>> TestReader::compare(const TestStep& step, const Answer& answer) const {
  std::vector<Sentence> wrong;
  static const Node kNothing;
  const Node& expect = step.expect == nullptr ? kNothing : *step.expect;
  TRY(check_keys(expect, {"state", "refused", "about", "says", "due", "fields", "effects", "hidden_from", "shown_to"}));
  const Node* refused = expect.find("refused");
  if (refused != nullptr && !outcome_named(refused->scalar)) {
    std::vector<std::string> names;
    for (std::size_t i = 1; i < kOutcomes; ++i) names.emplace_back(outcome_name(static_cast<Outcome>(i)));
    const Sentence unknown{fmt::format("unknown outcome '{}'", refused->scalar),
                           fmt::format("没有结果“{}”", refused->scalar)};
    return bad(*refused, unknown + cel::suggest_name(refused->scalar, names), "unknown_name");
  }
  const std::string wanted = refused == nullptr ? "done" : refused->scalar;
  const std::string got(outcome_name(answer.outcome));
  if (got != wanted) {
    Sentence told = differs("outcome", wanted, got);
    if (!answer.sentence.english.empty())
      told = told + Sentence{": " + answer.sentence.english, "：" + answer.sentence.chinese};
    return std::vector<Sentence>{told};
  }
  if (const std::string about = expect.text_of("about"); !about.empty() && about != answer.about)
    wrong.push_back(differs("about", about, answer.about));
  if (const std::string says = expect.text_of("says");
      !says.empty() && answer.sentence.chinese.find(says) == std::string::npos)
    wrong.push_back(differs("says", says, answer.sentence.chinese));
  if (const Node* state = expect.find("state")) {
    if (!find_named(kind_.states, state->scalar)) {
      const Sentence unknown{fmt::format("unknown state '{}'", state->scalar),
                             fmt::format("没有状态“{}”", state->scalar)};
      return bad(*state, unknown + cel::suggest_name(state->scalar, names_of(kind_.states)), "unknown_name");
    }
    if (state->scalar != answer.matter.state) wrong.push_back(differs("state", state->scalar, answer.matter.state));
  }
  TRY(compare_due(expect, answer, wrong));
  TRY(compare_fields(expect, answer, wrong));
  TRY(compare_effects(expect, answer, wrong));
  TRY(compare_hidden(expect, answer, wrong));
  return wrong;
}

Status TestReader::compare_due(const Node& expect, const Answer& answer, std::vector<Sentence>& wrong) const {
  const Node* due = expect.find("due");
  if (due == nullptr) return {};
  for (const auto& [key, wanted] : due->entries) {
    if (!find_named(kind_.deadlines, key.scalar)) {
      const Sentence unknown{fmt::format("unknown deadline '{}'", key.scalar), fmt::format("没有期限“{}”", key.scalar)};
      return bad(key, unknown + cel::suggest_name(key.scalar, names_of(kind_.deadlines)), "unknown_name");
    }
    const std::string got = text_of_term(answer.matter, key.scalar);
    if (got != wanted.scalar) wrong.push_back(differs("due." + key.scalar, wanted.scalar, got));
  }
  return {};
}

Status TestReader::compare_fields(const Node& expect, const Answer& answer, std::vector<Sentence>& wrong) const {
  const Node* fields = expect.find("fields");
  if (fields == nullptr) return {};
  for (const auto& [key, given] : fields->entries) {
    const auto number = find_named(kind_.fields, key.scalar);
    if (!number) {
      const Sentence unknown{fmt::format("unknown field '{}'", key.scalar), fmt::format("没有字段“{}”", key.scalar)};
      return bad(key, unknown + cel::suggest_name(key.scalar, names_of(kind_.fields)), "unknown_name");
    }
    const Field& field = kind_.fields[*number];
    ASSIGN(const FieldValue wanted, value(field, given));
    const auto held = answer.matter.fields.find(field.name);
    const std::string got = held == answer.matter.fields.end() ? "" : format_value(held->second, field.shape.type);
    if (format_value(wanted, field.shape.type) != got)
      wrong.push_back(differs(field.name, format_value(wanted, field.shape.type), got));
  }
  return {};
}

// In order and all of them; of each the arguments that are named.
Status TestReader::compare_effects(const Node& expect, const Answer& answer, std::vector<Sentence>& wrong) const {
  const Node* effects = expect.find("effects");
  if (effects == nullptr) return {};
  std::string got;
  for (const Effect& effect : answer.effects) got += (got.empty() ? "" : "; ") + effect.text();
  if (effects->items.size() != answer.effects.size()) {
    wrong.push_back(differs("effects", fmt::format("{}", effects->items.size()),
                            fmt::format("{}: {}", answer.effects.size(), got)));
    return {};
  }
  for (std::size_t i = 0; i < effects->items.size(); ++i) {
    const Node& item = effects->items[i];
    if (!item.is_map() || item.entries.size() != 1)
      return bad(item, {"an effect is written {notify: {…}}", "效果写作 {notify: {…}}"});
    const Effect& effect = answer.effects[i];
    const auto& [name, arguments] = item.entries[0];
    if (name.scalar != effect_name(effect.kind)) {
      wrong.push_back(differs("effect", name.scalar, effect.text()));
      continue;
    }
    for (const auto& [key, wanted] : arguments.entries) {
      const EffectArgument* argument = effect.find(key.scalar);
      const std::string text = argument == nullptr ? "" : format_value(argument->value, argument->type);
      if (text != wanted.scalar)
        wrong.push_back(differs(fmt::format("{}.{}", name.scalar, key.scalar), wanted.scalar, text));
    }
  }
  return {};
}

Status TestReader::compare_hidden(const Node& expect, const Answer& answer, std::vector<Sentence>& wrong) const {
  for (const char* word : {"hidden_from", "shown_to"}) {
    const Node* map = expect.find(word);
    if (map == nullptr) continue;
    for (const auto& [key, fields] : map->entries) {
      ASSIGN(const Person who, person(key));
      const auto seen = seen_fields(kind_, answer.matter, who);
      for (const std::string& name : map->texts_of(key.scalar)) {
        const auto found =
            std::ranges::find_if(seen, [&](const SeenField& one) { return kind_.fields[one.field].name == name; });
        const bool is_open = found != seen.end() && found->sight == Sight::open;
        if (found == seen.end() || is_open == (std::string_view(word) == "hidden_from"))
          wrong.push_back(differs(fmt::format("{} {}", word, who.id), name, is_open ? "open" : "not open"));
      }
    }
  }
  return {};
}

}  // namespace qiuhao::workflow
