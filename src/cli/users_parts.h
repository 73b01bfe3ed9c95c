// What the parts of `qiuhao users` share: options, and who does it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "cli/records.h"
#include "identity/people.h"
#include "identity/sign_in.h"

namespace qiuhao::cli {

struct UsersOptions {
  std::string workspace;
  std::string as;  // the login of who does it
  std::string login;
  std::string second;
  std::string name;
  std::string second_name;
  std::string phone;
  std::string certificate;
  std::string organisation;
  std::string title;
  std::string kind = "bureau";
  std::string unit;
  std::string role;
  std::string region;
  std::string grid;
  std::string from;
  std::string to;
  std::string why;
  std::int64_t number = 0;
  bool forget_code = false;
  bool closed = false;
  bool waiting = false;
  Language language = Language::english;

  const std::string& say(const Sentence& sentence) const { return sentence.in(language); }
};

// Everything that stands open for one command.
struct UsersDesk {
  Records records;
  database::KeyRing ring;
  identity::RolePolicy policy;
  identity::People people;
  identity::SignIn sign_in;
  database::Micros now = 0;
  std::string where_from;  // console: and the user of the system

  UsersDesk(Records opened, database::KeyRing keys, identity::RolePolicy roles);
};

// The workspace's policy/roles.yaml, or the shipped one.
Result<identity::RolePolicy> load_roles(const Path& workspace);

// Policy of roles as load_roles(). With `make`, records and keys are made where they are missing.
Result<std::unique_ptr<UsersDesk>> open_desk(const UsersOptions& options, bool make);

// Signs in as --as with password (and code, when the account has one) from prompt or standard input, does the work, and
// signs out. "not_signed_in" with the outcome's sentence; "password_must_be_changed".
using DeskWork = std::function<Status(UsersDesk& desk, const identity::By& by, const std::string& token)>;
Result<int> as_user(const UsersOptions& options, const DeskWork& work);
// The same for a password that has to be changed first.
Result<int> as_user_with_any_password(const UsersOptions& options, const DeskWork& work);

Result<int> found_users(const UsersOptions& options);
Result<int> keep_organisation(const UsersOptions& options);
Result<int> add_unit(const UsersOptions& options);
Result<int> add_user(const UsersOptions& options);
Result<int> list_users(const UsersOptions& options);
Result<int> lock_user(const UsersOptions& options);
Result<int> unlock_user(const UsersOptions& options);
Result<int> leave_user(const UsersOptions& options);
Result<int> reset_user(const UsersOptions& options);
Result<int> change_own_password(const UsersOptions& options);
Result<int> set_own_code(const UsersOptions& options);
Result<int> propose_role(const UsersOptions& options);
Result<int> approve_role(const UsersOptions& options);
Result<int> refuse_role(const UsersOptions& options);
Result<int> end_role(const UsersOptions& options);

}  // namespace qiuhao::cli
