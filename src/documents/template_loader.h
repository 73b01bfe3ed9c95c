// Reads one template file, and goes on after a mistake, so that a person sees all of them at once.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/cel.h"
#include "documents/template.h"

namespace qiuhao::documents {

class TemplateLoader {
 public:
  TemplateLoader(const text::Node& root, const std::string& content, const std::string& file,
                 const casework::Kinds& kinds)
      : root_(root), content_(content), file_(file), kinds_(kinds) {}

  TemplateReading load();

 private:
  using Node = text::Node;

  Place place(const Node& node) const { return {file_, node.line, node.column, ""}; }
  bool wrong(const Node& node, std::string code, Sentence sentence);  // false, for `return wrong(…)`
  bool check_keys(const Node& node, std::initializer_list<std::string_view> known, const Sentence& what);
  const Node* must_find(const Node& node, std::string_view key, const Sentence& what);
  std::string must_text(const Node& node, std::string_view key, const Sentence& what);
  Sentence read_title(const Node& node);
  template <typename T>
  std::optional<T> checked(Result<T> made, const Node& node);
  std::optional<cel::Message> message(const Node& node);
  std::optional<cel::Program> condition(const Node& node);
  void check_open_to_all(const std::vector<std::string>& fields, const Node& node);

  bool read_flag(std::string_view key);
  bool read_head();
  void read_basis();
  void read_inputs();
  void read_signatures();

  // template_body.cpp
  void read_body();
  void read_block(const Node& node);
  bool read_rows(Block& block, const Node& node);
  bool read_row(Block& block, const Node& node, std::size_t cells);
  bool read_table(Block& block, const Node& node);
  bool read_fields(Block& block, const Node& node);
  bool read_dialogue(Block& block, const Node& node);
  bool read_blank(Block& block, const Node& node);

  const Node& root_;
  const std::string& content_;
  const std::string& file_;
  const casework::Kinds& kinds_;
  const workflow::Kind* kind_ = nullptr;
  Template made_;
  std::optional<cel::Environment> environment_;
  std::vector<Error> errors_;
};

}  // namespace qiuhao::documents
