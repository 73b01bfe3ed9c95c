// A kind of matter, as its file in policy/workflows/ says: fields, people, states, actions, deadlines, parameters,
// tests. See docs/reference/workflow-files.md. Everything refers to everything else by number: the place in these
// lists.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "base/result.h"
#include "cel/cel.h"
#include "cel/message.h"
#include "text/document.h"
#include "workflow/calendar.h"
#include "workflow/effect.h"
#include "workflow/value.h"

namespace qiuhao::workflow {

using Number = std::size_t;

inline constexpr std::size_t kMaxNamed = 200;    // fields, states, actions, … of a kind, each
inline constexpr std::size_t kMaxDeadlines = 8;  // the model check tries all their positions against each other
inline constexpr std::size_t kMaxTests = 500;
inline constexpr std::size_t kMaxErrorsShown = 100;  // of a file

template <typename T>
bool contains(const std::vector<T>& list, const T& value) {
  return std::ranges::find(list, value) != list.end();
}

// Something with a name for the machine and one for people.
struct Named {
  std::string name;
  Sentence title;
  Place place;
};

struct Basis {
  std::string document;
  std::string clause;
};

struct Choice : Named {};

struct Field : Named {
  ValueShape shape;
  std::vector<Choice> choices;     // of a choice
  bool is_required = false;        // whoever opens the matter must give it
  bool is_personal = false;        // masked but for those who work on the matter
  std::vector<Number> visible_to;  // roles; none: everybody who may see the matter
};

struct Role : Named {};

// People of a matter: a handler, two investigators.
struct Part : Named {
  std::vector<Number> roles;  // a person needs one of them
  int least = 1;
  int most = 1;
};

struct State : Named {
  bool is_initial = false;
  bool is_final = false;
};

struct Document : Named {
  std::vector<Number> visible_to;  // roles; none: everybody who may see the matter
};

struct ParameterValue {
  Day from = kNoDay;   // kNoDay: open
  Day to = kNoDay;     // the last day; kNoDay: open
  std::string region;  // "" everywhere, else a division code without its zeros at the end: "3406"
  FieldValue value;
  Basis basis;
};
struct Parameter : Named {
  FieldType type = FieldType::integer;
  std::string unit;
  std::vector<ParameterValue> values;
};

// What a term is counted from: a formula for the number, and its unit.
struct TermRule {
  cel::Program count;
  TermUnit unit = TermUnit::working_days;
};
struct Extension {
  TermRule term;
  int most = 1;
};
// A role is told so many working days after the day on which the term ended.
struct Escalation {
  int working_days = 0;
  Number role = 0;
};
// A role or a part.
struct Party {
  bool is_part = false;
  Number number = 0;
};
struct Deadline : Named {
  std::vector<bool> runs_in;  // by state: elsewhere it is over
  std::optional<TermRule> term;
  std::optional<Extension> extension;
  Party owner;
  std::vector<Escalation> escalations;
  std::optional<Number> when_passed;  // the action of the clock
  Basis basis;
};

struct Guard {
  cel::Program holds;
  Sentence otherwise;  // what the person reads when it is false
  Place place;
};

struct Argument {
  const ArgumentShape* shape = nullptr;
  std::string word;  // of the forms deadline, document, party, word
  std::optional<cel::Program> formula;
  std::optional<cel::Message> message;
  struct FieldFormula {
    std::string field;
    cel::Program formula;
    Place place;
  };
  std::vector<FieldFormula> fields;
  Place place;
};
struct EffectRule {
  EffectKind kind = EffectKind::notify;
  std::optional<cel::Program> when;
  std::vector<Argument> arguments;  // in the order of effect_arguments
  Place place;
  const Argument* find(std::string_view name) const;
};

// Where an action leads: the first branch whose condition holds.
struct Branch {
  std::optional<cel::Program> when;  // none: always
  Number state = 0;
  Place place;
};
struct Computed {
  Number field = 0;
  cel::Program formula;
};
// Numbers of fields, parts and documents.
struct Items {
  std::vector<Number> fields;
  std::vector<Number> parts;
  std::vector<Number> documents;
};
struct Action : Named {
  bool opens = false;                      // the matter begins with it
  std::vector<bool> from;                  // by state
  std::vector<Branch> to;                  // none: the state stays
  bool by_clock = false;                   // nobody does it: a deadline passes
  std::vector<Number> roles;               // who may do it: holders of one of them
  std::vector<Number> parts;               // … or who has one of these parts
  Items must;                              // what the act itself has to bring
  Items may;                               // what it can bring beside
  Items needs;                             // what has to be there, from this act or an earlier one
  std::vector<Number> not_same_person_as;  // actions
  std::vector<Number> not_same_unit_as;
  bool in_bulk = false;
  std::vector<Guard> guards;
  std::vector<Computed> computes;
  std::vector<EffectRule> effects;
};

// How matters of the version before are carried into this one.
struct Migration {
  int from_version = 0;
  struct Rename {
    std::string before;
    std::string now;  // "" of a field: it is left out
    Place place;
  };
  std::vector<Rename> states;
  std::vector<Rename> fields;
  Place place;
};

struct Kind {
  std::string name;  // "finding_review"
  int version = 1;
  Sentence title;
  std::vector<Basis> basis;
  std::vector<Role> roles;
  std::vector<Part> parts;
  std::vector<Field> fields;
  std::vector<State> states;
  std::vector<Document> documents;
  std::vector<Parameter> parameters;
  std::vector<Deadline> deadlines;
  std::vector<Action> actions;
  std::optional<Migration> migration;
  text::Node people;  // that tests speak of
  text::Node tests;
  std::string file;
  std::string hash;  // of the file's bytes
};

template <typename T>
std::optional<Number> find_named(const std::vector<T>& list, std::string_view name) {
  for (Number number = 0; number < list.size(); ++number) {
    if (list[number].name == name) return number;
  }
  return std::nullopt;
}

template <typename T>
std::vector<std::string> names_of(const std::vector<T>& list) {
  std::vector<std::string> names;
  for (const T& one : list) names.push_back(one.name);
  return names;
}

// The value of a parameter on a day in a region: of those that hold on the day that of the smallest region around it,
// and of these the latest. Null when there is none.
const ParameterValue* parameter_value(const Parameter& parameter, Day day, std::string_view region);

// A kind, or all that is wrong with its file.
struct KindReading {
  std::optional<Kind> kind;
  std::vector<Error> errors;
};
KindReading parse_kind_all(const std::string& content, const std::string& file);
KindReading load_kind_all(const std::string& file);
// The first of the errors.
Result<Kind> parse_kind(const std::string& content, const std::string& file);
Result<Kind> load_kind(const std::string& file);

// What can be said only of several kinds together: two files of one kind and version, matters that open_matter opens
// and the fields that it gives them.
std::vector<Error> check_together(const std::vector<Kind>& kinds);

}  // namespace qiuhao::workflow
