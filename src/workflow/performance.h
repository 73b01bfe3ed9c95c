// One act being done: checks in the order of outcomes, then changes. Used by act.cpp alone.
#pragma once

#include "workflow/act.h"
#include "workflow/world.h"

namespace qiuhao::workflow {

class Performance {
 public:
  Performance(const Kind& kind, const Calendar& calendar, Matter matter, const Act& act, Trace* trace)
      : kind_(kind), calendar_(calendar), matter_(std::move(matter)), act_(act), trace_(trace) {}

  Answer run(bool opens);

 private:
  bool refuse(Outcome outcome, Sentence sentence, std::string about = "");
  // An absent or broken formula.
  bool refuse_undecided(const cel::Value& value, const std::string& about);

  // performance.cpp
  bool check_matter(bool opens);
  bool check_person();
  bool check_four_eyes();
  bool check_input();
  bool check_people(const Part& part, const std::vector<Person>& people);
  void take_input();
  bool check_must();
  bool check_needs();
  bool is_filled(Number field) const;

  // performance_formulas.cpp
  bool check_guards();
  bool compute();
  bool choose_state();
  bool run_effects();
  bool run_effect(const EffectRule& rule);
  bool evaluate_argument(const Argument& argument, Effect& effect);
  bool change_term(const EffectRule& rule, Effect& effect);
  bool start(const EffectRule& rule, const Deadline& deadline, Effect& effect);
  bool extend(const Deadline& deadline, RunningTerm& term);
  std::optional<Term> count_of(const TermRule& rule, const Deadline& deadline);
  cel::Value evaluate(const cel::Program& program);

  const Kind& kind_;
  const Calendar& calendar_;
  Matter matter_;
  const Act& act_;
  Trace* trace_;
  const Action* action_ = nullptr;
  std::string state_before_;
  cel::Scratch scratch_;
  std::vector<Effect> effects_;
  Answer refusal_;
};

}  // namespace qiuhao::workflow
