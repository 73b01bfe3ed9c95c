// Reads the document of one rule file, section by section, and goes on after a mistake, so that a person sees all of
// them at once. head.cpp, knowledge.cpp, parameters.cpp, windows.cpp and formulas.cpp hold a section
// each.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"
#include "rules/world.h"

namespace qiuhao::rules {

class Loader {
 public:
  Loader(const text::Node& root, const std::string& content, const std::string& file, const claims::Schema& schema)
      : root_(root), content_(content), file_(file), schema_(schema) {}

  RuleReading load();

 private:
  using Node = text::Node;

  std::unexpected<Error> at(const Node& node, std::string code, Sentence sentence) const {
    return input_error(std::move(code), std::move(sentence), place(node));
  }
  Place place(const Node& node) const { return {file_, node.line, node.column, ""}; }
  // Keeps the error of a step; true when it went well.
  bool note(const Status& status);
  template <typename T>
  bool note(const Result<T>& result) {
    return note(result ? Status() : Status(std::unexpected(result.error())));
  }

  // Notes each key of a map that is not among these.
  void check_keys_of(const Node& node, std::span<const std::string_view> known, const Sentence& what);
  // Refuses a name that formulas could not use or that already means something.
  Status check_name(const Node& key) const;

  // formula_text.cpp: compiles a scalar; errors point into the file whatever the form of the scalar, parts that fail
  // whatever the data are refused ("constant_error"), and the names used are kept for rule_in().
  Result<cel::Program> compile(const Node& node, const cel::Environment& environment, const cel::Type& wanted);
  // The same of some bytes of the scalar.
  struct Part {
    std::size_t begin;
    std::size_t end;
  };
  Result<cel::Program> compile(const Node& node, Part part, const cel::Environment& environment,
                               const cel::Type& wanted);
  Result<cel::Message> compile_message(const Node& node, const cel::Environment& environment);
  // "line.item" of a path that may be written in Chinese; its names are kept. The text itself when it is no field.
  std::string path_of(const Node& node);
  void keep_names(const Node& node, const std::vector<cel::NameUse>& uses);
  Error moved(Error error, const Node& node) const;
  void keep_names_of_tests();

  // head.cpp
  void check_keys();
  void read_words();
  void read_effective();
  void read_basis();
  void read_moments();
  Status read_grain();
  Result<Day> read_day(const Node& node) const;

  // knowledge.cpp
  Status read_knowledge();

  // parameters.cpp
  Status read_parameters();

  // windows.cpp: the kinds and their keys
  void read_windows(cel::Environment& environment);
  void check_windows_of_grain(const Node& node);
  Result<Window> read_window(const std::string& name, const Node& node);
  Result<WindowKind> read_kind(const std::string& name, const Node& node) const;
  Status check_window_keys(const Window& window, const Node& node) const;
  Status read_of(Window& window, const Node& node);
  Status read_times(Window& window, const Node& node);
  Status read_days(Window& window, const Node& node) const;
  Result<int> read_count(const Node& node, std::string_view key, int most) const;
  Status read_row_formulas(Window& window, const Node& node);

  // window_keys.cpp: what rows share, and the times that windows go by
  Status read_pair(Window& window, const Node& node);
  Status read_by(Window& window, const Node& node);
  Result<KeyTerm> read_term(const Window& window, const Node& node);
  Result<KeyTerm> read_point_term(const Window& window, const Node& node);
  Status check_shared(const Window& window, const KeyTerm& term, const Node& node) const;
  Result<TimeField> read_time(const Window& window, const Node& node);

  // peer.cpp
  Status read_peer(Window& window, const Node& node);
  Status read_group(Window& window, const Node& node);
  Result<KeyTerm> read_group_term(const Node& node);
  Status read_aggregate(Window& window, const Node& node);
  Status read_part(Window& window, const Node& node, Part inside);

  // formulas.cpp
  void read_lets(cel::Environment& environment);
  void read_formulas(const cel::Environment& environment);
  void read_lines(const cel::Environment& environment);

  const Node& root_;
  const std::string& content_;
  const std::string& file_;
  const claims::Schema& schema_;
  Rule rule_;
  std::vector<Error> errors_;
};

}  // namespace qiuhao::rules
