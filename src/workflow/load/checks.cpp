// What is wrong with a kind whose parts are each right: who can act, where deadlines run, what is never used.
#include <algorithm>
#include <functional>
#include <set>

#include "workflow/load/loader.h"
#include "workflow/model_check.h"

namespace qiuhao::workflow {
namespace {

class KindCheck {
 public:
  explicit KindCheck(const Kind& kind) : kind_(kind) {}

  std::vector<Error> run() {
    for (const Action& action : kind_.actions) {
      check_ends(action);
      check_doers(action);
      check_four_eyes(action);
      check_needs(action);
      for (const EffectRule& effect : action.effects) check_term_effect(action, effect);
    }
    for (const Deadline& deadline : kind_.deadlines) check_deadline(deadline);
    check_parameters();
    // Ways through a kind that is wrong already would only repeat it.
    if (errors_.empty()) errors_ = check_model(kind_).errors;
    return std::move(errors_);
  }

 private:
  void tell(const Place& place, std::string code, Sentence sentence) {
    errors_.push_back({Fault::input, std::move(code), sentence.english, place, sentence.chinese});
  }

  void check_ends(const Action& action) {
    for (Number state = 0; state < kind_.states.size(); ++state) {
      if (kind_.states[state].is_final && action.from[state])
        tell(action.place, "action_after_the_end",
             {fmt::format("'{}' starts from the final state '{}'; a matter that has ended stays so", action.name,
                          kind_.states[state].name),
              fmt::format("“{}”从终结状态“{}”出发；办结的事项不再变动", action.title.chinese,
                          kind_.states[state].title.chinese)});
    }
    for (const Branch& branch : action.to) {
      if (action.opens != kind_.states[branch.state].is_initial && action.opens)
        tell(branch.place, "not_an_initial_state",
             {fmt::format("'{}' is not marked initial: true", kind_.states[branch.state].name),
              fmt::format("状态“{}”没有标 initial: true", kind_.states[branch.state].title.chinese)});
    }
    if (action.opens && action.to.empty())
      tell(action.place, "missing_key", {"an opening action needs 'to'", "立项操作要写 to"});
  }

  bool is_assigned_somewhere(Number part) const {
    return std::ranges::any_of(kind_.actions, [&](const Action& action) {
      return contains(action.must.parts, part) || contains(action.may.parts, part);
    });
  }

  void check_doers(const Action& action) {
    if (action.by_clock) {
      const Number number = *find_named(kind_.actions, action.name);
      const bool is_called = std::ranges::any_of(
          kind_.deadlines, [&](const Deadline& deadline) { return deadline.when_passed == number; });
      const bool asks = !action.guards.empty() || !action.must.fields.empty() || !action.must.parts.empty() ||
                        !action.must.documents.empty() || !action.needs.fields.empty() || !action.needs.parts.empty() ||
                        !action.needs.documents.empty();
      if (!is_called || action.opens)
        tell(action.place, "nobody_may_act",
             {fmt::format("no deadline has when_passed: {}, so nobody does it", action.name),
              fmt::format("没有期限写 when_passed: {}，这个操作无人触发", action.name)});
      if (asks)
        tell(action.place, "clock_is_asked",
             {fmt::format("the clock does '{}', so it can have no guards, must or needs; choose in 'to' and 'when'",
                          action.name),
              fmt::format("“{}”由期限触发，不能有 guards、must 或 needs；请在 to 和 when 里区分",
                          action.title.chinese)});
      return;
    }
    for (const Number part : action.parts) {
      if (!is_assigned_somewhere(part))
        tell(action.place, "nobody_may_act",
             {fmt::format("'{}' is done by '{}', whom no action assigns", action.name, kind_.parts[part].name),
              fmt::format("“{}”由“{}”办理，但没有操作指定这类人员", action.title.chinese,
                          kind_.parts[part].title.chinese)});
    }
    if (action.opens && action.roles.empty())
      tell(action.place, "nobody_may_act",
           {fmt::format("'{}' opens the matter, so a role must do it: nobody is assigned yet", action.name),
            fmt::format("“{}”是立项操作，须由角色办理：这时还没有指定人员", action.title.chinese)});
  }

  // Whether one and the same person must have done both: a part of one, who is never changed.
  bool is_one_person(const Action& action, const Action& other) const {
    if (!action.roles.empty() || !other.roles.empty()) return false;
    if (action.parts.size() != 1 || other.parts.size() != 1 || action.parts[0] != other.parts[0]) return false;
    const auto assigns = std::ranges::count_if(kind_.actions, [&](const Action& one) {
      return contains(one.must.parts, action.parts[0]) || contains(one.may.parts, action.parts[0]);
    });
    return kind_.parts[action.parts[0]].most == 1 && assigns <= 1;
  }

  void check_four_eyes(const Action& action) {
    std::vector<Number> others = action.not_same_person_as;
    others.insert(others.end(), action.not_same_unit_as.begin(), action.not_same_unit_as.end());
    for (const Number number : others) {
      const Action& other = kind_.actions[number];
      if (other.by_clock || action.by_clock || action.opens)
        tell(action.place, "four_eyes_of_nobody",
             {fmt::format("'{}' and '{}' cannot be kept apart: one is the clock's, or nothing came before", action.name,
                          other.name),
              fmt::format("“{}”和“{}”无从回避：其一由期限触发，或之前无人办理", action.title.chinese,
                          other.title.chinese)});
      else if (is_one_person(action, other))
        tell(action.place, "nobody_may_act",
             {fmt::format("'{}' and '{}' are both done by the one '{}', so nobody else can do the second", other.name,
                          action.name, kind_.parts[action.parts[0]].name),
              fmt::format("“{}”和“{}”都由唯一的“{}”办理，回避之后无人可办", other.title.chinese, action.title.chinese,
                          kind_.parts[action.parts[0]].title.chinese)});
    }
  }

  template <typename T>
  void check_brought(const Action& action, const std::vector<Number>& needed, const std::vector<T>& list,
                     const std::function<bool(const Action&, Number)>& brings) {
    for (const Number number : needed) {
      const bool is_brought =
          std::ranges::any_of(kind_.actions, [&](const Action& other) { return brings(other, number); });
      if (!is_brought)
        tell(action.place, "never_there",
             {fmt::format("'{}' needs '{}', which no action brings", action.name, list[number].name),
              fmt::format("“{}”需要“{}”，但没有操作提供它", action.title.chinese, list[number].title.chinese)});
    }
  }

  void check_needs(const Action& action) {
    check_brought(action, action.needs.fields, kind_.fields, [](const Action& other, Number field) {
      return contains(other.must.fields, field) || contains(other.may.fields, field) ||
             std::ranges::find(other.computes, field, &Computed::field) != other.computes.end();
    });
    check_brought(action, action.needs.parts, kind_.parts, [](const Action& other, Number part) {
      return contains(other.must.parts, part) || contains(other.may.parts, part);
    });
    check_brought(action, action.needs.documents, kind_.documents, [](const Action& other, Number document) {
      return contains(other.must.documents, document) || contains(other.may.documents, document);
    });
  }

  // In which states an action may leave a matter.
  std::vector<bool> states_after(const Action& action) const {
    if (action.to.empty()) return action.from;
    std::vector<bool> after(kind_.states.size(), false);
    for (const Branch& branch : action.to) after[branch.state] = true;
    return after;
  }

  void check_term_effect(const Action& action, const EffectRule& effect) {
    const Argument* named = effect.find("deadline");
    if (named == nullptr) return;
    const Deadline& deadline = kind_.deadlines[*find_named(kind_.deadlines, named->word)];
    const std::vector<bool> after = states_after(action);
    bool some = false;
    bool all = true;
    for (Number state = 0; state < kind_.states.size(); ++state) {
      if (!after[state]) continue;
      some = some || deadline.runs_in[state];
      all = all && deadline.runs_in[state];
    }
    if (!some || (!all && !effect.when))
      tell(effect.place, "deadline_does_not_run",
           {fmt::format("'{}' can leave the matter in a state in which '{}' does not run; add 'when', or the state to "
                        "runs_in",
                        action.name, deadline.name),
            fmt::format("“{}”之后的状态里“{}”不一定计算；请加 when，或把状态写进 runs_in", action.title.chinese,
                        deadline.title.chinese)});
    if (effect.kind == EffectKind::extend_deadline && !deadline.extension)
      tell(effect.place, "no_extension",
           {fmt::format("'{}' has no extension", deadline.name),
            fmt::format("“{}”没有写延长（extension）", deadline.title.chinese)});
  }

  void check_deadline(const Deadline& deadline) {
    const Number number = *find_named(kind_.deadlines, deadline.name);
    for (Number state = 0; state < kind_.states.size(); ++state) {
      if (!deadline.runs_in[state]) continue;
      if (kind_.states[state].is_final)
        tell(
            deadline.place, "deadline_in_final_state",
            {fmt::format("'{}' would run in the final state '{}'", deadline.name, kind_.states[state].name),
             fmt::format("“{}”会在终结状态“{}”里继续计算", deadline.title.chinese, kind_.states[state].title.chinese)});
      if (deadline.when_passed && !kind_.actions[*deadline.when_passed].from[state])
        tell(deadline.place, "clock_may_not",
             {fmt::format("'{}' runs in '{}', from which '{}' cannot be done", deadline.name, kind_.states[state].name,
                          kind_.actions[*deadline.when_passed].name),
              fmt::format("“{}”在状态“{}”里计算，但届满操作“{}”不能从那里办理", deadline.title.chinese,
                          kind_.states[state].title.chinese, kind_.actions[*deadline.when_passed].title.chinese)});
    }
    if (deadline.when_passed && !kind_.actions[*deadline.when_passed].by_clock)
      tell(deadline.place, "clock_may_not",
           {fmt::format("'{}' is not by: clock", kind_.actions[*deadline.when_passed].name),
            fmt::format("“{}”没有写 by: clock", kind_.actions[*deadline.when_passed].title.chinese)});
    const auto sets = [&](const EffectRule& effect) {
      const Argument* named = effect.find("deadline");
      return effect.kind == EffectKind::set_deadline && named->word == kind_.deadlines[number].name;
    };
    const bool is_set = std::ranges::any_of(
        kind_.actions, [&](const Action& action) { return std::ranges::any_of(action.effects, sets); });
    if (!is_set)
      tell(deadline.place, "never_set",
           {fmt::format("no action sets the deadline '{}'", deadline.name),
            fmt::format("没有操作起算期限“{}”", deadline.title.chinese)});
  }

  void read_by(std::set<std::string>& read, const cel::Program& program) const {
    for (const std::string& field : program.fields()) read.insert(field);
  }

  void read_by_effect(std::set<std::string>& read, const EffectRule& effect) const {
    if (effect.when) read_by(read, *effect.when);
    for (const Argument& argument : effect.arguments) {
      if (argument.formula) read_by(read, *argument.formula);
      if (argument.message)
        for (const std::string& field : argument.message->fields()) read.insert(field);
      for (const auto& field : argument.fields) read_by(read, field.formula);
    }
  }

  void check_parameters() {
    std::set<std::string> read;
    for (const Deadline& deadline : kind_.deadlines) {
      read_by(read, deadline.term->count);
      if (deadline.extension) read_by(read, deadline.extension->term.count);
    }
    for (const Action& action : kind_.actions) {
      for (const Guard& guard : action.guards) read_by(read, guard.holds);
      for (const Computed& computed : action.computes) read_by(read, computed.formula);
      for (const Branch& branch : action.to) {
        if (branch.when) read_by(read, *branch.when);
      }
      for (const EffectRule& effect : action.effects) read_by_effect(read, effect);
    }
    for (const Parameter& parameter : kind_.parameters) {
      if (!read.contains("param." + parameter.name))
        tell(parameter.place, "never_read",
             {fmt::format("nothing reads param.{}", parameter.name),
              fmt::format("没有公式读取 param.{}", parameter.name)});
    }
  }

  const Kind& kind_;
  std::vector<Error> errors_;
};

}  // namespace

std::vector<Error> check_kind(const Kind& kind) { return KindCheck(kind).run(); }

}  // namespace qiuhao::workflow
