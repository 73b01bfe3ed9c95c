// The finding behind a matter, as it is sealed with it.
#include <fmt/format.h>

#include "cli/evidence_parts.h"
#include "cli/explained_finding.h"
#include "evidence/finding_leaves.h"

namespace qiuhao::cli {
namespace {

std::string finding_of(const workflow::Matter& matter) {
  const auto field = matter.fields.find("finding");
  if (field == matter.fields.end()) return "";
  const auto* text = std::get_if<std::string>(&field->second.held);
  return text == nullptr ? "" : *text;
}

}  // namespace

Result<std::optional<Error>> add_finding_of(evidence::Builder& builder, const EvidenceOptions& options,
                                            const workflow::Matter& matter) {
  const std::string id = options.finding.empty() ? finding_of(matter) : options.finding;
  if (id.empty()) return std::nullopt;
  // What is sealed is written in Chinese, whoever seals it.
  auto found = explain_finding_of(options.workspace, options.run, id, Language::chinese);
  if (!found && options.finding.empty()) {
    builder.add("finding/id", "发现编号", id);
    builder.add("finding/not_sealed", "未封存原因", found.error().code);
    return std::optional(found.error());
  }
  if (!found) return fail(found.error());
  FindingAtHand& at_hand = **found;
  add_changes(at_hand.explained);
  evidence::ExplainedFinding finding;
  finding.id = at_hand.found.id;
  finding.run = at_hand.run.folder.filename().string();
  finding.lines = at_hand.found.lines;
  finding.gross = at_hand.found.gross;
  finding.net = at_hand.found.net;
  finding.generation = at_hand.sources.tape.manifest().generation;
  finding.rule_was_changed = at_hand.rule_was_changed;
  finding.subject = &*at_hand.subject;
  finding.explanation = &at_hand.explained.explanation;
  finding.text = text_of_explanation(at_hand.explained);
  finding.json = json_of_explanation(at_hand.explained);
  finding.knowledge = at_hand.sources.knowledge.name;
  finding.publications = at_hand.sources.knowledge.publications;
  finding.known_on = at_hand.sources.known_on;
  evidence::add_finding(builder, finding);
  return std::nullopt;
}

}  // namespace qiuhao::cli
