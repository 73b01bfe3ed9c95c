// Laying parts under a plan and judging people by it.
#include "audit/backtest/side.h"

#include "audit/finding_id.h"

namespace qiuhao::audit {

Side::Side(std::shared_ptr<const rules::Plan> plan, const claims::Tape& tape, const AuditOptions& options)
    : plan_(std::move(plan)),
      tape_(tape),
      options_(options),
      programs_(*plan_),
      is_laid_(tape.parts().size()),
      scopes_(tape.parts().size()) {}

const PartScope& Side::scope(std::uint16_t part) {
  std::call_once(is_laid_[part], [&] {
    scopes_[part] = std::make_unique<const PartScope>(*plan_, tape_.parts()[part], part, options_);
  });
  return *scopes_[part];
}

void SideJudge::stand_on(std::uint16_t part) {
  const PartScope& scope = side_->scope(part);
  if (scope_ == &scope) return;
  scope_ = &scope;
  judge_ = std::make_unique<PeopleJudge>(scope, side_->programs());
  collector_ = std::make_unique<rules::PeerCollector>(scope.plan(), part, peers_);
}

void SideJudge::judge(std::uint16_t part, claims::Range people, ChunkResult& result) {
  const auto start = std::chrono::steady_clock::now();
  stand_on(part);
  judge_->judge(people, result, totals_.of(part));
  if (side_->judges_months() && !judge_->add_run_to(*collector_)) collector_->add_people(judge_->people());
  seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::shared_ptr<const rules::PeerTable> judge_months_of(Side& side, rules::PeerSums sums, ChunkResult& result,
                                                        Totals& totals) {
  auto peers = std::make_shared<const rules::PeerTable>(side.plan(), sums);
  std::vector<const rules::PartPlan*> plans;
  for (std::size_t part = 0; part < side.tape().parts().size(); ++part) {
    plans.push_back(&side.scope(static_cast<std::uint16_t>(part)).plan());
  }
  judge_months(*peers, plans, side.options(), result, totals);
  for (Finding& finding : result.findings) {
    finding.id = month_finding_id(side.plan().rules()[finding.rule], peers->cells(finding.rule)[finding.row].key);
    RuleTotals& of_rule = totals.of(finding.part).rules[finding.rule];
    ++of_rule.hits;
    of_rule.gross += finding.gross;
  }
  return peers;
}

}  // namespace qiuhao::audit
