// Rules held against each other.
#include "rules/library/rule_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "rules/library/claim.h"
#include "rules/rule_tests.h"

namespace qiuhao::rules {
namespace {

using cel::Fact;

// What must be known for a fact to follow, as keys of which every one that knows the fact has at least one.
std::vector<std::string> keys_of(const Fact& fact) {
  if (fact.form == Fact::Form::texts && fact.holds) {
    std::vector<std::string> keys;
    for (const std::string& text : fact.texts) keys.push_back(fact.about + "=" + text);
    return keys;
  }
  return {fact.about};
}

}  // namespace

Result<std::shared_ptr<const Plan>> plan_of_rules(const std::vector<const Rule*>& by, const TestCase& test,
                                                  const std::shared_ptr<const claims::Schema>& schema,
                                                  const knowledge::Kinds& kinds) {
  std::vector<Rule> rules;
  for (const Rule* rule : by) {
    ASSIGN(Rule again, parse_rule(rule->text, rule->file, *schema));
    rules.push_back(std::move(again));
  }
  return Plan::make(schema, std::move(rules), knowledge::Library::make(kinds, test.points, kNoDay),
                    Parameters::everywhere(test.parameters, test.place), registers_of(test, *schema));
}

Result<std::vector<Blame>> judge_test(const TestCase& claim, const std::vector<const Rule*>& by,
                                      const std::shared_ptr<const claims::Schema>& schema,
                                      const knowledge::Kinds& kinds) {
  ASSIGN(const auto plan, plan_of_rules(by, claim, schema, kinds));
  return judge_claim(*plan, claim, JudgedRules::all);
}

Result<std::vector<TestTrial>> judge_tests(const Rule& of, const std::vector<const Rule*>& by,
                                           const std::shared_ptr<const claims::Schema>& schema,
                                           const knowledge::Kinds& kinds) {
  std::vector<TestTrial> trials;
  for (std::size_t i = 0; i < std::min(of.tests.items.size(), kMaxTestsOfRule); ++i) {
    ASSIGN(TestCase claim, read_test_case(of.tests.items[i], i + 1, of, *schema, kinds));
    ASSIGN(auto found, judge_test(claim, by, schema, kinds));
    trials.push_back({std::move(claim), std::move(found)});
  }
  return trials;
}

std::vector<std::string> blamed_lines(const std::vector<Blame>& found, RuleIndex index) {
  std::set<std::string> lines;
  for (const Blame& blame : found) {
    if (blame.rule == index) lines.insert(blame.lines.begin(), blame.lines.end());
  }
  return {lines.begin(), lines.end()};
}

Sentence verdict_of_rule(const std::vector<Blame>& found, RuleIndex index, const Rule& rule) {
  Cents amount = 0;
  bool is_hit = false;
  for (const Blame& blame : found) {
    if (blame.rule != index) continue;
    is_hit = true;
    amount += blame.amount;
  }
  if (!is_hit) return {rule.code + ": no hit", rule.code + "：未命中"};
  const auto lines = blamed_lines(found, index);
  return {fmt::format("{}: hit, {} of {}", rule.code, format_cents(amount), fmt::join(lines, ", ")),
          fmt::format("{}：命中 {}，{} 元", rule.code, fmt::join(lines, "、"), format_cents(amount))};
}

RuleChecker::RuleChecker(const std::vector<Rule>& rules, std::shared_ptr<const claims::Schema> schema,
                         const knowledge::Kinds& kinds, LibraryReport& report)
    : rules_(rules), schema_(std::move(schema)), kinds_(kinds), report_(report) {
  for (const Rule& rule : rules) hits_.push_back(hit_condition(rule));
  is_never_.resize(rules.size(), false);
}

bool RuleChecker::may_examine(FindingClass klass) {
  if (examined_[static_cast<std::size_t>(klass)]++ < kMaxExamined) return true;
  ++report_.of(klass).not_examined;
  return false;
}

void RuleChecker::look_at_never(std::size_t rule) {
  const auto clashes = cel::never_true(hits_[rule].condition);
  if (!clashes) return;
  is_never_[rule] = true;
  if (!may_examine(FindingClass::never_true)) return;
  // A test that hits would prove the reasoning wrong.
  const auto trials = judge_tests(rules_[rule], {&rules_[rule]}, schema_, kinds_);
  const bool is_refuted =
      trials && std::ranges::any_of(*trials, [](const TestTrial& trial) { return !trial.found.empty(); });
  if (is_refuted) {
    is_never_[rule] = false;
    ++report_.of(FindingClass::never_true).unconfirmed;
    return;
  }
  LibraryFinding finding;
  finding.klass = FindingClass::never_true;
  finding.of = {rules_[rule].code};
  std::string parts;
  std::set<std::pair<std::string, std::string>> told;
  for (const auto& clash : *clashes) {
    if (told.size() < 3 && told.insert(clash).second) {
      parts += fmt::format("{}{} | {}", parts.empty() ? "" : "; ", clash.first, clash.second);
    }
  }
  if (parts.empty()) parts = "false";
  finding.sentence = {
      fmt::format("{} never hits: of its condition these cannot hold together: {}", rules_[rule].code, parts),
      fmt::format("{} 永不命中，条件中以下各对不能同时成立：{}", rules_[rule].code, parts)};
  report_.add(std::move(finding));
}

// Each rule stands under one key of each of its alternatives: the one that fewest rules share.
void RuleChecker::make_index() {
  std::unordered_map<std::string, std::size_t> uses;
  const auto each_fact = [&](std::size_t rule, const auto& take) {
    for (const cel::Facts& facts : hits_[rule].condition.alternatives) take(facts);
  };
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    std::set<std::string> of_rule;
    each_fact(rule, [&](const cel::Facts& facts) {
      for (const Fact& fact : facts) {
        for (std::string& key : keys_of(fact)) of_rule.insert(hits_[rule].frame + "\n" + key);
      }
    });
    for (const std::string& key : of_rule) ++uses[key];
  }
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    if (is_never_[rule] || !hits_[rule].condition.is_exact) continue;
    each_fact(rule, [&](const cel::Facts& facts) {
      std::vector<std::string> best{hits_[rule].frame + "\n"};
      std::size_t fewest = rules_.size() + 1;
      for (const Fact& fact : facts) {
        std::vector<std::string> keys = keys_of(fact);
        std::size_t most = 0;
        for (std::string& key : keys) {
          key.insert(0, hits_[rule].frame + "\n");
          most = std::max(most, uses[key]);
        }
        if (most >= fewest) continue;
        fewest = most;
        best = std::move(keys);
      }
      for (const std::string& key : best) {
        auto& known = by_key_[key];
        if (known.empty() || known.back() != rule) known.push_back(rule);
      }
    });
  }
}

std::vector<std::size_t> RuleChecker::rules_that_may_swallow(std::size_t rule) {
  std::vector<std::size_t> found;
  bool is_cut = false;
  const auto take = [&](const std::string& key) {
    const auto known = by_key_.find(hits_[rule].frame + "\n" + key);
    if (known == by_key_.end()) return;
    std::size_t taken = 0;
    // From the rule's own neighbours on, so that a crowded key does not always give the same ones.
    const auto& all = known->second;
    const auto start = static_cast<std::size_t>(std::ranges::lower_bound(all, rule) - all.begin());
    for (std::size_t step = 0; step < all.size(); ++step) {
      const std::size_t other = all[(start + step) % all.size()];
      if (other == rule) continue;
      if (++taken > kMostRulesBeside) {
        is_cut = true;
        break;
      }
      found.push_back(other);
    }
  };
  take("");
  // One alternative is enough: whoever swallows the rule swallows this one.
  for (const cel::Facts& facts : hits_[rule].condition.alternatives) {
    if (cel::clash_of(facts)) continue;
    for (const Fact& fact : facts) {
      const bool is_listed = fact.form == Fact::Form::texts && fact.holds;
      take(is_listed && !fact.texts.empty() ? fact.about + "=" + fact.texts[0] : fact.about);
      if (is_listed) take(fact.about);
    }
    break;
  }
  if (is_cut) ++report_.of(FindingClass::swallowed).not_examined;
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

bool RuleChecker::is_swallowed(std::size_t rule, std::size_t by) const {
  const Rule& small = rules_[rule];
  const Rule& large = rules_[by];
  if (hits_[rule].frame != hits_[by].frame || hits_[rule].blamed != hits_[by].blamed) return false;
  if ((small.moments & ~large.moments) != 0) return false;
  return cel::implies(hits_[rule].condition, hits_[by].condition);
}

void RuleChecker::try_swallowed(std::size_t rule, std::size_t by, bool is_mutual) {
  const FindingClass klass = is_mutual ? FindingClass::twice : FindingClass::swallowed;
  if (!may_examine(klass)) return;
  const Rule& small = rules_[rule];
  const Rule& large = rules_[by];
  const auto trials = judge_tests(small, {&small, &large}, schema_, kinds_);
  const TestTrial* both = nullptr;
  bool is_refuted = !trials.has_value();
  for (std::size_t i = 0; trials && i < trials->size(); ++i) {
    const TestTrial& trial = (*trials)[i];
    const auto lines = blamed_lines(trial.found, 0);
    const bool is_hit = std::ranges::any_of(trial.found, [](const Blame& blame) { return blame.rule == 0; });
    const bool is_other = std::ranges::any_of(trial.found, [](const Blame& blame) { return blame.rule == 1; });
    is_refuted |= is_hit && (!is_other || blamed_lines(trial.found, 1) != lines);
    if (is_hit && is_other && both == nullptr) both = &trial;
  }
  if (is_refuted || both == nullptr) {
    ++report_.of(klass).unconfirmed;
    return;
  }
  LibraryFinding finding;
  finding.klass = klass;
  finding.of = {small.code, large.code};
  finding.sentence =
      is_mutual ? Sentence{fmt::format("{} and {} hit the same for the same money: their conditions mean the same",
                                       small.code, large.code),
                           fmt::format("{} 与 {} 条件相同，对同一笔钱重复追款", small.code, large.code)}
                : Sentence{fmt::format("whatever {} hits, {} hits too: its condition follows from the other's",
                                       small.code, large.code),
                           fmt::format("{} 命中的，{} 也都命中：前者的条件包含于后者", small.code, large.code)};
  finding.claims.push_back({claim_text(both->claim, *schema_, kinds_), {}});
  finding.claims[0].verdicts = {verdict_of_rule(both->found, 0, small), verdict_of_rule(both->found, 1, large)};
  report_.add(std::move(finding));
}

void RuleChecker::check_all() {
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) look_at_never(rule);
  make_index();
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    if (is_never_[rule]) continue;
    for (const std::size_t by : rules_that_may_swallow(rule)) {
      if (!is_swallowed(rule, by)) continue;
      const bool is_mutual = is_swallowed(by, rule);
      // Of two that mean the same, one finding is enough: the later one with the earlier.
      if (is_mutual && by > rule) continue;
      try_swallowed(rule, by, is_mutual);
      if (!is_mutual) break;
    }
  }
}

}  // namespace qiuhao::rules
