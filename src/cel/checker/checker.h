// Names and types: what each name in a tree refers to, the type of each part, and sentences for what does not fit.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "cel/functions/environment.h"
#include "cel/lexer/source.h"
#include "cel/parser/tree.h"

namespace qiuhao::cel {

class Checker {
 public:
  Checker(const Source& source, const Environment::Tables& tables, const CompileOptions& options)
      : source_(source), tables_(tables), options_(options) {}

  // Annotates the tree, and makes it of the wanted type. Errors: unknown_name, unknown_field, unknown_function,
  // type_mismatch, not_in_language; without check_types these become parts that are errors when evaluated.
  Status check_root(NodePtr& root, const Type& wanted);

  std::size_t locals() const { return most_locals_; }
  const std::set<std::string>& fields() const { return fields_; }
  const std::set<std::string>& variables() const { return variables_; }
  // In order of place, each once.
  std::vector<NameUse> name_uses() const;

 private:
  struct Local {
    std::string name;
    Type type;
    std::string path;  // of what the local stands for, such as the window that is looped over
    SlotId slot = 0;
  };
  struct Match;

  Status check(NodePtr& node);
  Status check_kind(NodePtr& node);
  Status check_type_depth(const Node& node) const;
  Status settle(Node& node, Error error);
  Status check_literal(Node& node);
  Status check_name(Node& node);
  Status check_select(NodePtr& node);
  Status check_field(Node& node, const Type& row);
  bool resolve_qualified(Node& node);
  std::vector<std::string> candidates(const std::string& name, bool is_rooted) const;
  const VariableEntry* find_variable(const std::string& name, bool is_rooted) const;
  void set_variable(Node& node, const VariableEntry& variable);
  void use_name(std::uint32_t begin, const std::string& english, const std::string& chinese);
  Status check_list(Node& node);
  Status check_map(Node& node);
  Status check_comprehension(Node& node);
  Status comprehension_type(Node& node, const Type& range);
  Status push_locals(Node& node, const Type& range);

  Status check_operation(NodePtr& node);
  Status check_logic(Node& node);
  Status check_comparison(Node& node);
  Status check_in(Node& node);
  Status check_arithmetic(Node& node);
  Status check_conditional(Node& node);
  bool is_optional_access(const Node& node) const;
  Status check_optional_select(Node& node);
  Status check_optional_index(Node& node);
  Result<Type> item_type(const Node& item, bool is_optional) const;
  Status check_optional_body(Node& node);
  Status check_index(Node& node);
  Status adapt_literals(NodePtr& a, NodePtr& b);
  Status make_decimal(NodePtr& node);
  std::unexpected<Error> no_operation(const Node& node, const Sentence& mend) const;
  Sentence mend_for(const Node& a, const Node& b) const;

  Status check_call(NodePtr& node);
  const FunctionEntry* find_function(Node& node);
  Result<Type> apply_overloads(Node& node);
  bool match(const Overload& overload, const Node& call, bool convert, Match& found) const;
  bool match_type(const Pattern& pattern, const Type& type, bool is_double_literal, bool convert, Match& found) const;
  bool match_opaque(const Pattern& pattern, const Type& type, bool convert, Match& found) const;
  bool bind_variable(char variable, const Type& type, bool is_double_literal, bool convert, Match& found) const;
  Type result_of(const Pattern& pattern, const Match& found) const;
  std::unexpected<Error> unknown_function(const Node& node) const;
  std::unexpected<Error> no_overload(const Node& node) const;
  Status check_pattern(const Node& node);

  const Local* find_local(const std::string& name) const;
  std::string path_of(const Node& node) const;
  std::unexpected<Error> unknown_name(const Node& node) const;
  std::string describe(const Type& type) const { return tables_.describe(type); }
  std::string shown(const Node& node) const;

  const Source& source_;
  const Environment::Tables& tables_;
  const CompileOptions& options_;
  std::vector<Local> locals_;
  std::size_t most_locals_ = 0;
  std::size_t patterns_ = 0;
  std::set<std::string> fields_;
  std::map<std::uint32_t, NameUse> name_uses_;  // by place: a part may be checked twice
  std::set<std::string> variables_;
};

}  // namespace qiuhao::cel
