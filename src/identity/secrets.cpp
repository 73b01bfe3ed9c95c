// Passwords set, reset and changed; the secrets of telephones and recovery codes.
#include <fmt/format.h>

#include "database/digest.h"
#include "database/personal.h"
#include "identity/accounts.h"
#include "identity/credentials.h"
#include "identity/totp.h"

namespace qiuhao::identity {
namespace {

using database::Bytes;
using database::Kind;
using database::Micros;
using database::Parameter;
using database::Transaction;

database::CellName code_cell(const std::string& login) { return {"identity_credentials", "code_secret", login}; }

}  // namespace

Status SignIn::put_password(Transaction& transaction, const std::string& login, const std::string& hashed,
                            bool must_change, std::optional<Micros> ends_at) const {
  TRY(transaction.execute(
      "insert into identity_credentials (login, password, must_change, ends_at, code_is_confirmed, code_step) "
      "values (?, ?, ?, ?, 0, 0) on conflict (login) do update set password = excluded.password, "
      "must_change = excluded.must_change, ends_at = excluded.ends_at",
      {login, hashed, must_change, ends_at}));
  return {};
}

Result<std::string> SignIn::reset_password(const People& people, const By& by, const std::string& login,
                                           bool forget_code) const {
  if (login == by.asker.login)
    return input_error("own_account",
                       Sentence{"nobody resets the own password; change it, or ask another administrator",
                                "不能重置自己的密码；请自行修改，或由另一名管理员重置"});
  std::string password = draw_password();
  ASSIGN(const std::string hashed, hash_password(password, cost_));
  TRY(database_.write([&](Transaction& transaction) -> Status {
    ASSIGN(const Account account, account_of(transaction, login));
    TRY(people.require(transaction, by, "user.keep", Target::in_region(account.region)));
    TRY(put_password(transaction, login, hashed, true, by.now + kOneTimePasswordHours * database::kMicrosAnHour));
    TRY(transaction.execute("delete from identity_sessions where login = ?", {login}));
    if (forget_code) {
      TRY(transaction.execute(
          "update identity_credentials set code_secret = null, code_is_confirmed = 0 where login = ?", {login}));
      TRY(transaction.execute("delete from identity_recovery_codes where login = ?", {login}));
    }
    return note(transaction, by.asker.login, by.where_from, "password_reset", login,
                forget_code ? std::optional<std::string>("code forgotten") : std::nullopt, by.now);
  }));
  return password;
}

Status SignIn::set_first_password(const By& by, const std::string& login, std::string_view password) const {
  TRY(check_password(login, password));
  ASSIGN(const std::string hashed, hash_password(password, cost_));
  return database_.write([&](Transaction& transaction) -> Status {
    TRY(account_of(transaction, login));
    ASSIGN(const auto founder,
           transaction.query_first("select 1 from identity_grants where login = ? and proposed_by = 'founding'",
                                   {login}, {Kind::number}));
    if (!founder)
      return input_error("not_a_founder", Sentence{"an administrator gives this user a first password by a reset",
                                                   "该用户的初始密码由管理员重置产生"});
    ASSIGN(const auto credential, credential_of(transaction, login));
    if (credential)
      return input_error("password_is_set", Sentence{"the user has a password; it can be changed or reset",
                                                     "该用户已有密码；可修改或重置"});
    TRY(put_password(transaction, login, hashed, false, std::nullopt));
    return note(transaction, by.asker.login, by.where_from, "password_set", login, std::nullopt, by.now);
  });
}

Status SignIn::change_password(std::string_view token, std::string_view old, std::string_view fresh, Micros now) const {
  ASSIGN(const std::string login, known_session(token, now));
  TRY(check_password(login, fresh));
  ASSIGN(const Attempt attempt, count_attempt(login, now));
  std::optional<Credential> credential;
  TRY(database_.read([&](Transaction& transaction) -> Status {
    ASSIGN(credential, credential_of(transaction, login));
    return {};
  }));
  if (attempt.locked_until != 0 || !credential || !is_password(credential->password, old)) {
    if (attempt.locked_until == 0) TRY(note_wrong(attempt, true, login, "", now));
    return input_error("wrong_password", Sentence{"the old password is wrong", "原密码不正确"});
  }
  if (fresh == old) {
    TRY(take_back(login));
    return input_error("same_password",
                       Sentence{"the new password is the old one; choose another", "新密码与原密码相同；请换一个"});
  }
  ASSIGN(const std::string hashed, hash_password(fresh, cost_));
  return database_.write([&](Transaction& transaction) -> Status {
    ASSIGN(const std::int64_t changed,
           transaction.execute("update identity_credentials set password = ?, must_change = 0, ends_at = null "
                               "where login = ? and password = ?",
                               {hashed, login, credential->password}));
    if (changed == 0)
      return input_error("wrong_password", Sentence{"the password was changed meanwhile", "密码刚刚已被更改"});
    TRY(transaction.execute("delete from identity_sessions where login = ? and token_hash <> ?",
                            {login, Bytes{database::digest(database::Digest::sha256, token)}}));
    TRY(transaction.execute("delete from identity_attempts where login_index = ?", {Bytes{attempt.index}}));
    return note(transaction, login, "", "password_changed", login, std::nullopt, now);
  });
}

Result<CodeSecret> SignIn::begin_code(std::string_view token, Micros now) const {
  ASSIGN(const std::string login, known_session(token, now));
  CodeSecret made;
  made.secret = database::random_bytes(kCodeSecretBytes);
  made.uri = totp_uri(login, made.secret);
  TRY(database_.write([&](Transaction& transaction) -> Status {
    ASSIGN(const auto credential, credential_of(transaction, login));
    if (credential && credential->code_is_confirmed)
      return input_error("code_is_set", Sentence{"one-time codes are set up; an administrator's reset begins anew",
                                                 "已启用动态口令；如需重设，请由管理员重置"});
    TRY(transaction.execute("update identity_credentials set code_secret = ? where login = ?",
                            {Bytes{database::seal_cell(ring_, code_cell(login), made.secret)}, login}));
    return note(transaction, login, "", "code_begun", login, std::nullopt, now);
  }));
  return made;
}

Result<std::vector<std::string>> SignIn::confirm_code(std::string_view token, std::string_view code, Micros now) const {
  ASSIGN(const std::string login, known_session(token, now));
  std::vector<std::string> codes;
  for (int number = 0; number < kRecoveryCodes; ++number) codes.push_back(draw_password());
  TRY(database_.write([&](Transaction& transaction) -> Status {
    ASSIGN(const auto credential, credential_of(transaction, login));
    if (!credential || credential->code_secret.empty() || credential->code_is_confirmed)
      return input_error("no_code_begun", Sentence{"begin with a new secret first", "请先生成新的动态口令密钥"});
    ASSIGN(std::string secret, database::open_cell(ring_, code_cell(login), credential->code_secret));
    const auto step = step_of_code(secret, code, now / database::kMicrosASecond, credential->code_step);
    database::wipe(secret);
    if (!step)
      return input_error("wrong_code", Sentence{"the code is not of this secret; look at the telephone's clock",
                                                "动态口令不正确；请检查手机时间"});
    TRY(transaction.execute("update identity_credentials set code_is_confirmed = 1, code_step = ? where login = ?",
                            {*step, login}));
    TRY(transaction.execute("delete from identity_recovery_codes where login = ?", {login}));
    for (const std::string& one : codes)
      TRY(transaction.execute("insert into identity_recovery_codes (login, hash) values (?, ?)",
                              {login, Bytes{database::digest(database::Digest::sha256, one)}}));
    TRY(transaction.execute("update identity_sessions set code_at = ? where token_hash = ?",
                            {now, Bytes{database::digest(database::Digest::sha256, token)}}));
    return note(transaction, login, "", "code_confirmed", login, std::nullopt, now);
  }));
  return codes;
}

}  // namespace qiuhao::identity
