// An act's checks, in the order of outcomes, and what it brings.
#include "workflow/performance.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/check.h"

namespace qiuhao::workflow {
namespace {

bool is_empty(const FieldValue& value) {
  if (value.is_nothing()) return true;
  if (const auto* text = std::get_if<std::string>(&value.held)) return text->empty();
  const auto* items = std::get_if<std::vector<FieldValue>>(&value.held);
  return items != nullptr && items->empty();
}

bool holds_one(const std::vector<std::string>& held, const std::vector<Number>& wanted,
               const std::vector<Role>& roles) {
  return std::ranges::any_of(wanted, [&](Number role) { return contains(held, roles[role].name); });
}

template <typename T>
Sentence titles(const std::vector<Number>& numbers, const std::vector<T>& list) {
  Sentence joined;
  for (const Number number : numbers) {
    joined.english += (joined.english.empty() ? "" : ", ") + list[number].title.english;
    joined.chinese += (joined.chinese.empty() ? "" : "、") + list[number].title.chinese;
  }
  return joined;
}

}  // namespace

Answer Performance::run(bool opens) {
  state_before_ = matter_.state;
  Matter untouched = matter_;
  const bool is_done = check_matter(opens) && check_person() && check_four_eyes() && check_input() && check_must() &&
                       (take_input(), check_needs()) && check_guards() && compute() && choose_state() && run_effects();
  if (!is_done) {
    CHECK(refusal_.outcome != Outcome::done);
    refusal_.matter = std::move(untouched);
    return std::move(refusal_);
  }
  matter_.history.push_back(
      {action_->name, act_.by.id, act_.by.unit, act_.at, state_before_, matter_.state, act_.note});
  ++matter_.revision;
  Answer answer;
  answer.matter = std::move(matter_);
  answer.effects = std::move(effects_);
  return answer;
}

bool Performance::refuse(Outcome outcome, Sentence sentence, std::string about) {
  refusal_.outcome = outcome;
  refusal_.sentence = std::move(sentence);
  refusal_.about = std::move(about);
  return false;
}

bool Performance::check_matter(bool opens) {
  using enum Outcome;
  if (act_.revision && *act_.revision != matter_.revision)
    return refuse(matter_moved_on, outcome_meaning(matter_moved_on));
  if (matter_.kind != kind_.name || matter_.version != kind_.version)
    return refuse(matter_is_of_another_version, {fmt::format("the matter runs by version {} of {}, not by {} of {}",
                                                             matter_.version, matter_.kind, kind_.version, kind_.name),
                                                 fmt::format("事项按 {} 第 {} 版运行，不是 {} 第 {} 版", matter_.kind,
                                                             matter_.version, kind_.name, kind_.version)});
  const auto number = find_named(kind_.actions, act_.action);
  if (!number) return refuse(action_is_unknown, outcome_meaning(action_is_unknown), act_.action);
  action_ = &kind_.actions[*number];
  if (opens) {
    if (!action_->opens) return refuse(not_from_this_state, outcome_meaning(not_from_this_state), action_->name);
    return true;
  }
  const auto state = find_named(kind_.states, matter_.state);
  CHECK_NOTE(state.has_value(), matter_.state);
  if (action_->opens || !action_->from[*state]) {
    const State& now = kind_.states[*state];
    if (now.is_final) return refuse(matter_is_closed, outcome_meaning(matter_is_closed), now.name);
    return refuse(
        not_from_this_state,
        {fmt::format("'{}' cannot be done while the matter is '{}'", action_->title.english, now.title.english),
         fmt::format("事项处于“{}”，不能办理“{}”", now.title.chinese, action_->title.chinese)},
        action_->name);
  }
  if (!matter_.history.empty() && act_.at < matter_.history.back().at)
    return refuse(time_runs_backwards, outcome_meaning(time_runs_backwards));
  if (matter_.history.size() >= kMaxActs || matter_.documents.size() + act_.documents.size() > kMaxDocuments)
    return refuse(matter_is_full, outcome_meaning(matter_is_full));
  return true;
}

bool Performance::check_person() {
  using enum Outcome;
  if (action_->by_clock) {
    if (act_.by.id.empty()) return true;
    return refuse(role_may_not, {"this happens when a term ends; nobody does it", "该操作由期限届满触发，不由人办理"},
                  action_->name);
  }
  const bool by_role = holds_one(act_.by.roles, action_->roles, kind_.roles);
  const bool by_part = std::ranges::any_of(action_->parts, [&](Number part) {
    const auto people = matter_.people.find(kind_.parts[part].name);
    return people != matter_.people.end() && contains(people->second, act_.by.id);
  });
  if (by_role || by_part) return true;
  const bool could_be_assigned = std::ranges::any_of(
      action_->parts, [&](Number part) { return holds_one(act_.by.roles, kind_.parts[part].roles, kind_.roles); });
  if (could_be_assigned) return refuse(person_is_not_assigned, outcome_meaning(person_is_not_assigned), action_->name);
  const Sentence roles = titles(action_->roles, kind_.roles);
  const Sentence parts = titles(action_->parts, kind_.parts);
  const bool both = !roles.english.empty() && !parts.english.empty();
  return refuse(
      role_may_not,
      {fmt::format("'{}' is done by: {}{}{}", action_->title.english, roles.english, both ? ", " : "", parts.english),
       fmt::format("“{}”由{}{}{}办理", action_->title.chinese, roles.chinese, both ? "、" : "", parts.chinese)},
      action_->name);
}

bool Performance::check_four_eyes() {
  const auto refuse_for = [&](Outcome outcome, Number other, const char* english, const char* chinese) {
    const Sentence& title = kind_.actions[other].title;
    return refuse(outcome,
                  {fmt::format("whoever did '{}' {} do '{}'", title.english, english, action_->title.english),
                   fmt::format("“{}”与“{}”{}", title.chinese, action_->title.chinese, chinese)},
                  kind_.actions[other].name);
  };
  for (const Deed& deed : matter_.history) {
    for (const Number other : action_->not_same_person_as) {
      if (deed.action == kind_.actions[other].name && deed.person == act_.by.id)
        return refuse_for(Outcome::same_person_may_not, other, "may not", "不得由同一人办理");
    }
  }
  for (const Deed& deed : matter_.history) {
    for (const Number other : action_->not_same_unit_as) {
      if (deed.action == kind_.actions[other].name && deed.unit == act_.by.unit)
        return refuse_for(Outcome::same_unit_may_not, other, "is of the same unit and may not", "不得由同一部门办理");
    }
  }
  if (act_.in_bulk && !action_->in_bulk)
    return refuse(Outcome::not_in_bulk, outcome_meaning(Outcome::not_in_bulk), action_->name);
  return true;
}

bool Performance::check_input() {
  using enum Outcome;
  for (const auto& [name, value] : act_.fields) {
    const auto number = find_named(kind_.fields, name);
    if (!number) return refuse(field_is_unknown, outcome_meaning(field_is_unknown), name);
    if (!contains(action_->must.fields, *number) && !contains(action_->may.fields, *number))
      return refuse(field_may_not_be_set,
                    {fmt::format("'{}' does not set '{}'", action_->title.english, kind_.fields[*number].title.english),
                     fmt::format("“{}”不能填写“{}”", action_->title.chinese, kind_.fields[*number].title.chinese)},
                    name);
    const Field& field = kind_.fields[*number];
    const auto is_choice = [&](const FieldValue& one) { return find_named(field.choices, one.text()).has_value(); };
    bool is_right = fits(value, field.shape);
    if (is_right && field.shape.type == FieldType::choice && !value.is_nothing())
      is_right = field.shape.is_list ? std::ranges::all_of(std::get<std::vector<FieldValue>>(value.held), is_choice)
                                     : is_choice(value);
    if (!is_right)
      return refuse(value_does_not_fit,
                    {fmt::format("'{}' is {}", field.title.english, describe(field.shape).english),
                     fmt::format("“{}”应为{}", field.title.chinese, describe(field.shape).chinese)},
                    name);
  }
  for (const auto& [name, people] : act_.people) {
    const auto number = find_named(kind_.parts, name);
    if (!number || (!contains(action_->must.parts, *number) && !contains(action_->may.parts, *number)))
      return refuse(part_may_not_be_assigned, outcome_meaning(part_may_not_be_assigned), name);
    if (!check_people(kind_.parts[*number], people)) return false;
  }
  for (const auto& [name, reference] : act_.documents) {
    const auto number = find_named(kind_.documents, name);
    if (!number || (!contains(action_->must.documents, *number) && !contains(action_->may.documents, *number)))
      return refuse(document_is_unknown, outcome_meaning(document_is_unknown), name);
  }
  return true;
}

bool Performance::check_people(const Part& part, const std::vector<Person>& people) {
  std::set<std::string> ids;
  for (const Person& person : people) {
    if (!holds_one(person.roles, part.roles, kind_.roles))
      return refuse(Outcome::people_do_not_fit,
                    {fmt::format("{} has no role of '{}'", person.id, part.title.english),
                     fmt::format("{} 没有“{}”所需的角色", person.id, part.title.chinese)},
                    part.name);
    ids.insert(person.id);
  }
  const auto count = static_cast<int>(ids.size());
  if (ids.size() == people.size() && count >= part.least && count <= part.most) return true;
  return refuse(Outcome::people_do_not_fit,
                {fmt::format("'{}' takes {} to {} different people", part.title.english, part.least, part.most),
                 fmt::format("“{}”应为 {} 至 {} 名不同的人员", part.title.chinese, part.least, part.most)},
                part.name);
}

bool Performance::check_must() {
  using enum Outcome;
  for (const Number field : action_->must.fields) {
    const auto given = act_.fields.find(kind_.fields[field].name);
    if (given == act_.fields.end() || is_empty(given->second))
      return refuse(field_is_missing,
                    {fmt::format("'{}' must be given", kind_.fields[field].title.english),
                     fmt::format("请填写“{}”", kind_.fields[field].title.chinese)},
                    kind_.fields[field].name);
  }
  for (const Number part : action_->must.parts) {
    if (!act_.people.contains(kind_.parts[part].name))
      return refuse(people_are_missing,
                    {fmt::format("'{}' must be named", kind_.parts[part].title.english),
                     fmt::format("请指定“{}”", kind_.parts[part].title.chinese)},
                    kind_.parts[part].name);
  }
  for (const Number document : action_->must.documents) {
    if (!act_.documents.contains(kind_.documents[document].name))
      return refuse(document_is_missing,
                    {fmt::format("'{}' must be added", kind_.documents[document].title.english),
                     fmt::format("请附上“{}”", kind_.documents[document].title.chinese)},
                    kind_.documents[document].name);
  }
  return true;
}

void Performance::take_input() {
  if (matter_.opened == kNoDay) matter_.opened = day_of(act_.at);
  for (const auto& [name, value] : act_.fields) {
    if (value.is_nothing())
      matter_.fields.erase(name);
    else
      matter_.fields[name] = value;
  }
  for (const auto& [name, people] : act_.people) {
    std::vector<std::string>& ids = matter_.people[name];
    ids.clear();
    for (const Person& person : people) ids.push_back(person.id);
  }
  for (const auto& [name, reference] : act_.documents) matter_.documents.push_back({name, reference, act_.at});
}

bool Performance::is_filled(Number field) const {
  const auto found = matter_.fields.find(kind_.fields[field].name);
  return found != matter_.fields.end() && !is_empty(found->second);
}

bool Performance::check_needs() {
  using enum Outcome;
  for (const Number field : action_->needs.fields) {
    if (!is_filled(field))
      return refuse(field_is_missing,
                    {fmt::format("'{}' is still empty", kind_.fields[field].title.english),
                     fmt::format("“{}”还没有填写", kind_.fields[field].title.chinese)},
                    kind_.fields[field].name);
  }
  for (const Number part : action_->needs.parts) {
    const auto found = matter_.people.find(kind_.parts[part].name);
    if (found == matter_.people.end() || found->second.empty())
      return refuse(people_are_missing,
                    {fmt::format("'{}' is not assigned yet", kind_.parts[part].title.english),
                     fmt::format("还没有指定“{}”", kind_.parts[part].title.chinese)},
                    kind_.parts[part].name);
  }
  for (const Number document : action_->needs.documents) {
    const std::string& name = kind_.documents[document].name;
    if (std::ranges::find(matter_.documents, name, &AttachedDocument::name) == matter_.documents.end())
      return refuse(document_is_missing,
                    {fmt::format("'{}' is not there yet", kind_.documents[document].title.english),
                     fmt::format("还没有“{}”", kind_.documents[document].title.chinese)},
                    name);
  }
  return true;
}

}  // namespace qiuhao::workflow
