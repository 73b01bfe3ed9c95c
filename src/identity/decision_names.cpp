// Names and meanings of reasons.
#include <algorithm>
#include <array>

#include "identity/decision.h"

namespace qiuhao::identity {
namespace {

struct Row {
  std::string_view name;
  const char* english;
  const char* chinese;
};

constexpr std::array<Row, kReasons> kRows = {{
    {"allowed", "it is allowed", "允许"},
    {"action_is_unknown", "the policy of roles has no such action", "岗位权限中没有这个操作"},
    {"user_is_unknown", "there is no such user", "没有这个用户"},
    {"user_has_left", "the user has left", "该用户已离岗"},
    {"user_is_locked", "the user is locked; an administrator can unlock", "该用户已被锁定；可由管理员解锁"},
    {"organisation_is_closed", "the user's organisation is closed", "该用户所在机构已停用"},
    {"policy_is_not_in_force", "the policy of roles is not in force yet", "岗位权限尚未施行"},
    {"no_role_may", "the user holds no role that may do this", "该用户没有可办此事的岗位"},
    {"role_waits_for_approval", "the role waits for a second person's approval", "该岗位尚待另一人批准"},
    {"role_has_not_begun", "the role has not begun", "该岗位尚未到任职日"},
    {"role_has_ended", "the role has ended", "该岗位任期已满"},
    {"organisation_may_not_hold_role", "this kind of organisation may not hold the role", "该类机构不得设此岗位"},
    {"other_region", "it is of a region that the role was not given for", "不在该岗位的行政区划范围内"},
    {"other_organisation", "it is another organisation's", "属于其他机构"},
    {"other_grid", "it is of another grid", "属于其他网格"},
    {"same_person_may_not", "whoever did the step before may not do this one", "前后两步不得由同一人办理"},
    {"must_stand_aside", "the user has to stand aside", "该用户应当回避"},
    {"code_is_not_fresh", "give a one-time code first", "请先输入动态口令"},
    {"key_has_ended", "the key is unknown or has ended", "密钥无效或已到期"},
    {"key_is_for_other_actions", "the key is for other actions", "该密钥不能用于此操作"},
}};

}  // namespace

std::string_view name_of(Reason reason) { return kRows.at(static_cast<std::size_t>(reason)).name; }

Sentence meaning_of(Reason reason) {
  const Row& row = kRows.at(static_cast<std::size_t>(reason));
  return {row.english, row.chinese};
}

std::optional<Reason> reason_named(std::string_view name) {
  const auto found = std::ranges::find(kRows, name, &Row::name);
  return found == kRows.end() ? std::nullopt : std::optional(static_cast<Reason>(found - kRows.begin()));
}

}  // namespace qiuhao::identity
