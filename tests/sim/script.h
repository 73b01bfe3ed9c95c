// What people do in a simulated year, right and wrong, drawn from a seed.
#pragma once

#include <fmt/format.h>

#include <random>
#include <string>
#include <vector>

#include "workflow/act.h"
#include "workflow/test_random.h"

namespace qiuhao::sim {

enum class What : std::uint8_t { open, open_many, perform, pass_time };

struct Step {
  What what = What::perform;
  std::string request;
  std::string kind;                 // of those that open
  std::string number;               // of those that perform
  std::vector<workflow::Act> acts;  // one; of open_many several
  Seconds at = 0;
};

class Chance {
 public:
  explicit Chance(unsigned seed, std::size_t users = 12, std::size_t findings = 0)
      : random_(seed), users_(users), findings_(findings) {}
  std::size_t draw(std::size_t below) { return random_() % below; }

  static std::string finding_named(std::size_t number) { return fmt::format("{:032x}", number); }

  // Mostly an action that the state allows, with most of what it asks for. `matter` is null for an opening.
  workflow::Act act(const workflow::Kind& kind, const workflow::Matter* matter, Seconds at) {
    const workflow::Action& action = action_of(kind, matter);
    workflow::Act act;
    act.action = action.name;
    act.at = at;
    act.by = person(kind, draw(users_));
    for (const workflow::Number part : action.parts) {
      if (matter == nullptr || draw(8) == 0) continue;
      const auto assigned = matter->people.find(kind.parts[part].name);
      if (assigned != matter->people.end() && !assigned->second.empty())
        act.by.id = assigned->second[draw(assigned->second.size())];
    }
    if (matter != nullptr && draw(2) == 0) act.revision = matter->revision - (draw(6) == 0 ? 1 : 0);
    for (const auto* items : {&action.must, &action.may}) {
      for (const workflow::Number field : items->fields) {
        if (draw(9) != 0) act.fields[kind.fields[field].name] = value(kind.fields[field], at);
      }
      for (const workflow::Number part : items->parts) {
        auto& people = act.people[kind.parts[part].name];
        const std::size_t first = draw(users_);
        for (int more = 0; more < kind.parts[part].least; ++more)
          people.push_back(person(kind, first + static_cast<std::size_t>(more)));
      }
      for (const workflow::Number document : items->documents) act.documents[kind.documents[document].name] = "D";
    }
    if (act.fields.contains("finding") && findings_ > 0)
      act.fields["finding"] = workflow::FieldValue(finding_named(draw(findings_)));
    if (matter != nullptr && draw(4) != 0) make_payable(*matter, act);
    return act;
  }

 private:
  const workflow::Action& action_of(const workflow::Kind& kind, const workflow::Matter* matter) {
    for (int attempt = 0; attempt < 40; ++attempt) {
      const workflow::Action& action = kind.actions[draw(kind.actions.size())];
      const bool may = matter == nullptr
                           ? action.opens
                           : action.from[*workflow::find_named(kind.states, matter->state)] && !action.opens;
      if (may) return action;
    }
    return kind.actions[draw(kind.actions.size())];
  }
  // Sums that add up by chance are too few for a year in which money moves.
  static void make_payable(const workflow::Matter& matter, workflow::Act& act) {
    if (act.action == "send_notice") {
      act.fields["pool_amount"] = matter.fields.at("amount");
      for (const char* none : {"serious_amount", "assistance_amount"})
        act.fields[none] = workflow::FieldValue(std::int64_t{0});
    }
    if (act.fields.contains("payment")) act.fields["payment"] = workflow::FieldValue(std::int64_t{100});
  }
  static workflow::Person person(const workflow::Kind& kind, std::size_t number) {
    workflow::Person person{fmt::format("p{}", number), {}, fmt::format("u{}", number % 3)};
    for (const workflow::Role& role : kind.roles) person.roles.push_back(role.name);
    return person;
  }
  workflow::FieldValue value(const workflow::Field& field, Seconds at) {
    return workflow::random_value(field, at, [this](std::size_t below) { return draw(below); });
  }
  std::mt19937 random_;
  std::size_t users_;
  std::size_t findings_;
};

}  // namespace qiuhao::sim
