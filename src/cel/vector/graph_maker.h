// What makes one graph of many trees.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "cel/functions/environment.h"
#include "cel/vector/graph.h"

namespace qiuhao::cel {

inline bool is_number(Kind kind) {
  return kind == Kind::integer || kind == Kind::decimal || kind == Kind::date || kind == Kind::timestamp ||
         kind == Kind::floating;
}

class GraphMaker {
 public:
  GraphMaker(VectorProgram::Graph& graph, SlotId first_own_slot, std::span<const Definition> definitions)
      : graph_(graph), first_own_slot_(first_own_slot), definitions_(definitions) {}

  void add_program(const Program& program) {
    graph_.programs.push_back(&program);
    program_ = graph_.programs.size() - 1;
    graph_.roots.push_back(add(*program.code().tree, program.code()));
  }

 private:
  // A list of rows as it is written: what it is of, and the conditions that filter it, innermost first.
  struct Condition {
    const Node* body = nullptr;
    SlotId local = 0;
    const Program::Code* code = nullptr;
  };
  struct Pipeline {
    const Node* source = nullptr;
    std::vector<Condition> filters;
  };

  // graph.cpp
  PartIndex add(const Node& node, const Program::Code& code);
  PartIndex put(VectorPart part, std::string key);
  const Program* definition_of(const Node& node) const;
  void write_key(const Node& node, std::string& key) const;
  void take_parts(const Node& node, VectorPart& part, const Program::Code& code);
  void choose(const Node& node, VectorPart& part, const Program::Code& code);
  void choose_operation(const Node& node, VectorPart& part, const Program::Code& code);
  // graph_calls.cpp
  bool choose_size(const Node& node, VectorPart& part);
  bool choose_answer(const Node& node, VectorPart& part) const;
  bool choose_or_value(const Node& node, VectorPart& part, const Program::Code& code);
  void choose_call(const Node& node, VectorPart& part, const Program::Code& code);
  // graph_lists.cpp
  bool choose_list(const Node& node, VectorPart& part, const Program::Code& code);
  bool open_list(const Node& node, const Program::Code& code, Pipeline& pipeline) const;
  void fill_list(const Pipeline& pipeline, ListFold fold, const Condition* body, VectorPart& part);
  void add_of_item(const Condition& of_item);

  // The field of a variable, or of the item, that a node reads or asks after.
  std::optional<FieldName> field_of(const Node& node) const;
  // The same of x.?field.
  std::optional<FieldName> optional_field_of(const Node& node) const;
  std::optional<FieldName> row_field(const Node& operand, StructId owner, FieldId field) const;
  bool is_item(const Node& node) const;
  bool reads_item(const Node& node) const;
  bool reads_only_texts(const Node& node, std::vector<FieldName>& texts) const;
  void note_slot(const FieldName& name);

  VectorProgram::Graph& graph_;
  SlotId first_own_slot_;
  std::span<const Definition> definitions_;
  std::unordered_map<std::string, PartIndex> by_key_;
  std::size_t program_ = 0;  // whose tree is being added
  // In the graph of a list.
  ListPart* list_ = nullptr;
  SlotId item_local_ = kNoLocal;  // by which the tree at hand names the item
};

}  // namespace qiuhao::cel
