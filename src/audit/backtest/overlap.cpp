// Judging others beside what changed.
#include "audit/backtest/overlap.h"

#include <algorithm>
#include <map>

namespace qiuhao::audit {
namespace {

using claims::Link;
using rules::Grain;

// People this near each other are judged together: those between cost less than another run of their own.
constexpr RowIndex kNearPeople = 8;

RowIndex person_of(const claims::Part& part, Grain grain, RowIndex row) {
  switch (grain) {
    case Grain::person: return row;
    case Grain::visit: return part.link(Link::visit_person, row);
    default: return part.link(Link::visit_person, part.link(Link::line_visit, row));
  }
}

std::vector<const rules::Rule*> all_rules(std::initializer_list<const rules::Plan*> plans) {
  std::vector<const rules::Rule*> all;
  for (const rules::Plan* plan : plans) {
    if (plan == nullptr) continue;
    for (const rules::Rule& rule : plan->rules()) all.push_back(&rule);
  }
  return all;
}

std::size_t rules_of(const rules::Plan* plan) { return plan == nullptr ? 0 : plan->rules().size(); }

// The findings of a chunk, which stand by person, from where the last call ended.
template <typename PersonOf>
std::size_t end_of_person(const ChunkResult& chunk, std::size_t begin, RowIndex person, const PersonOf& of) {
  while (begin < chunk.findings.size() && of(chunk.findings[begin]) == person) ++begin;
  return begin;
}

}  // namespace

OverlapJudge::OverlapJudge(Side& others, const rules::Plan* before, const rules::Plan* after)
    : judge_(others), before_(before), after_(after), money_(all_rules({&others.plan(), before, after})) {
  first_before_ = others.plan().rules().size();
  first_after_ = first_before_ + rules_of(before);
  overlap_.rules.resize(first_before_);
}

void OverlapJudge::add(std::uint16_t part, const std::vector<Match>& matches, const ChunkResult& before,
                       const ChunkResult& after) {
  part_ = &judge_.side().tape().parts()[part];
  list_people(*part_, matches, before, after);
  for (std::size_t at = 0; at < people_.size();) {
    std::size_t last = at;
    while (last + 1 < people_.size() && people_[last + 1] - people_[last] <= kNearPeople) ++last;
    judge_people(part, {people_[at], people_[last] + 1}, before, after);
    at = last + 1;
  }
}

void OverlapJudge::list_people(const claims::Part& part, const std::vector<Match>& matches, const ChunkResult& before,
                               const ChunkResult& after) {
  people_.clear();
  is_touched_.assign(after.findings.size(), false);
  for (const Match& match : matches) {
    if (match.change == Change::same) continue;
    const bool is_there = match.after != kNoFinding;
    if (is_there) is_touched_[match.after] = true;
    const Finding& finding = is_there ? after.findings[match.after] : before.findings[match.before];
    const rules::Plan& plan = is_there ? *after_ : *before_;
    people_.push_back(person_of(part, plan.rules()[finding.rule].grain, finding.row));
  }
  std::ranges::sort(people_);
  people_.erase(std::unique(people_.begin(), people_.end()), people_.end());
}

void OverlapJudge::judge_people(std::uint16_t part, claims::Range people, const ChunkResult& before,
                                const ChunkResult& after) {
  ChunkResult others;
  judge_.judge(part, people, others);
  overlap_.people += people.end - people.begin;
  const auto person_in = [&](const rules::Plan* plan) {
    return [this, plan](const Finding& finding) {
      return person_of(*part_, plan->rules()[finding.rule].grain, finding.row);
    };
  };
  const auto from = [&](const ChunkResult& chunk, const rules::Plan* plan) {
    const auto first = std::ranges::lower_bound(chunk.findings, people.begin, {}, person_in(plan));
    return Findings{&chunk, 0, static_cast<std::size_t>(first - chunk.findings.begin())};
  };
  Findings of_before = from(before, before_);
  Findings of_after = from(after, after_);
  Findings of_others{&others, 0, 0};
  const auto go_on = [](Findings& findings, RowIndex person, const auto& of) {
    findings.begin = findings.end;
    findings.end = end_of_person(*findings.chunk, findings.begin, person, of);
  };
  for (RowIndex person = people.begin; person < people.end; ++person) {
    go_on(of_before, person, person_in(before_));
    go_on(of_after, person, person_in(after_));
    go_on(of_others, person, person_in(&judge_.side().plan()));
    if (std::ranges::binary_search(people_, person)) look_at_person(person, of_before, of_after, of_others);
  }
}

void OverlapJudge::look_at_person(RowIndex person, const Findings& before, const Findings& after,
                                  const Findings& others) {
  share_lines(after, others);
  overlap_.net_before += net_of(person, before, first_before_, others);
  overlap_.net_after += net_of(person, after, first_after_, others);
}

// What each of several findings asks of each line adds up to no more than the line's money.
void OverlapJudge::share_lines(const Findings& after, const Findings& others) {
  using Asked = std::map<RowIndex, Cents>;
  const rules::EngineFields& fields = judge_.side().plan().fields();
  const auto ask = [&](const ChunkResult& chunk, std::size_t number, Asked& asked) {
    walk_lines(*part_, fields, chunk.lines_of(number), chunk.findings[number].gross, shares_);
    for (const LineShare& share : shares_) {
      Cents& sum = asked[share.line];
      sum = std::min(sum + share.cents, rules::line_money(*part_, fields, share.line).value_or(0));
    }
  };
  Asked ours;
  for (std::size_t number = after.begin; number < after.end; ++number) {
    if (is_touched_[number]) ask(*after.chunk, number, ours);
  }
  if (ours.empty()) return;
  Asked of_any;
  std::map<rules::RuleIndex, Asked> of_rule;
  for (std::size_t number = others.begin; number < others.end; ++number) {
    ask(*others.chunk, number, of_any);
    ask(*others.chunk, number, of_rule[others.chunk->findings[number].rule]);
  }
  const auto share = [&](const Asked& theirs, Shared& shared) {
    for (const auto& [line, cents] : ours) {
      const auto found = theirs.find(line);
      if (found == theirs.end()) continue;
      ++shared.lines;
      shared.both += std::min(cents, found->second);
    }
    for (std::size_t number = after.begin; number < after.end; ++number) {
      if (!is_touched_[number]) continue;
      const auto lines = after.chunk->lines_of(number);
      shared.findings += std::ranges::any_of(lines, [&](RowIndex line) { return theirs.contains(line); }) ? 1U : 0U;
    }
  };
  share(of_any, overlap_.any);
  for (const auto& [rule, asked] : of_rule) share(asked, overlap_.rules[rule]);
}

Cents OverlapJudge::net_of(RowIndex person, const Findings& of_side, std::size_t first_rule, const Findings& others) {
  claims_.clear();
  const auto add = [&](const Findings& findings, std::size_t first) {
    for (std::size_t number = findings.begin; number < findings.end; ++number) {
      const Finding& finding = findings.chunk->findings[number];
      claims_.push_back(
          {static_cast<rules::RuleIndex>(first + finding.rule), finding.gross, findings.chunk->lines_of(number)});
    }
  };
  add(others, 0);
  add(of_side, first_rule);
  Cents net = 0;
  money_.share_out(*part_, judge_.side().plan().fields(), part_->range(Link::person_lines, person), claims_,
                   [&](std::size_t, Cents taken, std::span<const Share>) { net += taken; });
  return net;
}

void OverlapJudge::add_to(Overlap& overlap) {
  overlap.any.add(overlap_.any);
  for (std::size_t rule = 0; rule < overlap_.rules.size(); ++rule) overlap.rules[rule].add(overlap_.rules[rule]);
  overlap.people += overlap_.people;
  overlap.net_before += overlap_.net_before;
  overlap.net_after += overlap_.net_after;
  overlap.seconds += judge_.seconds();
}

}  // namespace qiuhao::audit
