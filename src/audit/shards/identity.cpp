// What an audit rests on, hashed.
#include <fmt/format.h>

#include "audit/shards/partial.h"
#include "base/hash.h"

namespace qiuhao::audit {
namespace {

// A length before each text, so that no text can pass for two.
void add_text(Hasher128& hasher, std::string_view text) {
  hasher.add(fmt::format("{}:", text.size()));
  hasher.add(text);
}

Hash128 hash_of(const knowledge::Library& library) {
  Hasher128 hasher;
  for (const knowledge::Point& point : library.points()) {
    for (const std::string_view text :
         {std::string_view(point.id), point.kind.view(), std::string_view(point.item_name), point.constraint.view(),
          point.basis.view(), point.certainty.view()}) {
      add_text(hasher, text);
    }
    for (const std::string_view item : point.items) add_text(hasher, item);
    add_text(hasher, knowledge::format_limits(point.limits));
    add_text(hasher, fmt::format("{} {} {}", point.effective_from, point.effective_to, point.is_read));
  }
  return hasher.value();
}

}  // namespace

RunIdentity identity_of(const claims::Tape& tape, const rules::Plan& plan) {
  RunIdentity identity;
  identity.generation = tape.manifest().generation;
  Hasher128 parts;
  for (const claims::PartEntry& part : tape.manifest().parts) {
    add_text(parts, part.file);
    add_text(parts, fmt::format("{} {} {:016x}", part.people, part.lines, part.checksum));
  }
  identity.tape = parts.value();
  for (const rules::Rule& rule : plan.rules()) identity.rules.emplace_back(rule.code, rule.hash);
  identity.knowledge = hash_of(plan.library());
  return identity;
}

}  // namespace qiuhao::audit
