// Sealed and masked fields.
#include "workflow/view.h"

#include <algorithm>

namespace qiuhao::workflow {
namespace {

bool is_among(const Kind& kind, const std::vector<Number>& visible_to, const Person& person) {
  return visible_to.empty() || std::ranges::any_of(visible_to, [&](Number role) {
           return std::ranges::find(person.roles, kind.roles[role].name) != person.roles.end();
         });
}

// A name that the kind does not know is for nobody.
bool may_see_named(const Kind& kind, std::string_view document, const Person& person) {
  const auto number = find_named(kind.documents, document);
  return number && is_among(kind, kind.documents[*number].visible_to, person);
}

bool works_on(const Matter& matter, const Person& person) {
  return std::ranges::any_of(
      matter.people, [&](const auto& part) { return std::ranges::find(part.second, person.id) != part.second.end(); });
}

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80; }

}  // namespace

bool may_open(const Kind& kind, const Field& field, const Person& person) {
  return is_among(kind, field.visible_to, person);
}

bool may_see_document(const Kind& kind, const Matter& matter, std::string_view document, std::string_view reference,
                      const Person& person) {
  return (document.empty() || may_see_named(kind, document, person)) &&
         std::ranges::all_of(matter.documents, [&](const AttachedDocument& taken) {
           return taken.reference != reference || may_see_named(kind, taken.name, person);
         });
}

std::string masked(std::string_view text) {
  std::string out;
  bool is_first = true;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && !begins_character(text[end])) ++end;
    out += is_first ? text.substr(at, end - at) : std::string_view("＊");
    is_first = false;
    at = end;
  }
  return out;
}

std::vector<SeenField> seen_fields(const Kind& kind, const Matter& matter, const Person& person) {
  std::vector<SeenField> seen;
  const bool is_at_work = works_on(matter, person);
  for (Number number = 0; number < kind.fields.size(); ++number) {
    const Field& field = kind.fields[number];
    const auto held = matter.fields.find(field.name);
    if (held == matter.fields.end()) continue;
    std::string text = format_value(held->second, field.shape.type);
    if (!may_open(kind, field, person)) {
      seen.push_back({number, Sight::sealed, ""});
    } else if (field.is_personal && field.visible_to.empty() && !is_at_work) {
      seen.push_back({number, Sight::masked, masked(text)});
    } else {
      seen.push_back({number, Sight::open, std::move(text)});
    }
  }
  return seen;
}

}  // namespace qiuhao::workflow
