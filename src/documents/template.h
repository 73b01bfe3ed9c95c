// Templates of documents (文书), a YAML file each in policy/documents/: what is printed of a matter, on whose paper,
// under which number. See docs/reference/documents.md.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casework/kinds.h"
#include "cel/message.h"
#include "text/document.h"
#include "workflow/kind.h"

namespace qiuhao::documents {

inline constexpr std::size_t kBlocksMost = 200;  // of a document
inline constexpr std::size_t kItemsMost = 100;   // of a list, a table's rows or columns, inputs, places to sign

enum class Form : std::uint8_t { notice, record, decision, receipt, letter, minutes };
inline constexpr std::size_t kForms = 6;
std::string_view form_name(Form form);
std::optional<Form> form_named(std::string_view name);

enum class BlockKind : std::uint8_t { text, heading, list, fields, table, blank, basis, dialogue };

// A part of the body. Its messages stand row by row: of a text or heading one, of a list its items, of a table its
// cells. A dialogue has two inputs, lists of texts, that are read side by side.
struct Block {
  BlockKind kind = BlockKind::text;
  std::optional<cel::Program> when;
  std::vector<std::vector<cel::Message>> rows;
  std::vector<std::string> columns;      // of a table
  std::vector<workflow::Number> fields;  // of the kind
  std::vector<workflow::Number> inputs;  // of a dialogue: questions and answers
  std::string title;                     // of a blank
  int lines = 0;                         // of a blank: room to write by hand
  Place place;
};

// What whoever makes the document fills in beside.
struct Input : workflow::Named {
  workflow::ValueShape shape;
  bool is_optional = false;
};

struct SignaturePlace : workflow::Named {};

struct Template {
  std::string document;  // as the workflow names it
  std::string kind;      // the workflow
  int kind_version = 1;  // its version that the formulas were checked against
  int version = 1;
  Form form = Form::notice;
  Sentence title;
  std::optional<casework::NumberPattern> number;
  std::vector<workflow::Basis> basis;
  std::optional<cel::Message> to;
  std::vector<Input> inputs;
  std::vector<Block> body;
  bool has_seal = false;
  std::vector<SignaturePlace> signatures;
  bool signs_pages = false;  // whoever signs does so at the foot of each page too
  text::Node tests;
  std::string file;
  std::string hash;  // SHA-256 of the file
};

struct TemplateReading {
  std::optional<Template> made;
  std::vector<Error> errors;
};
// A template, or all that is wrong with its file.
TemplateReading parse_template_all(const std::string& content, const std::string& file, const casework::Kinds& kinds);
TemplateReading load_template_all(const std::string& file, const casework::Kinds& kinds);

// All templates that a bureau has.
class Templates {
 public:
  // Errors: two templates of one document ("same_template"), and "no_template" for a document that an effect of a
  // workflow makes.
  static Result<Templates> make(std::vector<Template> all, const std::vector<const workflow::Kind*>& kinds);

  // Null when there is none.
  const Template* find(std::string_view kind, std::string_view document) const;
  const std::vector<Template>& all() const { return all_; }

 private:
  std::vector<Template> all_;
};

// What can be said only of all together, as Templates::make; every mistake.
std::vector<Error> check_templates(const std::vector<Template>& all, const std::vector<const workflow::Kind*>& kinds);

}  // namespace qiuhao::documents
