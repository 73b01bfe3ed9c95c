// What the store should hold, kept in maps: only the engine is asked what an act comes to.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "script.h"
#include "workflow/act.h"

namespace qiuhao::sim {

inline constexpr int kFindingIsTaken = 1'000;  // in place of an outcome

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
        ++books.acts;
        book(matter, answer.effects);
        follow(matter);
      }
      return 0;
    }
    for (std::size_t place = 0; place < step.acts.size(); ++place) {
      const Books before = books;
      before_.clear();
      const auto outcome = step.what == What::perform ? perform(step.number, step.acts[place])
                                                      : open(step.kind, "S", "340602", step.acts[place]).first;
      const bool is_taken = outcome == workflow::Outcome::done && !take_findings();
      told += (is_taken ? kFindingIsTaken : static_cast<int>(outcome)) * static_cast<int>(place + 1);
      if (outcome == workflow::Outcome::done && !is_taken) continue;
      books = before;
      for (auto& [number, matter] : before_) {
        if (matter)
          matters[number] = std::move(*matter);
        else
          matters.erase(number);
      }
    }
    return told;
  }

  const workflow::Kind& kind(const std::string& name) const {
    return *std::ranges::find(*kinds_, name, &workflow::Kind::name);
  }

  // Findings that the audit gave, by id.
  struct Finding {
    std::string state = "open";
    std::string matter;
  };
  struct Books {
    std::map<std::string, std::int64_t> cents;  // by scheme
    std::int64_t notices = 0;
    std::int64_t acts = 0;
    std::int64_t suspensions = 0;
    std::int64_t documents = 0;
    std::int64_t publications = 0;
    std::map<std::pair<std::string, int>, int> last;  // counts by kind and year
  };
  std::map<std::string, workflow::Matter> matters;
  std::map<std::string, Finding> findings;
  Books books;

 private:
  std::pair<workflow::Outcome, std::string> open(const std::string& name, const std::string& subject,
                                                 const std::string& region, const workflow::Act& act) {
    const int year = civil_from_day(day_of(act.at)).year;
    const std::string number = fmt::format("{}-{}-{:06}", name, year, books.last[{name, year}] + 1);
    const workflow::Answer answer = workflow::open(kind(name), *calendar_, {number, subject, region}, act);
    if (!answer.is_done()) return {answer.outcome, ""};
    ++books.last[{name, year}];
    return {keep(answer, act), number};
  }
  workflow::Outcome perform(const std::string& number, const workflow::Act& act) {
    const workflow::Matter& matter = matters.at(number);
    const workflow::Answer answer = workflow::perform(kind(matter.kind), *calendar_, matter, act);
    return answer.is_done() ? keep(answer, act) : answer.outcome;
  }
  workflow::Outcome keep(const workflow::Answer& answer, const workflow::Act& act) {
    const std::string number = answer.matter.number;
    const auto known = matters.find(number);
    before_.try_emplace(number, known == matters.end() ? std::nullopt : std::optional(known->second));
    matters[number] = answer.matter;
    ++books.acts;
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
        books.notices += people == matter.people.end() ? 1 : std::max<std::int64_t>(1, std::ssize(people->second));
      }
      if (effect.kind == workflow::EffectKind::post_to_ledger)
        books.cents[effect.find("scheme")->value.text()] += effect.find("amount")->value.integer();
      books.suspensions += effect.kind == workflow::EffectKind::suspend ? 1 : 0;
      books.documents += effect.kind == workflow::EffectKind::make_document ? 1 : 0;
      books.publications += effect.kind == workflow::EffectKind::publish ? 1 : 0;
    }
  }

  Finding* finding_of(const workflow::Matter& matter) {
    const auto held = matter.fields.find("finding");
    const auto found = held == matter.fields.end() ? findings.end() : findings.find(held->second.text());
    return found == findings.end() ? nullptr : &found->second;
  }
  // False when another matter holds one.
  bool take_findings() {
    for (const auto& [number, before] : before_) {
      const Finding* finding = finding_of(matters.at(number));
      if (finding != nullptr && finding->state == "in_review" && finding->matter != number) return false;
    }
    for (const auto& [number, before] : before_) follow(matters.at(number));
    return true;
  }
  void follow(const workflow::Matter& matter) {
    Finding* finding = finding_of(matter);
    if (finding == nullptr) return;
    const bool is_decided = matter.state == "confirmed" || matter.state == "rejected";
    *finding = {is_decided ? matter.state : "in_review", matter.number};
  }

  const std::vector<workflow::Kind>* kinds_;
  const workflow::Calendar* calendar_;
  std::map<std::string, std::optional<workflow::Matter>> before_;  // of those that the act at hand changed
};

}  // namespace qiuhao::sim
