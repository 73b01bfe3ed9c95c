// Rules, then the random order, then one look ahead for each.
#include "screening/sampling/panel_draw.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/check.h"
#include "screening/sampling/panel_filling.h"

namespace qiuhao::screening {
namespace {

bool names_any(const std::vector<std::string>& items, const std::vector<std::string>& names) {
  return std::any_of(items.begin(), items.end(), [&](const std::string& item) {
    return std::find(names.begin(), names.end(), item) != names.end();
  });
}

std::uint32_t times_drawn(const std::string& id, const DrawHistory& history, const PanelPlan& plan) {
  if (!plan.has_history) return 0;
  const auto [first, last] = history.equal_range(id);
  return static_cast<std::uint32_t>(std::count_if(first, last, [&](const auto& drawn) {
    return drawn.second <= plan.on && drawn.second > plan.on - static_cast<Day>(plan.within_days);
  }));
}

PanelMember judge(const Member& member, std::uint32_t number, const DrawHistory& history, const PanelPlan& plan) {
  PanelMember judged;
  judged.member = number;
  judged.times = times_drawn(member.id, history, plan);
  const auto add = [&](bool applies, Exclusion exclusion) {
    if (applies) judged.exclusions.push_back(exclusion);
  };
  add(names_any({member.institution}, plan.inspected), Exclusion::works_there);
  add(names_any(member.past, plan.inspected), Exclusion::worked_there);
  add(names_any(member.conflicts, plan.inspected) || names_any(member.conflicts, plan.parties),
      Exclusion::stated_conflict);
  add(plan.has_history && judged.times >= plan.most, Exclusion::drawn_too_often);
  if (!judged.exclusions.empty()) judged.part = PanelPart::excluded;
  return judged;
}

// Groups of people who are the same to the rules; `group_of` has the number of each eligible member's.
struct Groups {
  std::vector<PanelGroup> groups;
  std::vector<std::uint32_t> group_of;
};

std::vector<std::uint32_t> quotas_of(const Member& member, const PanelPlan& plan) {
  std::vector<std::uint32_t> quotas;
  for (std::uint32_t quota = 0; quota < plan.quotas.size(); ++quota)
    if (names_any({plan.quotas[quota].specialty}, member.specialties)) quotas.push_back(quota);
  return quotas;
}

Groups groups_of(const std::vector<Member>& roster, const std::vector<PanelMember>& members, const PanelPlan& plan) {
  Groups groups;
  std::map<std::string, std::uint32_t> institutions;
  std::map<std::pair<std::uint32_t, std::vector<std::uint32_t>>, std::uint32_t> numbers;
  for (const PanelMember& judged : members) {
    groups.group_of.push_back(0);
    if (judged.part == PanelPart::excluded) continue;
    const Member& member = roster[judged.member];
    const std::uint32_t institution =
        institutions.try_emplace(member.institution, static_cast<std::uint32_t>(institutions.size())).first->second;
    const auto [found, is_new] =
        numbers.try_emplace({institution, quotas_of(member, plan)}, static_cast<std::uint32_t>(groups.groups.size()));
    if (is_new) groups.groups.push_back({institution, found->first.second, 0, 0});
    ++groups.groups[found->second].people;
    groups.group_of.back() = found->second;
  }
  return groups;
}

// What is missing, in words.
Sentence missing_of(const std::vector<Member>& roster, const std::vector<PanelMember>& members, const PanelPlan& plan) {
  std::uint32_t eligible = 0;
  std::set<std::string> institutions;
  std::vector<std::uint32_t> of_quota(plan.quotas.size(), 0);
  for (const PanelMember& judged : members) {
    if (judged.part == PanelPart::excluded) continue;
    ++eligible;
    institutions.insert(roster[judged.member].institution);
    for (const std::uint32_t quota : quotas_of(roster[judged.member], plan)) ++of_quota[quota];
  }
  Sentence missing{fmt::format("{} of {} people may be drawn", eligible, roster.size()),
                   fmt::format("{} 人中可抽取 {} 人", roster.size(), eligible)};
  bool is_named = eligible < plan.count;
  if (is_named) {
    missing =
        missing + Sentence{fmt::format(", and {} are needed", plan.count), fmt::format("，需要 {} 人", plan.count)};
  }
  for (std::size_t quota = 0; quota < plan.quotas.size(); ++quota) {
    if (of_quota[quota] >= plan.quotas[quota].least) continue;
    is_named = true;
    missing = missing + Sentence{fmt::format("; {} of {} where {} are needed", of_quota[quota],
                                             plan.quotas[quota].specialty, plan.quotas[quota].least),
                                 fmt::format("；{}只有 {} 人，需要 {} 人", plan.quotas[quota].specialty,
                                             of_quota[quota], plan.quotas[quota].least)};
  }
  if (institutions.size() < plan.institutions) {
    is_named = true;
    missing = missing +
              Sentence{fmt::format("; of {} institutions where {} are needed", institutions.size(), plan.institutions),
                       fmt::format("；只来自 {} 家单位，需要 {} 家", institutions.size(), plan.institutions)};
  }
  if (is_named) return missing;
  return missing + Sentence{"; each rule can be met, but not all quotas and institutions together",
                            "；单项要求都能满足，但各专业名额与单位数不能同时满足"};
}

std::unexpected<Error> too_few(const std::vector<Member>& roster, const std::vector<PanelMember>& members,
                               const PanelPlan& plan) {
  Sentence sentence = missing_of(roster, members, plan);
  const auto removed = removed_by(members);
  for (std::size_t index = 0; index < kExclusions; ++index) {
    if (removed[index].all == 0) continue;
    const Sentence rule = sentence_of(static_cast<Exclusion>(index));
    sentence =
        sentence + Sentence{fmt::format("; {} removes {} ({} by itself alone)", code_of(static_cast<Exclusion>(index)),
                                        removed[index].all, removed[index].alone),
                            fmt::format("；“{}”排除 {} 人（仅因此项 {} 人）", rule.chinese, removed[index].all,
                                        removed[index].alone)};
  }
  return input_error("too_few_people", sentence + Sentence{"; ask for fewer, loosen a rule, or widen the roster",
                                                           "；请减少人数、放宽规则或扩充名册"});
}

// Which quota each drawn member counts for: a matching, in order of the draw (Kuhn 1955).
class Matching {
 public:
  Matching(const std::vector<std::vector<std::uint32_t>>& quotas_of, const std::vector<std::uint32_t>& places)
      : quotas_of_(quotas_of) {
    for (std::uint32_t quota = 0; quota < places.size(); ++quota)
      for (std::uint32_t place = 0; place < places[quota]; ++place) places_.push_back({quota, kNobody});
  }

  // -1 for who counts for none.
  std::vector<int> fill() {
    for (std::size_t person = 0; person < quotas_of_.size(); ++person) {
      seen_.assign(places_.size(), false);
      find(person);
    }
    std::vector<int> quota_of(quotas_of_.size(), -1);
    for (const Place& place : places_)
      if (place.person != kNobody) quota_of[place.person] = static_cast<int>(place.quota);
    return quota_of;
  }

 private:
  static constexpr auto kNobody = static_cast<std::size_t>(-1);
  struct Place {
    std::uint32_t quota;
    std::size_t person;
  };

  bool find(std::size_t person) {
    for (std::size_t at = 0; at < places_.size(); ++at) {
      const auto& could = quotas_of_[person];
      if (seen_[at] || std::find(could.begin(), could.end(), places_[at].quota) == could.end()) continue;
      seen_[at] = true;
      if (places_[at].person != kNobody && !find(places_[at].person)) continue;
      places_[at].person = person;
      return true;
    }
    return false;
  }

  const std::vector<std::vector<std::uint32_t>>& quotas_of_;
  std::vector<Place> places_;
  std::vector<bool> seen_;
};

void set_quotas(const std::vector<Member>& roster, const std::vector<std::uint32_t>& drawn, const PanelPlan& plan,
                std::vector<PanelMember>& members) {
  std::vector<std::vector<std::uint32_t>> could;
  for (const std::uint32_t number : drawn) could.push_back(quotas_of(roster[number], plan));
  std::vector<std::uint32_t> places;
  for (const Quota& quota : plan.quotas) places.push_back(quota.least);
  const auto quota_of = Matching(could, places).fill();
  for (std::size_t at = 0; at < drawn.size(); ++at)
    if (quota_of[at] >= 0) members[drawn[at]].quota = plan.quotas[static_cast<std::size_t>(quota_of[at])].specialty;
}

// Those not drawn, in the order of the draw from its beginning: who was passed over may stand in for somebody.
void set_spares(const std::vector<std::uint32_t>& order, const PanelPlan& plan, std::vector<PanelMember>& members) {
  std::uint32_t spares = 0;
  for (const std::uint32_t number : order) {
    PanelMember& member = members[number];
    if (spares == plan.spares) return;
    if (member.part != PanelPart::not_needed && member.part != PanelPart::passed_over) continue;
    member.part = PanelPart::spare;
    member.order = plan.count + ++spares;
  }
}

}  // namespace

std::string_view code_of(Exclusion exclusion) {
  constexpr std::string_view kCodes[] = {"works_there", "worked_there", "stated_conflict", "drawn_too_often"};
  return kCodes[static_cast<std::size_t>(exclusion)];
}

Sentence sentence_of(Exclusion exclusion) {
  switch (exclusion) {
    case Exclusion::works_there: return {"works at the inspected institution", "现任职于被查单位"};
    case Exclusion::worked_there: return {"worked at the inspected institution", "曾任职于被查单位"};
    case Exclusion::stated_conflict:
      return {"has stated a conflict with it or its people", "已申报与被查单位或相关人员有利害关系"};
    case Exclusion::drawn_too_often: return {"was drawn too often lately", "近期被抽取次数已达上限"};
  }
  CHECK(false);
}

std::string_view code_of(PanelPart part) {
  constexpr std::string_view kCodes[] = {"drawn", "spare", "not_needed", "passed_over", "excluded"};
  return kCodes[static_cast<std::size_t>(part)];
}

std::array<Removed, kExclusions> removed_by(std::span<const PanelMember> members) {
  std::array<Removed, kExclusions> removed{};
  for (const PanelMember& member : members) {
    for (const Exclusion exclusion : member.exclusions) {
      Removed& of = removed[static_cast<std::size_t>(exclusion)];
      ++of.all;
      if (member.exclusions.size() == 1) ++of.alone;
    }
  }
  return removed;
}

Result<std::vector<PanelMember>> draw_panel(const std::vector<Member>& roster, const DrawHistory& history,
                                            const PanelPlan& plan, const Digest& key) {
  TRY(check_plan(plan));
  std::vector<PanelMember> members;
  for (std::uint32_t number = 0; number < roster.size(); ++number)
    members.push_back(judge(roster[number], number, history, plan));
  Groups groups = groups_of(roster, members, plan);
  PanelNeed need{plan.count, plan.institutions, {}};
  for (const Quota& quota : plan.quotas) need.least.push_back(quota.least);
  if (!can_be_filled(groups.groups, need)) return too_few(roster, members, plan);

  RandomSource source(key, "people");
  const auto count = static_cast<std::uint32_t>(roster.size());
  std::vector<std::uint32_t> drawn;
  std::vector<bool> is_shut(groups.groups.size(), false);  // of whom another would leave a need unmet: it stays so
  const auto order = shuffled(source, count, count);
  for (const std::uint32_t number : order) {
    PanelMember& member = members[number];
    if (member.part == PanelPart::excluded || drawn.size() == plan.count) continue;
    const std::uint32_t group = groups.group_of[number];
    if (!is_shut[group]) {
      ++groups.groups[group].taken;
      is_shut[group] = !can_be_filled(groups.groups, need);
      if (is_shut[group]) --groups.groups[group].taken;
    }
    if (is_shut[group]) {
      member.part = PanelPart::passed_over;
      continue;
    }
    drawn.push_back(number);
    member.part = PanelPart::drawn;
    member.order = static_cast<std::uint32_t>(drawn.size());
  }
  CHECK(drawn.size() == plan.count);
  set_spares(order, plan, members);
  set_quotas(roster, drawn, plan, members);
  return members;
}

}  // namespace qiuhao::screening
