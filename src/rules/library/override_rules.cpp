// A bureau's own rule in place of a national one.
#include <fmt/format.h>

#include <algorithm>

#include "rules/library/claim.h"
#include "rules/library/override_check.h"
#include "rules/library/rule_check.h"
#include "rules/rule_tests.h"

namespace qiuhao::rules {
namespace {

constexpr std::size_t kMostBases = 8;  // tests whose claims are changed

Cents money_of(const std::vector<Blame>& found, RuleIndex index) {
  Cents amount = 0;
  for (const Blame& blame : found) amount += blame.rule == index ? blame.amount : 0;
  return amount;
}

bool is_hit(const std::vector<Blame>& found, RuleIndex index) {
  return std::ranges::any_of(found, [&](const Blame& blame) { return blame.rule == index; });
}

// The national rule is 0, the own one 1.
bool lets_through(const std::vector<Blame>& found) {
  if (!is_hit(found, 0)) return false;
  return !is_hit(found, 1) || money_of(found, 1) < money_of(found, 0);
}

class RuleOverrideChecker {
 public:
  RuleOverrideChecker(const RuleOverride& rules, const std::shared_ptr<const claims::Schema>& schema,
                      const knowledge::Kinds& kinds, LibraryReport& report)
      : rules_(rules), both_{rules.national, rules.own}, schema_(schema), kinds_(kinds), report_(report) {}

  void check() {
    if (rules_.national->text == rules_.own->text) return;
    const unsigned fewer_moments = rules_.national->moments & ~rules_.own->moments;
    if (fewer_moments != 0) add_moments();
    if (is_proved_not_looser()) {
      if (!is_proved_not_tighter()) add_note("tightens what {} finds", "收紧了 {} 的范围");
      return;
    }
    for (const Rule* rule : both_) {
      if (look_at_tests(*rule)) return;
    }
    add_note("differs from {}; no claim that was tried gets through, which proves nothing",
             "与 {} 不同；试过的单据都没有漏过，但这不是证明");
  }

 private:
  bool is_money_the_same() const { return rules_.national->amount[0].text() == rules_.own->amount[0].text(); }

  bool is_proved_not_looser() const {
    const HitCondition national = hit_condition(*rules_.national);
    const HitCondition own = hit_condition(*rules_.own);
    return is_money_the_same() && national.frame == own.frame && national.blamed == own.blamed &&
           cel::implies(national.condition, own.condition);
  }

  bool is_proved_not_tighter() const {
    return cel::implies(hit_condition(*rules_.own).condition, hit_condition(*rules_.national).condition);
  }

  // True when a claim was found that gets through.
  bool look_at_tests(const Rule& of) {
    std::size_t bases = 0;
    for (std::size_t i = 0; i < std::min(of.tests.items.size(), kMaxTestsOfRule); ++i) {
      const auto claim = read_test_case(of.tests.items[i], i + 1, of, *schema_, kinds_);
      if (!claim) continue;
      const auto plan = plan_of_rules(both_, *claim, schema_, kinds_);
      if (!plan) continue;
      if (look_at(**plan, *claim)) return true;
      if (++bases > kMostBases) continue;
      for (const TestCase& changed : claims_beside(*claim, both_, *schema_)) {
        if (look_at(**plan, changed)) return true;
      }
    }
    return false;
  }

  bool look_at(const Plan& plan, const TestCase& claim) {
    const auto found = judge_claim(plan, claim, JudgedRules::all);
    if (!lets_through(found)) return false;
    LibraryFinding finding = about_both();
    const bool is_clear = !is_hit(found, 1);
    finding.sentence = is_clear ? Sentence{fmt::format("{} ({}) lets through what the national {} finds",
                                                       rules_.own->code, rules_.own->file, rules_.national->file),
                                           fmt::format("本地的 {}（{}）放过了全国规则 {} 查出的", rules_.own->code,
                                                       rules_.own->file, rules_.national->file)}
                                : Sentence{fmt::format("{} ({}) asks for less money than the national {}",
                                                       rules_.own->code, rules_.own->file, rules_.national->file),
                                           fmt::format("本地的 {}（{}）追回的金额少于全国规则 {}", rules_.own->code,
                                                       rules_.own->file, rules_.national->file)};
    ShownClaim shown{claim_text(claim, *schema_, kinds_), {}};
    const Sentence national{"national ", "全国 "};
    const Sentence own{"own ", "本地 "};
    shown.verdicts = {national + verdict_of_rule(found, 0, *rules_.national),
                      own + verdict_of_rule(found, 1, *rules_.own)};
    finding.claims.push_back(std::move(shown));
    report_.add(std::move(finding));
    return true;
  }

  LibraryFinding about_both() const {
    LibraryFinding finding;
    finding.klass = FindingClass::loosened;
    finding.of = {rules_.own->code};
    return finding;
  }

  void add_moments() {
    LibraryFinding finding = about_both();
    finding.sentence = {fmt::format("{} ({}) is not run at every moment at which the national {} is", rules_.own->code,
                                    rules_.own->file, rules_.national->file),
                        fmt::format("本地的 {}（{}）没有在全国规则 {} 的全部时点运行", rules_.own->code,
                                    rules_.own->file, rules_.national->file)};
    report_.add(std::move(finding));
  }

  void add_note(std::string_view english, std::string_view chinese) {
    LibraryFinding finding = about_both();
    finding.is_note = true;
    const std::string& national = rules_.national->file;
    finding.sentence = {
        fmt::format("{} ({}) {}", rules_.own->code, rules_.own->file, fmt::format(fmt::runtime(english), national)),
        fmt::format("本地的 {}（{}）{}", rules_.own->code, rules_.own->file,
                    fmt::format(fmt::runtime(chinese), national))};
    report_.add(std::move(finding));
  }

  const RuleOverride& rules_;
  const std::vector<const Rule*> both_;
  const std::shared_ptr<const claims::Schema>& schema_;
  const knowledge::Kinds& kinds_;
  LibraryReport& report_;
};

}  // namespace

void check_rule_overrides(const std::vector<RuleOverride>& overrides,
                          const std::shared_ptr<const claims::Schema>& schema, const knowledge::Kinds& kinds,
                          LibraryReport& report) {
  for (const RuleOverride& rules : overrides) RuleOverrideChecker(rules, schema, kinds, report).check();
}

}  // namespace qiuhao::rules
