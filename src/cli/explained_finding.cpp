// From the run's files to the subject on the tape.
#include "cli/explained_finding.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/find_subject.h"
#include "audit/peers.h"
#include "cli/exceptions_run.h"

namespace qiuhao::cli {
namespace {

// Where a finding's subject stands, and the figures of everybody where it is a provider's month.
struct Stand {
  std::uint16_t part = 0;
  rules::SubjectRef subject;
  std::shared_ptr<const rules::PeerTable> peers;
};

// A tape of another generation may hold the subject elsewhere.
Result<Stand> stand_of(const Sources& sources, const FoundFinding& found, const rules::Candidate& about,
                       std::uint64_t generation) {
  const rules::Grain grain = sources.plan->rules()[about.rule].grain;
  Stand stand;
  if (grain == rules::Grain::provider_period) {
    stand.peers = audit::collect_peers(sources.tape, *sources.plan);
    ASSIGN(stand.subject, audit::find_month(*stand.peers, about.rule, found.names));
    stand.part = stand.peers->cells(about.rule)[stand.subject.row].part;
    return stand;
  }
  const bool is_same = sources.tape.manifest().generation == generation && found.part < sources.tape.parts().size();
  if (is_same && grain != rules::Grain::pair) {
    stand.part = found.part;
    stand.subject = {about.rule, about.point, found.row, kNoRow};
    return stand;
  }
  ASSIGN(const auto place, audit::find_subject(sources.tape, *sources.plan, about.rule, about.point, found.names));
  stand.part = place.part;
  stand.subject = place.subject;
  return stand;
}

// The rule and point of a finding, in the plan at hand.
Result<rules::Candidate> candidate_of(const rules::Plan& plan, const FoundFinding& found) {
  rules::Candidate candidate;
  ASSIGN(candidate.rule, rule_index(plan, found.rule));
  if (found.point.empty()) return candidate;
  const knowledge::Point* point = plan.library().find_point(found.point);
  if (point == nullptr) {
    return input_error("no_such_point",
                       Sentence{fmt::format("the knowledge point {} of the finding is not published any more; audit "
                                            "again",
                                            found.point),
                                fmt::format("该发现的知识点 {} 已不再发布；请重新审核", found.point)});
  }
  candidate.point = static_cast<rules::PointIndex>(point - plan.library().points().data());
  return candidate;
}

}  // namespace

Result<rules::RuleIndex> rule_index(const rules::Plan& plan, const std::string& code) {
  for (std::size_t i = 0; i < plan.rules().size(); ++i) {
    if (plan.rules()[i].code == code) return static_cast<rules::RuleIndex>(i);
  }
  return usage_error("unknown_rule", Sentence{fmt::format("there is no rule {}; run: qiuhao rules list", code),
                                              fmt::format("没有规则 {}；qiuhao rules list 列出全部规则", code)});
}

Result<RunAtHand> load_run(const Path& workspace, const std::string& run) {
  RunAtHand loaded;
  ASSIGN(loaded.run, audit::read_run(workspace, run));
  std::vector<std::string> codes;
  for (const auto& [code, hash] : loaded.run.rules) codes.push_back(code);
  ASSIGN(loaded.sources, load_sources(workspace, codes, loaded.run.known_on, loaded.run.is_starter));
  return loaded;
}

Result<std::unique_ptr<FindingAtHand>> explain_finding_of(const Path& workspace, const std::string& run,
                                                          const std::string& finding, Language language) {
  ASSIGN(const RunAtHand loaded, load_run(workspace, run));
  return explain_finding_in(workspace, loaded, finding, language);
}

Result<std::unique_ptr<FindingAtHand>> explain_finding_in(const Path& workspace, const RunAtHand& run,
                                                          const std::string& finding, Language language) {
  auto at_hand = std::make_unique<FindingAtHand>();
  static_cast<RunAtHand&>(*at_hand) = run;
  ASSIGN(FoundFindings findings, FoundFindings::open(at_hand->run.folder));
  ASSIGN(at_hand->found, findings.find(finding));
  const FoundFinding& found = at_hand->found;
  const rules::Plan& plan = *at_hand->sources.plan;
  ASSIGN(const rules::Candidate candidate, candidate_of(plan, found));
  const rules::Rule& rule = plan.rules()[candidate.rule];
  ASSIGN(const Stand stand, stand_of(at_hand->sources, found, candidate, at_hand->run.generation));
  at_hand->peers = stand.peers;
  at_hand->laid.emplace(plan, at_hand->sources.tape.parts()[stand.part]);
  rules::Subject& subject = at_hand->subject.emplace(*at_hand->laid);
  if (stand.peers != nullptr) {
    subject.set_provider_period(*stand.peers, stand.subject.row, stand.subject.rule);
  } else {
    subject.stand(stand.subject);
  }
  at_hand->explained = {&subject, audit::explain(subject), found.id, {}, {}, {}, {}, language};
  ASSIGN(at_hand->explained.exceptions, exceptions_of(workspace, subject, at_hand->explained.explanation));
  if (stand.peers == nullptr) {
    ASSIGN(const auto others, findings.of_person(found));
    share_money(at_hand->explained, others);
  }
  at_hand->rule_was_changed =
      std::ranges::find(at_hand->run.rules, std::pair(rule.code, rule.hash)) == at_hand->run.rules.end();
  return at_hand;
}

void add_changes(ExplainedSubject& explained) {
  if (explained.explanation.verdict.outcome != rules::Outcome::hit) return;
  explained.changes = rules::smallest_changes(explained.subject->plan(), explained.subject->ref());
}

}  // namespace qiuhao::cli
