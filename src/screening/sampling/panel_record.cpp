// The record of a draw, row by row.
#include "screening/sampling/panel_record.h"

#include <fmt/format.h>

#include <algorithm>

namespace qiuhao::screening {
namespace {

std::string cell_of(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char c : text) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
  return cell + "\"";
}

Sentence reason_of(const PanelMember& member, const PanelPlan& plan) {
  switch (member.part) {
    case PanelPart::drawn: return {"drawn in this order", "按随机顺序抽中"};
    case PanelPart::spare: return {"next of those not drawn, in the random order", "未抽中人员中按随机顺序递补"};
    case PanelPart::not_needed: return {"not reached", "未抽到"};
    case PanelPart::passed_over:
      return {"passed over: the quotas or institutions could not have been met", "跳过：否则专业名额或单位数无法满足"};
    case PanelPart::excluded: break;
  }
  Sentence reason;
  for (const Exclusion exclusion : member.exclusions) {
    if (!reason.english.empty()) reason = reason + Sentence{"; ", "；"};
    reason = reason + sentence_of(exclusion);
    if (exclusion == Exclusion::drawn_too_often)
      reason = reason + Sentence{fmt::format(" ({} times in {} days)", member.times, plan.within_days),
                                 fmt::format("（{} 天内 {} 次）", plan.within_days, member.times)};
  }
  return reason;
}

}  // namespace

std::string record_of(const std::vector<Member>& roster, const std::vector<PanelMember>& members,
                      const PanelPlan& plan) {
  std::vector<const PanelMember*> order;
  for (const PanelMember& member : members) order.push_back(&member);
  std::stable_sort(order.begin(), order.end(), [](const PanelMember* a, const PanelMember* b) {
    const auto place = [](const PanelMember* of) { return of->order == 0 ? ~std::uint32_t{0} : of->order; };
    return place(a) < place(b);
  });
  std::string record = "order,part,id,name,institution,specialties,counts_for,reason,原因\n";
  for (const PanelMember* member : order) {
    const Member& of = roster[member->member];
    std::string specialties;
    for (const std::string& item : of.specialties) specialties += (specialties.empty() ? "" : ";") + item;
    const Sentence reason = reason_of(*member, plan);
    record +=
        fmt::format("{},{},{},{},{},{},{},{},{}\n", member->order == 0 ? "" : std::to_string(member->order),
                    code_of(member->part), cell_of(of.id), cell_of(of.name), cell_of(of.institution),
                    cell_of(specialties), cell_of(member->quota), cell_of(reason.english), cell_of(reason.chinese));
  }
  return record;
}

}  // namespace qiuhao::screening
