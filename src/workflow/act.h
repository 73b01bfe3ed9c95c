// Acts: a matter and what somebody does, in; a matter and effects, out. No clock, no database, no chance.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "workflow/effect.h"
#include "workflow/kind.h"
#include "workflow/matter.h"
#include "workflow/outcome.h"

namespace qiuhao::workflow {

struct Person {
  std::string id;
  std::vector<std::string> roles;
  std::string unit;  // of the organisation: 稽核科
};

struct Act {
  std::string action;
  Person by;
  Seconds at = 0;
  std::optional<std::uint64_t> revision;  // that the person has seen; none: whatever it is
  std::map<std::string, FieldValue> fields;
  std::map<std::string, std::vector<Person>> people;  // by part
  std::map<std::string, std::string> documents;       // name to reference
  std::string note;
  bool in_bulk = false;
};

// What a new matter is, beside its opening act.
struct NewMatter {
  std::string number;
  std::string subject;
  std::string region;
};

struct Answer {
  Outcome outcome = Outcome::done;
  Sentence sentence;            // why it was refused; empty when it was done
  std::string about;            // the field, part, document, action or parameter that the sentence is about
  Matter matter;                // as it is now; the old one when refused
  std::vector<Effect> effects;  // in order; none when refused

  bool is_done() const { return outcome == Outcome::done; }
};

// What the engine saw while it answered: for tests' coverage, and to show a person why a button is grey.
struct Trace {
  std::vector<std::pair<Number, bool>> guards;   // number within the action, and whether it held
  std::vector<std::pair<Number, bool>> effects;  // those with a condition
  std::optional<Number> branch;
};

// A matter begins: the kind's opening action, with its input.
Answer open(const Kind& kind, const Calendar& calendar, const NewMatter& fresh, const Act& act, Trace* trace = nullptr);

// An act upon a matter. Time passes first, up to the act: see pass_time.
Answer perform(const Kind& kind, const Calendar& calendar, const Matter& matter, const Act& act,
               Trace* trace = nullptr);

// What the passing of time does: escalations of terms that have ended, and the actions of the clock, each on the day on
// which it fell due, in order. So it matters not whether this is called every day or once a month, and calling it twice
// is as calling it once. Done with no effects when nothing is due; refused when a formula of the clock's action is.
using ClockTraces = std::vector<std::pair<Number, Trace>>;  // by action
Answer pass_time(const Kind& kind, const Calendar& calendar, const Matter& matter, Seconds now,
                 ClockTraces* traces = nullptr);

// The actions that lead on from here, for menus: those that the person may do, with what an act without any input would
// come to (field_is_missing: there is a form to fill in; guard_is_false: a button is grey, with the sentence).
struct Offer {
  Number action = 0;
  Outcome outcome = Outcome::done;
  Sentence sentence;
};
std::vector<Offer> offers(const Kind& kind, const Calendar& calendar, const Matter& matter, const Person& person,
                          Seconds now);

}  // namespace qiuhao::workflow
