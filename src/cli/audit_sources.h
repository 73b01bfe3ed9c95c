// What a command that judges needs from a workspace and the policy folder: dictionary, tape, knowledge, rules, a plan.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audit/record.h"
#include "claims/tape.h"
#include "knowledge/knowledge.h"
#include "rules/plan.h"

namespace qiuhao::cli {

Seconds current_time();

// "2026-01-31"; `otherwise` for ""; a usage error that names the option.
Result<Day> day_option(std::string_view option, const std::string& text, Day otherwise);

Result<std::shared_ptr<const claims::Schema>> load_schema();

// The bureau's own kinds.yaml in the workspace, else the shipped one.
Result<knowledge::Kinds> workspace_kinds(const Path& workspace);

struct LoadedKnowledge {
  std::shared_ptr<const knowledge::Library> library;
  std::string name;  // of the last publication known on the day, or the starter's file name
  int publications = 0;
  bool is_starter = false;
};

// The published library as known on a day. A workspace without a publication gets the shipped starter points.
// `starter_only` repeats a run that had none, though points were published since.
Result<LoadedKnowledge> load_knowledge(const Path& workspace, Day known_on, bool starter_only = false);

// Shipped rules, and the workspace's own over them.
Result<std::vector<std::string>> rule_folders(const Path& workspace);

// Shipped tables of parameters, and the workspace's own over them; with the workspace's region.
Result<rules::Parameters> load_parameters(const Path& workspace);

struct Sources {
  std::shared_ptr<const claims::Schema> schema;
  claims::Tape tape;
  LoadedKnowledge knowledge;
  std::shared_ptr<const rules::Plan> plan;
  Day known_on = kNoDay;
};

// `codes` of rules, empty for all. Refuses a workspace without a tape ("no_tape") and one without a rule ("no_rules").
Result<Sources> load_sources(const Path& workspace, const std::vector<std::string>& codes, Day known_on,
                             bool starter_only = false);

audit::RunFacts run_facts(const Sources& sources, Seconds started_at);

}  // namespace qiuhao::cli
