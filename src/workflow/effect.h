// What an act asks of the world: a closed list. Deadlines are the engine's own; the others are for whoever runs it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/value.h"

namespace qiuhao::workflow {

enum class EffectKind : std::uint8_t {
  set_deadline,
  extend_deadline,
  stop_clock,
  resume_clock,
  add_points,
  open_matter,
  post_to_ledger,
  suspend,
  notify,
  publish,
  make_document,
};
inline constexpr std::size_t kEffectKinds = 11;

// How an argument is written in the file.
enum class ArgumentForm : std::uint8_t {
  deadline,  // the name of one
  document,  // the name of one
  party,     // the name of a role or a part
  word,      // small letters, digits and _: a kind of matter, a scheme of the ledger
  text,      // CEL to a text
  integer,   // CEL to an int
  amount,    // CEL to a decimal, in 元
  date,      // CEL to a date
  message,   // a sentence with {CEL} inside
  fields,    // a map of the new matter's fields to CEL
};

struct ArgumentShape {
  std::string_view name;
  ArgumentForm form;
  bool must;
};

std::string_view effect_name(EffectKind kind);
std::optional<EffectKind> effect_named(std::string_view name);
std::span<const ArgumentShape> effect_arguments(EffectKind kind);
// What the effect does, in a sentence; for help and the reference page.
Sentence effect_meaning(EffectKind kind);

// One argument as it came out. Fields of open_matter are named "fields.NAME".
struct EffectArgument {
  std::string name;
  FieldType type = FieldType::text;
  FieldValue value;
  bool operator==(const EffectArgument&) const = default;
};

struct Effect {
  EffectKind kind = EffectKind::notify;
  std::vector<EffectArgument> arguments;

  const EffectArgument* find(std::string_view name) const;
  std::string text() const;  // "notify {to: handler, message: …}"
  bool operator==(const Effect&) const = default;
};

}  // namespace qiuhao::workflow
