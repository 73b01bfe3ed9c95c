// Opening what `qiuhao users` works on, and signing in at the console.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/command.h"
#include "cli/prompt.h"
#include "cli/users_parts.h"
#include "database/digest.h"

namespace qiuhao::cli {
namespace {

using identity::SignInAnswer;
using identity::SignInOutcome;

Result<int> signed_in(const UsersOptions& options, bool any_password, const DeskWork& work) {
  if (options.as.empty())
    return usage_error("who_is_missing", Sentence{"say who does it: --as LOGIN", "请写明由谁办理：--as 登录名"});
  ASSIGN(const auto desk, open_desk(options, false));
  ASSIGN(std::string password,
         ask_secret(options.say({fmt::format("password of {}", options.as), fmt::format("{} 的密码", options.as)})));
  ASSIGN(SignInAnswer answer, desk->sign_in.sign_in(options.as, password, "", desk->where_from, desk->now));
  if (answer.outcome == SignInOutcome::code_is_wanted) {
    ASSIGN(const std::string code, ask_secret(options.say({"one-time code", "动态口令"})));
    ASSIGN(answer, desk->sign_in.sign_in(options.as, password, code, desk->where_from, desk->now));
  }
  database::wipe(password);
  if (answer.outcome != SignInOutcome::signed_in)
    return input_error("not_signed_in", identity::meaning_of(answer.outcome));
  Status done;
  if (answer.must_change_password && !any_password) {
    done = input_error("password_must_be_changed", Sentence{"change the one-time password first: qiuhao users password",
                                                            "请先修改一次性密码：qiuhao users password"});
  } else {
    ASSIGN(const auto session, desk->sign_in.session(answer.token, desk->now));
    done = work(*desk, {session.asker, desk->where_from, desk->now, std::nullopt}, answer.token);
  }
  const Status out = desk->sign_in.sign_out(answer.token, desk->now);
  TRY(done);
  TRY(out);
  return 0;
}

}  // namespace

UsersDesk::UsersDesk(Records opened, database::KeyRing keys, identity::RolePolicy roles)
    : records(std::move(opened)),
      ring(std::move(keys)),
      policy(std::move(roles)),
      people(records.trail, ring, policy),
      sign_in(*records.database, records.trail, ring),
      now(database::now_micros()),
      where_from(console_user()) {}

Result<identity::RolePolicy> load_roles(const Path& workspace) {
  std::string file = (workspace / "policy" / "roles.yaml").string();
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    ASSIGN(const std::string folder, policy_folder());
    file = folder + "/roles.yaml";
  }
  return identity::RolePolicy::read(file);
}

Result<std::unique_ptr<UsersDesk>> open_desk(const UsersOptions& options, bool make) {
  ASSIGN(Records records, open_records(options.workspace, make));
  ASSIGN(database::KeyRing ring, open_keys(options.workspace, make));
  TRY(identity::People::prepare(*records.database));
  ASSIGN(identity::RolePolicy policy, load_roles(options.workspace));
  return std::make_unique<UsersDesk>(std::move(records), std::move(ring), std::move(policy));
}

Result<int> as_user(const UsersOptions& options, const DeskWork& work) { return signed_in(options, false, work); }
Result<int> as_user_with_any_password(const UsersOptions& options, const DeskWork& work) {
  return signed_in(options, true, work);
}

}  // namespace qiuhao::cli
