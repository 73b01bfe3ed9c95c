// A document as it was filled in: texts alone, no formula left. Its canonical JSON is what its hash is of.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/paper_world.h"
#include "documents/signature.h"
#include "documents/template.h"

namespace qiuhao::documents {

inline constexpr std::size_t kFilledBytesMost = std::size_t{4} << 20;  // of the JSON, without pictures

struct FilledBlock {
  BlockKind kind = BlockKind::text;
  std::vector<std::vector<std::string>> rows;  // of fields: title and value; of a dialogue: question and answer
  std::vector<std::string> columns;
  std::string title;
  int lines = 0;
};

struct FilledSignature {
  std::string title;
  std::optional<Signature> signature;  // none: to be signed with a pen
};

struct Filled {
  std::string kind;
  std::string document;
  int version = 1;  // of the template
  std::string template_hash;
  std::string matter;         // its number
  std::int64_t revision = 0;  // of the matter as it was
  std::string number;         // of the document; "" of a draft
  Form form = Form::notice;
  std::string title;
  std::string office;
  std::string contact;
  std::string to;
  Day day = kNoDay;
  std::vector<FilledBlock> blocks;
  bool has_seal = false;
  std::vector<FilledSignature> signatures;
  bool signs_pages = false;
};

// What goes into a template.
struct Filling {
  const Template& made_from;
  const workflow::Kind& kind;
  const workflow::Calendar& calendar;
  const workflow::Matter& matter;
  const workflow::Act& act;  // whose paper it is: day, person, unit, note
  const Office& office;
  PaperWorld::Inputs inputs{};
  std::map<std::string, Signature> signatures{};  // by place
  NameOf name_of{};                               // none: ids are names
};

// Errors, all Fault::input: "template_of_another_version" (the matter runs by another version of its workflow than the
// template's formulas), "value_is_missing" (a formula reads what is not there; with its place in the template),
// "input_is_missing", "input_is_unknown", "value_does_not_fit", "dialogue_is_uneven", "signature_is_unknown",
// "document_too_large".
Result<Filled> fill(const Filling& filling, const std::string& number);

// One text for one document: keys in a fixed order, no blanks. Of pictures only their hash stands in it.
std::string canonical_json(const Filled& filled);

}  // namespace qiuhao::documents
