// Reads the document of one rule file, section by section, and goes on after a mistake, so that a person sees all of
// them at once. head.cpp, knowledge.cpp, windows.cpp and formulas.cpp hold a section each.
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
  Loader(const text::Node& root, const std::string& file, const claims::Schema& schema)
      : root_(root), file_(file), schema_(schema) {}

  RuleReading load();

 private:
  using Node = text::Node;

  std::unexpected<Error> at(const Node& node, std::string code, std::string message) const {
    return input_error(std::move(code), std::move(message), place(node));
  }
  Place place(const Node& node) const { return {file_, node.line, node.column, ""}; }
  // Keeps the error of a step; true when it went well.
  bool note(const Status& status);
  template <typename T>
  bool note(const Result<T>& result) {
    return note(result ? Status() : Status(std::unexpected(result.error())));
  }

  // Notes each key of a map that is not among these.
  void check_keys_of(const Node& node, std::span<const std::string_view> known, std::string_view what);
  // Refuses a name that formulas could not use or that already means something.
  Status check_name(const Node& key) const;

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

  // windows.cpp
  void read_windows(cel::Environment& environment);
  Result<Window> read_window(const std::string& name, const Node& node);
  Result<KeyTerm> read_term(const Node& node) const;
  Result<cel::Program> read_row_condition(const Window& window, const Node& node) const;

  // formulas.cpp
  void read_lets(cel::Environment& environment);
  void read_formulas(const cel::Environment& environment);
  void read_lines(const cel::Environment& environment);

  const Node& root_;
  const std::string& file_;
  const claims::Schema& schema_;
  Rule rule_;
  std::vector<Error> errors_;
};

}  // namespace qiuhao::rules
