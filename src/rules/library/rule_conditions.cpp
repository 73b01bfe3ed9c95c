// Rules to conditions. Windows are told apart by what they are written with, not by their names.
#include "rules/library/rule_conditions.h"

#include <fmt/format.h>

#include <map>

#include "base/hash.h"

namespace qiuhao::rules {
namespace {

using cel::Condition;
using cel::Fact;

std::string window_text(const Rule& rule, const Window& window) {
  std::string text = fmt::format("{}:{}", static_cast<int>(window.kind), static_cast<int>(window.of));
  for (const KeyTerm& term : window.by) text += "," + term.path;
  for (const KeyTerm& term : window.group) text += "/" + term.path;
  if ((window.is_by_point() || window.kind == WindowKind::pair) && rule.knowledge) text += "@" + rule.knowledge->table;
  text += fmt::format(";{};{};{};{};{};{}", window.at.path, window.to.path, window.first_day, window.last_day, window.n,
                      static_cast<int>(window.aggregate));
  if (window.value) text += fmt::format(";{};{}", window.value->text(), window.summed);
  return "window" + hash128(text + ";" + window.where_text + ";" + window.days_supply_text).hex();
}

// How the variables of one rule are called, and what its lets stand for.
class RuleNames {
 public:
  explicit RuleNames(const Rule& rule) {
    for (const Window& window : rule.windows) {
      called_[window.name] = window_text(rule, window);
      if (rule.grain == Grain::pair) pair_ = called_[window.name];
    }
    names_.let = [this](const std::string& variable) -> const cel::Program* {
      const auto found = lets_.find(variable);
      return found == lets_.end() ? nullptr : found->second;
    };
    names_.called = [this](const std::string& variable) {
      const auto found = called_.find(variable);
      return found == called_.end() ? variable : found->second;
    };
    // A let may use those above it, so each has its text when it is asked for.
    for (const Let& let : rule.lets) {
      const std::string thing = cel::thing_of(let.program, names_);
      called_[let.name] = thing;
      lets_[let.name] = &let.program;
    }
  }
  RuleNames(const RuleNames&) = delete;
  RuleNames& operator=(const RuleNames&) = delete;

  const cel::ConditionNames& names() const { return names_; }
  const std::string& pair() const { return pair_; }

 private:
  std::map<std::string, const cel::Program*> lets_;
  std::map<std::string, std::string> called_;
  std::string pair_;
  cel::ConditionNames names_;
};

// The thing that says a subject's day; "" where no single one does.
std::string day_of_subject(const Rule& rule, const RuleNames& names) {
  switch (rule.grain) {
    case Grain::line: return "line.day";
    case Grain::visit:
    case Grain::diagnosis:
    case Grain::operation: return "date(visit.start)";
    case Grain::person_day: return "day";
    case Grain::pair: return names.pair() + ".b.day";
    case Grain::person:
    case Grain::provider_period: break;
  }
  return "";
}

void add_days_of_effect(const Rule& rule, const RuleNames& names, Condition& condition) {
  if (rule.effective_from == kNoDay && rule.effective_to == kNoDay) return;
  Fact fact;
  fact.form = Fact::Form::number;
  fact.about = day_of_subject(rule, names);
  if (fact.about.empty()) fact.about = "day of subject";
  fact.is_whole = true;
  if (rule.effective_from != kNoDay) fact.least = cel::Bound{Decimal::from_int(rule.effective_from), false};
  if (rule.effective_to != kNoDay) fact.most = cel::Bound{Decimal::from_int(rule.effective_to), false};
  fact.part =
      fmt::format("effective: [{}, {}]", rule.effective_from == kNoDay ? "null" : format_day(rule.effective_from),
                  rule.effective_to == kNoDay ? "null" : format_day(rule.effective_to));
  condition = cel::both(condition, cel::condition_of(std::move(fact)));
}

}  // namespace

HitCondition hit_condition(const Rule& rule) {
  const RuleNames names(rule);
  HitCondition hit;
  hit.condition = cel::condition_of(rule.when[0], true, names.names());
  if (rule.where) hit.condition = cel::both(cel::condition_of(*rule.where, true, names.names()), hit.condition);
  for (const Let& except : rule.excepts) {
    hit.condition = cel::both(hit.condition, cel::condition_of(except.program, false, names.names()));
  }
  add_days_of_effect(rule, names, hit.condition);
  hit.frame = std::string(grain_name(rule.grain)) + "|" + names.pair();
  if (rule.knowledge) {
    hit.frame += fmt::format("|{}|{}", rule.knowledge->table, static_cast<int>(rule.knowledge->match));
  }
  hit.blamed = rule.lines ? cel::thing_of(*rule.lines, names.names()) : "";
  return hit;
}

}  // namespace qiuhao::rules
