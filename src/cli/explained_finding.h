// A finding of a run explained once more, with all that its explanation stands on.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "audit/record.h"
#include "cli/audit_sources.h"
#include "cli/explain_text.h"
#include "cli/found_findings.h"
#include "rules/windows/peer.h"

namespace qiuhao::cli {

// A run with the rules, knowledge and tape that its findings are explained by.
struct RunAtHand {
  audit::RunReference run;
  Sources sources;
};

// Kept where it was made: its parts point at each other.
struct FindingAtHand : RunAtHand {
  FoundFinding found;
  std::shared_ptr<const rules::PeerTable> peers;  // of a provider's month
  std::optional<rules::PartPlan> laid;
  std::optional<rules::Subject> subject;
  ExplainedSubject explained;
  bool rule_was_changed = false;  // since the run: the explanation is by the rule as it is now
};

// The index of a rule by its code; "unknown_rule".
Result<rules::RuleIndex> rule_index(const rules::Plan& plan, const std::string& code);

// `run` as read_run() takes it. Errors: those of read_run() and load_sources().
Result<RunAtHand> load_run(const Path& workspace, const std::string& run);

// `finding`: its id or the first digits. Errors: those of FoundFindings and find_subject(), and "no_such_point" where
// its knowledge is not published any more.
Result<std::unique_ptr<FindingAtHand>> explain_finding_in(const Path& workspace, const RunAtHand& run,
                                                          const std::string& finding, Language language);
// `run` as read_run() takes it, `finding` its id or the first digits. Errors: those of both.
Result<std::unique_ptr<FindingAtHand>> explain_finding_of(const Path& workspace, const std::string& run,
                                                          const std::string& finding, Language language);

// Finishes an explanation: of a hit what would make the claim right.
void add_changes(ExplainedSubject& explained);

}  // namespace qiuhao::cli
