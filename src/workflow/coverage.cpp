// Counting what tests have shown.
#include "workflow/coverage.h"

#include <fmt/format.h>

namespace qiuhao::workflow {
namespace {

Error error_at(const Place& place, Sentence sentence) {
  return {Fault::input, "not_covered", std::move(sentence.english), place, std::move(sentence.chinese)};
}

}  // namespace

Coverage::Coverage(const Kind& kind) : kind_(kind), seen_(kind.actions.size()) {
  for (Number action = 0; action < kind.actions.size(); ++action) {
    seen_[action].guards.resize(kind.actions[action].guards.size());
    seen_[action].effects.resize(kind.actions[action].effects.size());
    seen_[action].branches.resize(kind.actions[action].to.size(), false);
  }
}

void Coverage::add(Number action, const Trace& trace, bool is_done) {
  OfAction& seen = seen_[action];
  for (const auto& [guard, held] : trace.guards)
    (held ? seen.guards[guard].is_true : seen.guards[guard].is_false) = true;
  if (!is_done) return;
  seen.is_done = true;
  for (const auto& [effect, held] : trace.effects)
    (held ? seen.effects[effect].is_true : seen.effects[effect].is_false) = true;
  if (trace.branch) seen.branches[*trace.branch] = true;
}

void Coverage::tell_guards(const Action& action, const OfAction& seen, std::vector<Error>& errors) const {
  for (Number number = 0; number < action.guards.size(); ++number) {
    const Guard& guard = action.guards[number];
    if (!seen.guards[number].is_true)
      errors.push_back(error_at(guard.place, {fmt::format("no test shows this condition of '{}' true", action.name),
                                              fmt::format("没有测试使“{}”的这个条件成立", action.title.chinese)}));
    if (!seen.guards[number].is_false)
      errors.push_back(error_at(guard.place, {fmt::format("no test shows this condition of '{}' false", action.name),
                                              fmt::format("没有测试使“{}”的这个条件不成立", action.title.chinese)}));
  }
}

std::vector<Error> Coverage::missing() const {
  std::vector<Error> errors;
  for (Number number = 0; number < seen_.size(); ++number) {
    const Action& action = kind_.actions[number];
    const OfAction& seen = seen_[number];
    if (!seen.is_done)
      errors.push_back(error_at(action.place, {fmt::format("no test does '{}'", action.name),
                                               fmt::format("没有测试办理“{}”", action.title.chinese)}));
    tell_guards(action, seen, errors);
    for (Number branch = 0; branch < seen.branches.size(); ++branch) {
      if (seen.is_done && !seen.branches[branch])
        errors.push_back(
            error_at(action.to[branch].place, {fmt::format("no test takes this way of '{}'", action.name),
                                               fmt::format("没有测试走“{}”的这条去向", action.title.chinese)}));
    }
    for (Number effect = 0; effect < seen.effects.size(); ++effect) {
      const bool both = seen.effects[effect].is_true && seen.effects[effect].is_false;
      if (seen.is_done && action.effects[effect].when && !both)
        errors.push_back(
            error_at(action.effects[effect].place,
                     {fmt::format("no test shows the condition of this effect {}",
                                  seen.effects[effect].is_true ? "false" : "true"),
                      fmt::format("没有测试使这个效果的条件{}", seen.effects[effect].is_true ? "不成立" : "成立")}));
    }
  }
  return errors;
}

}  // namespace qiuhao::workflow
