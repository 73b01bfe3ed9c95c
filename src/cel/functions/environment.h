// What an Environment holds: variables, row structs, functions with their overloads.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "cel/cel.h"
#include "cel/functions/functions.h"
#include "cel/functions/signature.h"

namespace qiuhao::cel {

struct FieldEntry {
  std::string name;
  std::string alias;
  Type type;
  FieldId id = 0;
};

struct StructEntry {
  std::string name;
  std::vector<FieldEntry> fields;
  std::unordered_map<std::string, std::size_t> by_name;  // names and aliases
  const FieldEntry* find(const std::string& wanted) const;
};

struct VariableEntry {
  std::string name;
  std::string alias;
  Type type;
  SlotId slot = 0;
};

struct FunctionEntry {
  FunctionDoc doc;
  std::vector<Overload> overloads;
  Implementation run = nullptr;     // of a standard function
  Run step = nullptr;               // of one that evaluates its arguments itself
  std::vector<HostOverload> hosts;  // of a host's, one for each overload
  bool is_pure = false;             // of a host's: its value depends on its arguments alone
};

struct Environment::Tables {
  std::vector<StructEntry> structs;
  std::vector<VariableEntry> variables;
  std::unordered_map<std::string, std::size_t> variable_by_name;  // names and aliases
  std::unordered_map<std::string, Sentence> missing;              // names and aliases that have no meaning here
  std::map<std::string, FunctionEntry> functions;
  std::vector<std::string> opaque_types;  // by number

  const VariableEntry* find_variable(const std::string& name) const;
  const FunctionEntry* find_function(const std::string& name) const;
  std::string describe(const Type& type) const;  // as Type::text, but rows by the name of their struct
};

}  // namespace qiuhao::cel
