// A bureau's own point in place of a national one: stated anew under its id, or superseding it.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "rules/library/claim_judge.h"
#include "rules/library/override_check.h"
#include "rules/library/point_claims.h"

namespace qiuhao::rules {
namespace {

using knowledge::Point;

constexpr int kMostVersions = 1'000;  // of a chain that supersedes
constexpr std::size_t kMostItemsTried = 3;

class PointOverrideChecker {
 public:
  PointOverrideChecker(const Plan& whole, const Plan& national, LibraryReport& report)
      : whole_(whole), national_(national), report_(report) {}

  void check(const Point& own) {
    const Point* replaced = national_.library().find_point(own.id);
    const Point* step = &own;
    for (int version = 0; replaced == nullptr && version < kMostVersions && !step->supersedes.empty(); ++version) {
      replaced = national_.library().find_point(step->supersedes);
      step = whole_.library().find_point(step->supersedes);
      if (step == nullptr) break;
    }
    if (replaced == nullptr || !replaced->is_read || replaced->kind != own.kind) return;
    if (replaced->effective_to == knowledge::kBeforeAllDays) return;
    compare(own, *replaced);
  }

 private:
  const knowledge::Kind& kind_of(const Point& point) const {
    const knowledge::Kinds& kinds = whole_.library().kinds();
    return kinds[*kinds.find_name(point.kind)];
  }

  // Days on which the national point is in force, with those on which the own one begins and ended.
  std::vector<Day> days_of(const Point& own, const Point& national) const {
    std::vector<Day> days{day_within(std::max(own.effective_from, national.effective_from), national.effective_to)};
    for (const Day border : {own.effective_from, own.effective_to, national.effective_from, national.effective_to}) {
      if (border == kNoDay || border == knowledge::kBeforeAllDays) continue;
      for (const Day day : {border - 1, border, border + 1}) days.push_back(day);
    }
    std::erase_if(days, [&](Day day) { return !national.in_force(day); });
    return days;
  }

  std::vector<std::string> items_of(const Point& own, const Point& national) const {
    std::vector<std::string> items;
    const std::unordered_set<std::string_view> kept(own.items.begin(), own.items.end());
    for (const bool is_kept : {false, true}) {
      std::size_t taken = 0;
      for (const std::string_view item : national.items) {
        if (kept.contains(item) != is_kept || taken == kMostItemsTried) continue;
        items.emplace_back(item);
        ++taken;
      }
    }
    return items;
  }

  std::vector<ThingClaim> claims_of(const Point& own, const Point& national, const std::string& item, Day day) const {
    const knowledge::Kind& kind = kind_of(national);
    if (kind.reading == knowledge::Reading::pair && national.items.size() == 2) {
      return pair_claims(std::string(national.items[0]), std::string(national.items[1]), day);
    }
    return claims_for(allowed_by(national.limits, kind, day), allowed_by(own.limits, kind, day), item, day);
  }

  void compare(const Point& own, const Point& national) {
    for (const std::string& item : items_of(own, national)) {
      for (const Day day : days_of(own, national)) {
        for (const ThingClaim& one : claims_of(own, national, item, day)) {
          if (look_at(own, national, item, make_claim(one.wish, whole_.schema()))) return;
        }
      }
    }
    const Day day = day_within(national.effective_from, national.effective_to);
    const Relation relation =
        compare_allowed(allowed_by(own.limits, kind_of(own), day), allowed_by(national.limits, kind_of(national), day));
    if (relation != Relation::stricter) return;
    LibraryFinding finding = about(own, item_of(own));
    finding.is_note = true;
    finding.sentence = {fmt::format("own {} is stricter than the national {}", described(own), described(national)),
                        fmt::format("本地的 {} 比全国的 {} 更严", described(own), described(national))};
    report_.add(std::move(finding));
  }

  static std::string item_of(const Point& point) { return std::string(point.items.empty() ? "" : point.items[0]); }
  static std::string described(const Point& point) {
    const std::string limits = format_limits(point.limits);
    return fmt::format("{} ({}: {})", point.id, point.kind, limits.empty() ? point.constraint.str() : limits);
  }

  LibraryFinding about(const Point& own, const std::string& item) const {
    LibraryFinding finding;
    finding.klass = FindingClass::loosened;
    finding.of = {own.id};
    finding.item = item;
    return finding;
  }

  bool look_at(const Point& own, const Point& national, const std::string& item, const TestCase& claim) {
    const auto before = judge_claim(national_, claim, JudgedRules::with_points);
    const auto is_of = [&](const Plan& plan, const Blame& blame, const Point& point) {
      return plan.library()[blame.point].kind == point.kind;
    };
    const auto found = std::ranges::find_if(
        before, [&](const Blame& blame) { return national_.library()[blame.point].id == national.id; });
    if (found == before.end()) return false;
    const auto after = judge_claim(whole_, claim, JudgedRules::with_points);
    if (std::ranges::any_of(after, [&](const Blame& blame) { return is_of(whole_, blame, national); })) return false;
    LibraryFinding finding = about(own, item);
    finding.sentence = {
        fmt::format("own {} lets through what the national {} finds", described(own), described(national)),
        fmt::format("本地的 {} 放过了全国的 {} 查出的", described(own), described(national))};
    const std::string& rule = national_.rules()[found->rule].code;
    ShownClaim shown{claim_text(claim, whole_.schema(), whole_.library().kinds()), {}};
    shown.verdicts = {{fmt::format("national {} by {}: hit, {}", national.id, rule, format_cents(found->amount)),
                       fmt::format("全国 {} 依 {}：命中，{} 元", national.id, rule, format_cents(found->amount))},
                      {"the whole library: no hit of this kind", "全库：本类别未命中"}};
    finding.claims.push_back(std::move(shown));
    report_.add(std::move(finding));
    return true;
  }

  const Plan& whole_;
  const Plan& national_;
  LibraryReport& report_;
};

}  // namespace

void check_point_overrides(const Plan& whole, const Plan& national, const std::vector<std::string>& own,
                           LibraryReport& report) {
  PointOverrideChecker checker(whole, national, report);
  for (const std::string& id : own) {
    if (const Point* point = whole.library().find_point(id)) checker.check(*point);
  }
}

}  // namespace qiuhao::rules
