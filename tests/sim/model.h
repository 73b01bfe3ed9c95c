// What the store should hold, kept in maps: only the engine is asked what an act comes to.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "script.h"
#include "workflow/act.h"

namespace qiuhao::sim {

class Model {
 public:
  Model(const std::vector<workflow::Kind>& kinds, const workflow::Calendar& calendar)
      : kinds_(&kinds), calendar_(&calendar) {}

  // A number that says how the step ends.
  int apply(const Step& step) {
    int told = 0;
    if (step.what == What::pass_time) {
      for (auto& [number, matter] : matters) {
        const workflow::Answer answer = workflow::pass_time(kind(matter.kind), *calendar_, matter, step.at);
        if (!answer.is_done() || answer.matter == matter) continue;
        matter = answer.matter;
        ++acts;
        book(matter, answer.effects);
      }
      return 0;
    }
    for (std::size_t place = 0; place < step.acts.size(); ++place) {
      Model trial = *this;
      const auto outcome = step.what == What::perform ? trial.perform(step.number, step.acts[place])
                                                      : trial.open(step.kind, "S", "340602", step.acts[place]).first;
      told += static_cast<int>(outcome) * static_cast<int>(place + 1);
      if (outcome == workflow::Outcome::done) *this = std::move(trial);
    }
    return told;
  }

  const workflow::Kind& kind(const std::string& name) const {
    return *std::ranges::find(*kinds_, name, &workflow::Kind::name);
  }

  std::map<std::string, workflow::Matter> matters;
  std::map<std::string, std::int64_t> cents;  // by scheme
  std::int64_t notices = 0;
  std::int64_t acts = 0;
  std::int64_t suspensions = 0;
  std::int64_t documents = 0;
  std::int64_t publications = 0;

 private:
  std::pair<workflow::Outcome, std::string> open(const std::string& name, const std::string& subject,
                                                 const std::string& region, const workflow::Act& act) {
    const int year = civil_from_day(day_of(act.at)).year;
    const std::string number = fmt::format("{}-{}-{:06}", name, year, last_[{name, year}] + 1);
    const workflow::Answer answer = workflow::open(kind(name), *calendar_, {number, subject, region}, act);
    if (!answer.is_done()) return {answer.outcome, ""};
    ++last_[{name, year}];
    return {keep(answer, act), number};
  }
  workflow::Outcome perform(const std::string& number, const workflow::Act& act) {
    const workflow::Matter& matter = matters.at(number);
    const workflow::Answer answer = workflow::perform(kind(matter.kind), *calendar_, matter, act);
    return answer.is_done() ? keep(answer, act) : answer.outcome;
  }
  workflow::Outcome keep(const workflow::Answer& answer, const workflow::Act& act) {
    const std::string number = answer.matter.number;
    matters[number] = answer.matter;
    ++acts;
    book(answer.matter, answer.effects);
    for (const workflow::Effect& effect : answer.effects) {
      if (effect.kind != workflow::EffectKind::open_matter) continue;
      const auto [outcome, opened] = open_beside(answer.matter, effect, act);
      if (outcome != workflow::Outcome::done) return outcome;
      matters[number].links.push_back({"opened", opened});
      auto& links = matters[opened].links;
      links.insert(links.begin(), workflow::Link{"opened_by", number});
    }
    return workflow::Outcome::done;
  }
  std::pair<workflow::Outcome, std::string> open_beside(const workflow::Matter& matter, const workflow::Effect& effect,
                                                        const workflow::Act& act) {
    const workflow::Kind& opened = kind(effect.find("kind")->value.text());
    const workflow::Action& action = *std::ranges::find_if(opened.actions, &workflow::Action::opens);
    workflow::Act first;
    first.action = action.name;
    first.at = act.at;
    first.by = {act.by.id, {}, act.by.unit};
    for (const workflow::Number role : action.roles) first.by.roles.push_back(opened.roles[role].name);
    first.note = matter.number;
    for (const workflow::EffectArgument& argument : effect.arguments) {
      if (!argument.name.starts_with("fields.")) continue;
      workflow::FieldValue& value = first.fields[argument.name.substr(7)] = argument.value;
      if (const auto* yuan = std::get_if<Decimal>(&value.held)) value = workflow::FieldValue(rescale(*yuan, 2)->units);
    }
    const auto* subject = effect.find("subject");
    return open(opened.name, subject == nullptr ? matter.subject : subject->value.text(), matter.region, first);
  }
  void book(const workflow::Matter& matter, const std::vector<workflow::Effect>& effects) {
    for (const workflow::Effect& effect : effects) {
      if (effect.kind == workflow::EffectKind::notify) {
        const auto people = matter.people.find(effect.find("to")->value.text());
        notices += people == matter.people.end() ? 1 : std::max<std::int64_t>(1, std::ssize(people->second));
      }
      if (effect.kind == workflow::EffectKind::post_to_ledger)
        cents[effect.find("scheme")->value.text()] += effect.find("amount")->value.integer();
      suspensions += effect.kind == workflow::EffectKind::suspend ? 1 : 0;
      documents += effect.kind == workflow::EffectKind::make_document ? 1 : 0;
      publications += effect.kind == workflow::EffectKind::publish ? 1 : 0;
    }
  }

  const std::vector<workflow::Kind>* kinds_;
  const workflow::Calendar* calendar_;
  std::map<std::pair<std::string, int>, int> last_;
};

}  // namespace qiuhao::sim
