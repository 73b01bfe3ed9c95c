// Thousands of random acts upon matters of every shipped kind: whatever people try, the promises of the engine hold.
#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "workflow/act.h"
#include "workflow/test_random.h"

namespace qiuhao::workflow {
namespace {

constexpr int kWalks = 150;
constexpr int kActsAWalk = 60;

class Walker {
 public:
  Walker(const Kind& kind, unsigned seed) : kind_(kind), random_(seed) {}

  Act random_act(const Matter& matter, Seconds at) {
    Act act;
    const Action& action = choose_action(matter);
    act.action = action.name;
    act.by = person();
    for (const Number part : action.parts) {
      const auto assigned = matter.people.find(kind_.parts[part].name);
      if (assigned != matter.people.end() && draw(8) != 0) act.by.id = assigned->second[draw(assigned->second.size())];
    }
    act.at = at;
    for (const auto* items : {&action.must, &action.may}) {
      for (const Number field : items->fields) {
        if (draw(8) != 0) act.fields[kind_.fields[field].name] = value(kind_.fields[field], at);
      }
      for (const Number part : items->parts) act.people[kind_.parts[part].name] = people(kind_.parts[part]);
      for (const Number document : items->documents) act.documents[kind_.documents[document].name] = "D";
    }
    return act;
  }
  std::size_t draw(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }

 private:
  // Mostly one that the state allows.
  const Action& choose_action(const Matter& matter) {
    const auto state = find_named(kind_.states, matter.state);
    for (int attempt = 0; attempt < 40; ++attempt) {
      const Action& action = kind_.actions[draw(kind_.actions.size())];
      if (state ? action.from[*state] : action.opens) return action;
    }
    return kind_.actions[draw(kind_.actions.size())];
  }
  std::vector<Person> people(const Part& part) {
    std::vector<Person> chosen;
    const std::size_t first = draw(12);
    for (int i = 0; i < part.least; ++i) {
      chosen.push_back(person());
      chosen.back().id = "p" + std::to_string(first + static_cast<std::size_t>(i));
    }
    return chosen;
  }
  // Of a dozen, each with all roles: four eyes and parts are what stops them.
  Person person() {
    Person made;
    made.id = "p" + std::to_string(draw(12));
    for (const Role& role : kind_.roles) made.roles.push_back(role.name);
    made.unit = "u" + std::to_string(draw(3));
    return made;
  }
  FieldValue value(const Field& field, Seconds at) {
    return random_value(field, at, [this](std::size_t below) { return draw(below); });
  }

  const Kind& kind_;
  std::mt19937 random_;
};

void expect_promises(const Kind& kind, const Calendar& calendar, const Matter& before, const Answer& answer,
                     Seconds at) {
  if (!answer.is_done()) {
    ASSERT_EQ(answer.matter, before);
    ASSERT_FALSE(answer.sentence.chinese.empty());
    return;
  }
  const auto state = find_named(kind.states, answer.matter.state);
  ASSERT_TRUE(state.has_value());
  for (const auto& [name, term] : answer.matter.terms) {
    ASSERT_TRUE(kind.deadlines[*find_named(kind.deadlines, name)].runs_in[*state]) << name;
  }
  ASSERT_TRUE(!kind.states[*state].is_final || answer.matter.terms.empty());
  ASSERT_GT(answer.matter.revision, before.revision);
  // Nothing is left to do by the clock, and an old revision is told apart.
  ASSERT_TRUE(pass_time(kind, calendar, answer.matter, at).effects.empty());
  Act stale;
  stale.revision = before.revision;
  ASSERT_EQ(perform(kind, calendar, answer.matter, stale).outcome, Outcome::matter_moved_on);
  for (const Deed& deed : answer.matter.history) {
    const auto action = find_named(kind.actions, deed.action);
    for (const Number other : kind.actions[*action].not_same_person_as) {
      for (const Deed* earlier = answer.matter.history.data(); earlier != &deed; ++earlier)
        ASSERT_FALSE(earlier->action == kind.actions[other].name && earlier->person == deed.person);
    }
  }
}

TEST(RandomWalks, KeepThePromises) {
  const auto calendar = Calendar::read(QIUHAO_SOURCE_DIR "/policy/calendar/china.yaml");
  ASSERT_TRUE(calendar.has_value());
  for (const auto& entry : std::filesystem::directory_iterator(QIUHAO_SOURCE_DIR "/policy/workflows")) {
    const auto kind = load_kind(entry.path().string());
    ASSERT_TRUE(kind.has_value()) << kind.error().text();
    std::size_t done = 0;
    for (unsigned seed = 0; seed < kWalks; ++seed) {
      Walker walker(*kind, seed);
      Seconds at = *parse_time("2025-03-03");
      Matter matter;
      for (int step = 0; step < kActsAWalk; ++step) {
        at += static_cast<Seconds>(walker.draw(4) * 86'400 / 2);
        const Act act = walker.random_act(matter, at);
        const bool opens = matter.kind.empty();
        const Answer answer =
            opens ? open(*kind, *calendar, {"M", "S", "340600"}, act) : perform(*kind, *calendar, matter, act);
        if (opens && !answer.is_done()) continue;
        expect_promises(*kind, *calendar, matter, answer, at);
        if (testing::Test::HasFatalFailure()) FAIL() << entry.path() << " seed " << seed << " step " << step;
        done += answer.is_done() ? 1 : 0;
        matter = answer.matter;
      }
    }
    EXPECT_GT(done, std::size_t{kWalks} * 2) << kind->name;
  }
}

}  // namespace
}  // namespace qiuhao::workflow
