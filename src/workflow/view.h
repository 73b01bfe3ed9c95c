// What of a matter a person sees: sealed fields for some roles only, personal ones masked but for those at work on it.
#pragma once

#include <string>
#include <vector>

#include "workflow/act.h"

namespace qiuhao::workflow {

enum class Sight : std::uint8_t { open, masked, sealed };

struct SeenField {
  Number field = 0;
  Sight sight = Sight::open;
  std::string text;  // as format_value has it; masked "张＊"; sealed ""
};

// Every field that has a value, in the order of the file.
std::vector<SeenField> seen_fields(const Kind& kind, const Matter& matter, const Person& person);

// Whether a field is not sealed for the person; it may still be masked.
bool may_open(const Kind& kind, const Field& field, const Person& person);

// Whether a file or paper is there for the person: one of a document that is for some roles only is not for others,
// whether it was brought as that document or an act took it for one (`reference` is its id, as in
// AttachedDocument::reference). `document` is "" for one that belongs to none.
bool may_see_document(const Kind& kind, const Matter& matter, std::string_view document, std::string_view reference,
                      const Person& person);

// The first character, and ＊ for each other: "张三丰" → "张＊＊".
std::string masked(std::string_view text);

}  // namespace qiuhao::workflow
