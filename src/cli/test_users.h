// For tests of commands that people do: users with roles, their passwords and one-time codes.
#pragma once

#include <string>
#include <vector>

#include "cli/test_calls.h"
#include "cli/users_parts.h"
#include "identity/totp.h"

namespace qiuhao::cli {

class UserCallTest : public CallTest {
 protected:
  static constexpr const char* kTestPassword = "Third-Lamp5";

  // Sets one-time codes up; gives the recovery codes, which a test can use many times within a minute.
  std::vector<std::string> codes_of(const std::string& login, const std::string& password) const {
    UsersOptions options;
    options.workspace = workspace();
    const auto desk = open_desk(options, false);
    CHECK(desk.has_value());
    const auto answer = (*desk)->sign_in.sign_in(login, password, "", "test", (*desk)->now);
    CHECK(answer.has_value() && !answer->token.empty());
    const auto made = (*desk)->sign_in.begin_code(answer->token, (*desk)->now);
    CHECK(made.has_value());
    const std::string code = identity::totp_code(made->secret, (*desk)->now / 1'000'000 / identity::kCodeSeconds);
    const auto recovery = (*desk)->sign_in.confirm_code(answer->token, code, (*desk)->now);
    CHECK(recovery.has_value());
    return *recovery;
  }
  // Somebody who signs in with kTestPassword and holds the role in the region.
  void add_user(const std::string& login, const std::string& role, const std::string& region = "340600") const {
    UsersOptions options;
    options.workspace = workspace();
    const auto desk = open_desk(options, false);
    CHECK(desk.has_value());
    const database::Micros now = (*desk)->now;
    const auto by = [&](const std::string& who) { return identity::By{{who, now}, "test", now, std::nullopt}; };
    const Status done = (*desk)->records.database->write([&](database::Transaction& transaction) -> Status {
      TRY((*desk)->people.add_user(transaction, by("root"), {login, "王小二", "", "", "B1", ""}));
      const Day today = day_of(now / database::kMicrosASecond);
      ASSIGN(const auto grant, (*desk)->people.propose_role(transaction, by("root"),
                                                            {0, login, role, region, "", today, kNoDay, {}, "", ""}));
      return (*desk)->people.decide_role(transaction, by("guard"), grant, true, "测试");
    });
    CHECK_NOTE(done.has_value(), done ? "" : done.error().text());
    const identity::SignIn& sign_in = (*desk)->sign_in;
    const auto once = sign_in.reset_password((*desk)->people, by("root"), login, false);
    CHECK_NOTE(once.has_value(), once ? "" : once.error().text());
    const auto session = sign_in.sign_in(login, *once, "", "test", now);
    CHECK(session.has_value() && !session->token.empty());
    const Status set = sign_in.change_password(session->token, *once, kTestPassword, now);
    CHECK_NOTE(set.has_value(), set ? "" : set.error().text());
  }
  // As somebody of add_user(); with a one-time code where one is given.
  Said as(const std::string& login, std::vector<std::string> arguments, const std::string& code = "") const {
    arguments.insert(arguments.end(), {"--as", login});
    return call(arguments, std::string(kTestPassword) + "\n" + (code.empty() ? "" : code + "\n"));
  }
};

}  // namespace qiuhao::cli
