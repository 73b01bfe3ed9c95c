// What the parts of the check share: which points count, how they are described, how claims are shown.
#include "rules/library/point_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/check.h"

namespace qiuhao::rules {
namespace {

constexpr std::size_t kMostLimitBytes = 120;  // of limits in a sentence

// The text cut at a border of its UTF-8 characters.
std::string shortened(std::string text) {
  if (text.size() <= kMostLimitBytes) return text;
  std::size_t end = kMostLimitBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

}  // namespace

PointChecker::PointChecker(const Plan& plan, LibraryReport& report, std::function<bool(PointIndex)> involved)
    : plan_(plan), report_(report), involved_(std::move(involved)) {
  const knowledge::Kinds& kinds = plan.library().kinds();
  rules_of_kind_.resize(kinds.all().size());
  for (std::size_t index = 0; index < plan.rules().size(); ++index) {
    const Rule& rule = plan.rules()[index];
    if (!rule.knowledge || (rule.grain != Grain::line && rule.grain != Grain::pair)) continue;
    const auto kind = kinds.find_table(rule.knowledge->table);
    CHECK(kind.has_value());
    rules_of_kind_[*kind].push_back(static_cast<RuleIndex>(index));
  }
  kinds_.reserve(plan.library().points().size());
  for (const knowledge::Point& point : plan.library().points()) kinds_.push_back(*kinds.find_name(point.kind));
  // Both ways, so that the order of two kinds does not matter; a unit alone is nothing that two kinds limit.
  shares_field_.assign(kinds.all().size(), std::vector<bool>(kinds.all().size(), false));
  for (std::size_t a = 0; a < kinds.all().size(); ++a) {
    for (std::size_t b = 0; b < kinds.all().size(); ++b) {
      const auto& fields = kinds.all()[b].fields;
      shares_field_[a][b] = std::ranges::any_of(kinds.all()[a].fields, [&](const std::string& field) {
        if (field == "age_unit" || field == "has_more") return false;
        // What one kind asks for, another may forbid.
        const std::string other = field == "icd" ? "icd_never" : field == "icd_never" ? "icd" : field;
        return std::ranges::find(fields, field) != fields.end() || std::ranges::find(fields, other) != fields.end();
      });
    }
  }
}

bool PointChecker::is_pair(PointIndex index) const {
  return kind_of(index).reading == knowledge::Reading::pair && point(index).items.size() == 2;
}

bool PointChecker::is_usable(PointIndex index) const {
  const knowledge::Point& wanted = point(index);
  const bool is_ever = wanted.effective_to == kNoDay || (wanted.effective_to != knowledge::kBeforeAllDays &&
                                                         wanted.effective_to >= wanted.effective_from);
  return wanted.is_read && !wanted.items.empty() && is_ever && !rules_of(index).empty();
}

std::string PointChecker::described(PointIndex index) const {
  const knowledge::Point& wanted = point(index);
  std::string words =
      is_pair(index) ? fmt::format("{}×{}", wanted.items[0], wanted.items[1]) : format_limits(wanted.limits);
  if (words.empty()) words = wanted.constraint;
  return fmt::format("{} ({}: {})", wanted.id, wanted.kind, shortened(std::move(words)));
}

Trial PointChecker::judged(Thing thing, TestCase claim, std::vector<PointIndex> points) const {
  Trial trial{thing, std::move(claim), {}};
  trial.found = judge_claim(plan_, trial.claim, JudgedRules::with_points, points);
  return trial;
}

Sentence PointChecker::verdict_on(const Trial& trial, PointIndex index) const {
  Sentence sentence;
  for (const Blame& blame : trial.found) {
    if (blame.point != index) continue;
    const std::string lines = fmt::format("{}", fmt::join(blame.lines, ", "));
    const std::string& rule = plan_.rules()[blame.rule].code;
    if (!sentence.english.empty()) sentence = sentence + Sentence{"; ", "；"};
    sentence =
        sentence +
        Sentence{fmt::format("{} by {}: hit, {} of {}", point(index).id, rule, format_cents(blame.amount), lines),
                 fmt::format("{} 依 {}：命中 {}，{} 元", point(index).id, rule, lines, format_cents(blame.amount))};
  }
  if (!sentence.english.empty()) return sentence;
  return {point(index).id + ": no hit", point(index).id + "：未命中"};
}

ShownClaim PointChecker::shown(const Trial& trial, const std::vector<PointIndex>& points) const {
  ShownClaim claim{claim_text(trial.claim, plan_.schema(), plan_.library().kinds()), {}};
  for (const PointIndex index : points) claim.verdicts.push_back(verdict_on(trial, index));
  return claim;
}

bool PointChecker::may_examine(FindingClass klass) {
  if (examined_[static_cast<std::size_t>(klass)]++ < kMaxExamined) return true;
  ++report_.of(klass).not_examined;
  return false;
}

LibraryFinding PointChecker::finding(FindingClass klass, std::vector<PointIndex> points, const std::string& item,
                                     Sentence sentence) const {
  LibraryFinding found;
  found.klass = klass;
  for (const PointIndex index : points) found.of.push_back(point(index).id);
  found.item = item;
  found.sentence = std::move(sentence);
  return found;
}

void PointChecker::keep(LibraryFinding finding, const std::vector<const Trial*>& trials,
                        const std::vector<PointIndex>& points) {
  for (const Trial* trial : trials) finding.claims.push_back(shown(*trial, points));
  report_.add(std::move(finding));
}

void PointChecker::check_all() {
  look_at_shared_items();
  look_at_inclusions();
  look_at_versions();
  look_at_never();
  look_at_families();
  if (crowded_items_ == 0) return;
  report_.remarks.push_back(
      {fmt::format("{} items stand in more than {} points each; of these only neighbours were held against each other",
                   crowded_items_, kMostNeighbours),
       fmt::format("{} 个项目各有 {} 个以上知识点，只比较了相邻的", crowded_items_, kMostNeighbours)});
}

void PointChecker::check_contradictions() {
  contradictions_only_ = true;
  look_at_shared_items();
  look_at_inclusions();
}

}  // namespace qiuhao::rules
