// Reads the document of one workflow file, section by section, and goes on after a mistake, so that a person sees all
// of them at once. names.cpp, parameters.cpp, deadlines.cpp, actions.cpp and effects.cpp hold a section each.
#pragma once

#include <fmt/format.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "cel/lexer/source.h"
#include "workflow/kind.h"

namespace qiuhao::workflow {

class Loader {
 public:
  Loader(const text::Node& root, const std::string& content, const std::string& file)
      : root_(root), content_(content), file_(file) {}

  KindReading load();

 private:
  using Node = text::Node;

  Place place(const Node& node) const { return {file_, node.line, node.column, ""}; }
  void wrong(const Node& node, std::string code, Sentence sentence);
  bool note(Error error);  // false, for `return note(…)`

  // Notes each key of a map that is not among these. False when the node is no map.
  bool check_keys(const Node& node, std::initializer_list<std::string_view> known, const Sentence& what);
  const Node* must_find(const Node& node, std::string_view key, const Sentence& what);
  Sentence read_title(const Node& node);
  Basis read_basis(const Node& node);
  int read_whole(const Node& node, int least, int most);
  bool read_flag(const Node& node, std::string_view key);
  std::optional<Day> read_day(const Node& node);
  bool check_name(const Node& key);

  // The entries of a section that maps names to maps; calls read(name node, body) for each.
  template <typename Read>
  void each_of(std::string_view section, Read&& read);
  template <typename T>
  T named(const Node& key, const Node& body);

  // The number of a name, or a note with what was meant.
  template <typename T>
  std::optional<Number> number_of(const Node& node, const std::vector<T>& list, const Sentence& what);
  template <typename T>
  std::vector<Number> numbers_of(const Node& owner, std::string_view key, const std::vector<T>& list,
                                 const Sentence& what);
  std::optional<Party> party_of(const Node& node);
  std::vector<bool> states_of(const Node& owner, std::string_view key);

  // formula.cpp: compiles a scalar; errors point into the file whatever the form of the scalar.
  std::optional<cel::Program> compile(const Node& node, const cel::Type& wanted);
  std::optional<cel::Message> compile_message(const Node& node);
  std::optional<cel::Program> compile_condition(const Node& node);  // refuses one that is always false
  Error moved(Error error, const Node& node) const;

  // names.cpp
  void read_head();
  void read_roles();
  void read_parts();
  void read_fields();
  void read_choices(Field& field, const Node& body);
  void read_states();
  void read_documents();
  void read_migration();
  std::vector<Migration::Rename> read_renames(const Node& node, std::string_view key);

  // parameters.cpp
  void read_parameters();
  std::string region_of(const Node& item);
  void read_parameter_values(Parameter& parameter, const Node& list);

  // deadlines.cpp: their names first, for actions and deadlines name each other
  void read_deadline_names();
  void read_deadlines();
  void read_deadline(Deadline& deadline, const Node& body);
  std::optional<TermRule> read_term(const Node& node);

  // actions.cpp
  void read_action_names();
  void read_actions();
  void read_action(Action& action, const Node& body);
  void read_by(Action& action, const Node& body);
  void read_to(Action& action, const Node& body);
  Items read_items(const Node& body, std::string_view key);
  void read_guards(Action& action, const Node& body);
  void read_computes(Action& action, const Node& body);

  // effects.cpp
  void read_effects(Action& action, const Node& body);
  std::optional<EffectRule> read_effect(const Node& node);
  bool read_argument(Argument& argument, const Node& node);
  bool read_word_argument(Argument& argument, const Node& node);
  void check_open_to_all(const std::vector<std::string>& fields, const Node& node);

  const Node& root_;
  const std::string& content_;
  const std::string& file_;
  Kind kind_;
  std::optional<cel::Environment> environment_;
  std::vector<Error> errors_;
};

// checks.cpp: what is wrong with a kind whose parts are each right.
std::vector<Error> check_kind(const Kind& kind);

template <typename Read>
void Loader::each_of(std::string_view section, Read&& read) {
  const Node* node = root_.find(section);
  if (node == nullptr || node->is_nothing()) return;
  if (!node->is_map() || node->entries.size() > kMaxNamed) {
    wrong(*node, "bad_workflow",
          {fmt::format("{} is a map of at most {} names", section, kMaxNamed),
           fmt::format("{} 是最多 {} 个名称的映射", section, kMaxNamed)});
    return;
  }
  for (const auto& [key, body] : node->entries) {
    if (check_name(key)) read(key, body);
  }
}

template <typename T>
T Loader::named(const Node& key, const Node& body) {
  T made;
  made.name = key.scalar;
  made.place = place(key);
  const Node* title = body.find("title");
  made.title = read_title(title == nullptr ? body : *title);
  return made;
}

template <typename T>
std::optional<Number> Loader::number_of(const Node& node, const std::vector<T>& list, const Sentence& what) {
  const auto found = find_named(list, node.scalar);
  if (!found) {
    const Sentence unknown{fmt::format("unknown {} '{}'", what.english, node.scalar),
                           fmt::format("没有{}“{}”", what.chinese, node.scalar)};
    wrong(node, "unknown_name", unknown + cel::suggest_name(node.scalar, names_of(list)));
  }
  return found;
}

template <typename T>
std::vector<Number> Loader::numbers_of(const Node& owner, std::string_view key, const std::vector<T>& list,
                                       const Sentence& what) {
  std::vector<Number> numbers;
  const Node* node = owner.find(key);
  if (node == nullptr || node->is_nothing()) return numbers;
  const auto add = [&](const Node& item) {
    if (const auto number = number_of(item, list, what)) numbers.push_back(*number);
  };
  if (node->is_scalar()) add(*node);
  for (const Node& item : node->items) add(item);
  return numbers;
}

}  // namespace qiuhao::workflow
