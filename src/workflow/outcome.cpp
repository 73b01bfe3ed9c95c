// Names and meanings of outcomes.
#include "workflow/outcome.h"

#include <algorithm>
#include <iterator>

namespace qiuhao::workflow {
namespace {

struct Row {
  std::string_view name;
  const char* english;
  const char* chinese;
};

constexpr Row kRows[kOutcomes] = {
    {"done", "the act was done", "已办理"},
    {"matter_moved_on", "somebody else acted upon the matter since it was read", "读取之后事项已被他人办理"},
    {"matter_is_of_another_version", "the matter runs by another version of its kind", "事项按另一版本的流程运行"},
    {"action_is_unknown", "the kind has no such action", "流程没有这个操作"},
    {"matter_is_closed", "the matter has ended", "事项已经办结"},
    {"not_from_this_state", "the action is for another state", "当前状态不能做这个操作"},
    {"time_runs_backwards", "the act is earlier than the last one", "办理时间早于上一次办理"},
    {"role_may_not", "the person has no role that may do this", "该人员没有可办此操作的角色"},
    {"person_is_not_assigned", "the matter is assigned to somebody else", "事项没有分给该人员"},
    {"same_person_may_not", "whoever did the one may not do the other", "前后两步不得由同一人办理"},
    {"same_unit_may_not", "whoever did the one must be of another unit", "前后两步不得由同一部门办理"},
    {"not_in_bulk", "the action is done one matter at a time", "该操作须逐件办理"},
    {"field_is_unknown", "the kind has no such field", "流程没有这个字段"},
    {"field_may_not_be_set", "the action does not set this field", "该操作不能填写这个字段"},
    {"value_does_not_fit", "the value is not of the field's type", "值与字段类型不符"},
    {"part_may_not_be_assigned", "the action does not assign this part", "该操作不能指定这类人员"},
    {"people_do_not_fit", "too many or too few people, or one twice", "人数不符，或同一人重复"},
    {"document_is_unknown", "the kind has no such document", "流程没有这种文书"},
    {"field_is_missing", "a field that the action needs is empty", "缺少必填字段"},
    {"people_are_missing", "a part that the action needs is not assigned", "缺少必须指定的人员"},
    {"document_is_missing", "a document that the action needs is not there", "缺少必备文书"},
    {"parameter_has_no_value", "a parameter has no value on the matter's day", "参数在事项当日没有取值"},
    {"formula_is_undecided", "a formula reads what is not there", "公式读取的内容为空，无法判定"},
    {"guard_is_false", "a condition of the action does not hold", "不满足操作条件"},
    {"no_state_follows", "no condition of the next state holds", "没有符合条件的后续状态"},
    {"extension_is_used_up", "the term was extended as often as it may be", "期限的延长次数已用完"},
    {"term_does_not_run", "the term that is meant does not run", "所指的期限没有在计算"},
    {"matter_is_full", "the matter has as many acts or documents as it can hold", "事项的记录已达上限"},
};

}  // namespace

std::string_view outcome_name(Outcome outcome) { return kRows[static_cast<std::size_t>(outcome)].name; }

std::optional<Outcome> outcome_named(std::string_view name) {
  const auto* const found = std::ranges::find(kRows, name, &Row::name);
  if (found == std::end(kRows)) return std::nullopt;
  return static_cast<Outcome>(found - kRows);
}

Sentence outcome_meaning(Outcome outcome) {
  const Row& row = kRows[static_cast<std::size_t>(outcome)];
  return {row.english, row.chinese};
}

}  // namespace qiuhao::workflow
