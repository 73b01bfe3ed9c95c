// `qiuhao users`: accounts.
#include <fmt/format.h>

#include "cli/prompt.h"
#include "cli/text_table.h"
#include "cli/users_parts.h"
#include "identity/totp.h"

namespace qiuhao::cli {
namespace {

using database::Transaction;
using identity::By;
using identity::UserState;

void say(const UsersOptions& options, const std::string& english, const std::string& chinese) {
  fmt::print("{}\n", options.language == Language::chinese ? chinese : english);
}

Result<identity::OrganisationKind> kind_of(const std::string& name) {
  if (const auto kind = identity::organisation_kind_named(name)) return *kind;
  std::string known;
  for (std::size_t index = 1; index <= identity::kOrganisationKinds; ++index)
    known += fmt::format("{}{}", known.empty() ? "" : ", ", name_of(static_cast<identity::OrganisationKind>(index)));
  return usage_error("unknown_kind",
                     Sentence{fmt::format("there is no kind of organisation '{}'; there are {}", name, known),
                              fmt::format("没有机构类别“{}”；可用：{}", name, known)});
}

// Asked for twice on purpose: a slip would lock the owner out.
Result<std::string> new_password(const UsersOptions& options, const std::string& login) {
  ASSIGN(std::string password,
         ask_secret(options.say({fmt::format("new password of {}", login), fmt::format("{} 的新密码", login)})));
  ASSIGN(const std::string again, ask_secret(options.say({"once more", "再输入一次"})));
  if (password != again)
    return input_error("passwords_differ", Sentence{"the two are not the same; begin again", "两次输入不一致；请重来"});
  TRY(identity::check_password(login, password));
  return password;
}

Result<int> set_state(const UsersOptions& options, UserState state) {
  return as_user(options, [&](UsersDesk& desk, const By& by, const std::string&) -> Status {
    TRY(desk.records.database->write([&](Transaction& transaction) {
      return desk.people.set_state(transaction, by, options.login, state, options.why);
    }));
    say(options, fmt::format("{} is {}", options.login, name_of(state)),
        fmt::format("{} 现为 {}", options.login, name_of(state)));
    return {};
  });
}

}  // namespace

Result<int> found_users(const UsersOptions& options) {
  ASSIGN(const auto kind, kind_of(options.kind));
  ASSIGN(const auto desk, open_desk(options, true));
  ASSIGN(const std::string first, new_password(options, options.login));
  ASSIGN(const std::string second, new_password(options, options.second));
  const By by{{desk->where_from, std::nullopt}, desk->where_from, desk->now, std::nullopt};
  TRY(desk->records.database->write([&](Transaction& transaction) {
    return desk->people.found(transaction, by, {options.organisation, options.title, kind, options.region, false},
                              {options.login, options.name, "", "", "", ""},
                              {options.second, options.second_name, "", "", "", ""});
  }));
  TRY(desk->sign_in.set_first_password(by, options.login, first));
  TRY(desk->sign_in.set_first_password(by, options.second, second));
  say(options,
      fmt::format(
          "{} adds users and proposes roles, {} approves them; both now set up one-time codes: qiuhao users code",
          options.login, options.second),
      fmt::format("{} 添加用户、提请岗位，{} 批准；请两人各自启用动态口令：qiuhao users code", options.login,
                  options.second));
  return 0;
}

Result<int> keep_organisation(const UsersOptions& options) {
  ASSIGN(const auto kind, kind_of(options.kind));
  return as_user(options, [&](UsersDesk& desk, const By& by, const std::string&) -> Status {
    return desk.records.database->write([&](Transaction& transaction) {
      return desk.people.keep_organisation(transaction, by,
                                           {options.organisation, options.title, kind, options.region, options.closed});
    });
  });
}

Result<int> add_unit(const UsersOptions& options) {
  return as_user(options, [&](UsersDesk& desk, const By& by, const std::string&) -> Status {
    return desk.records.database->write([&](Transaction& transaction) {
      return desk.people.add_unit(transaction, by, options.organisation, options.unit);
    });
  });
}

Result<int> add_user(const UsersOptions& options) {
  return as_user(options, [&](UsersDesk& desk, const By& by, const std::string&) -> Status {
    TRY(desk.records.database->write([&](Transaction& transaction) {
      return desk.people.add_user(
          transaction, by,
          {options.login, options.name, options.phone, options.certificate, options.organisation, options.unit});
    }));
    ASSIGN(const std::string password, desk.sign_in.reset_password(desk.people, by, options.login, false));
    say(options, fmt::format("{}: one-time password for a day: {}", options.login, password),
        fmt::format("{}：一次性密码（一日内有效）：{}", options.login, password));
    return {};
  });
}

Result<int> list_users(const UsersOptions& options) {
  ASSIGN(const auto desk, open_desk(options, false));
  std::vector<identity::User> users;
  std::vector<identity::Grant> grants;
  TRY(desk->records.database->read([&](Transaction& transaction) -> Status {
    ASSIGN(users, desk->people.users(transaction));
    ASSIGN(grants, desk->people.grants(transaction, ""));
    return {};
  }));
  const bool chinese = options.language == Language::chinese;
  if (options.waiting) {
    TextTable table(
        chinese ? std::vector<std::string>{"编号", "用户", "岗位", "区划", "网格", "起", "止", "提请人"}
                : std::vector<std::string>{"number", "user", "role", "region", "grid", "from", "to", "proposed by"});
    for (const identity::Grant& grant : grants) {
      if (grant.state == identity::GrantState::proposed)
        table.add({fmt::format("{}", grant.id), grant.login, grant.role, grant.region, grant.grid,
                   format_day(grant.from), format_day(grant.to), grant.proposed_by});
    }
    fmt::print("{}", table.text());
    return 0;
  }
  TextTable table(chinese ? std::vector<std::string>{"登录名", "姓名", "机构", "科室", "状态", "岗位"}
                          : std::vector<std::string>{"login", "name", "organisation", "unit", "state", "roles"});
  const Day today = day_of(desk->now / database::kMicrosASecond);
  for (const identity::User& user : users) {
    std::string roles;
    for (const identity::Grant& grant : grants) {
      const bool counts = grant.state == identity::GrantState::approved && grant.from <= today &&
                          (grant.to == kNoDay || today <= grant.to);
      if (grant.login == user.login && counts)
        roles += fmt::format("{}{} ({}: {})", roles.empty() ? "" : ", ", grant.role, grant.id, grant.region);
    }
    table.add({user.login, user.masked_name, user.organisation, user.unit, std::string(name_of(user.state)), roles});
  }
  fmt::print("{}", table.text());
  return 0;
}

Result<int> lock_user(const UsersOptions& options) { return set_state(options, UserState::locked); }
Result<int> unlock_user(const UsersOptions& options) { return set_state(options, UserState::active); }
Result<int> leave_user(const UsersOptions& options) { return set_state(options, UserState::left); }

Result<int> reset_user(const UsersOptions& options) {
  return as_user(options, [&](UsersDesk& desk, const By& by, const std::string&) -> Status {
    ASSIGN(const std::string password,
           desk.sign_in.reset_password(desk.people, by, options.login, options.forget_code));
    say(options, fmt::format("{}: one-time password for a day: {}", options.login, password),
        fmt::format("{}：一次性密码（一日内有效）：{}", options.login, password));
    return {};
  });
}

Result<int> change_own_password(const UsersOptions& options) {
  return as_user_with_any_password(options, [&](UsersDesk& desk, const By&, const std::string& token) -> Status {
    ASSIGN(const std::string old, ask_secret(options.say({"the old password again", "再次输入原密码"})));
    ASSIGN(const std::string fresh, new_password(options, options.as));
    TRY(desk.sign_in.change_password(token, old, fresh, desk.now));
    say(options, "the password is changed", "密码已修改");
    return {};
  });
}

Result<int> set_own_code(const UsersOptions& options) {
  return as_user(options, [&](UsersDesk& desk, const By&, const std::string& token) -> Status {
    ASSIGN(const identity::CodeSecret made, desk.sign_in.begin_code(token, desk.now));
    say(options, fmt::format("Put this into the telephone's program for codes:\n{}", made.uri),
        fmt::format("请把它加入手机的动态口令程序：\n{}", made.uri));
    std::fflush(stdout);
    ASSIGN(const std::string code, ask_secret(options.say({"the code that it shows", "手机显示的口令"})));
    ASSIGN(const auto recovery, desk.sign_in.confirm_code(token, code, database::now_micros()));
    say(options, "Write these down; each signs in once when the telephone is lost:",
        "请抄存以下恢复码；手机遗失时，每个可登录一次：");
    for (const std::string& one : recovery) fmt::print("  {}\n", one);
    return {};
  });
}

}  // namespace qiuhao::cli
