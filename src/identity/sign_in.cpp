// Signing in: counted, judged outside of any transaction, and written down.
#include "identity/sign_in.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "database/digest.h"
#include "database/personal.h"
#include "identity/credentials.h"
#include "identity/totp.h"

namespace qiuhao::identity {
namespace {

using database::Bytes;
using database::Kind;
using database::Micros;
using database::Parameter;
using database::Transaction;

struct OutcomeRow {
  std::string_view name;
  const char* english;
  const char* chinese;
};
constexpr std::array<OutcomeRow, kSignInOutcomes> kOutcomes = {{
    {"signed_in", "signed in", "已登录"},
    {"locked_out", "too many wrong attempts; wait until the lock ends", "错误次数过多，请等锁定解除后再试"},
    {"wrong_login_or_password", "login or password is wrong", "登录名或密码不正确"},
    {"user_may_not_sign_in", "this account is locked or has ended; ask an administrator",
     "账号已锁定或停用，请联系管理员"},
    {"one_time_password_has_ended", "the one-time password has ended; ask an administrator for another",
     "一次性密码已过期，请联系管理员重置"},
    {"code_is_wanted", "now the one-time code", "请输入动态口令"},
    {"wrong_code", "the one-time code is wrong, or was used already", "动态口令不正确或已使用"},
}};

}  // namespace

std::string_view name_of(SignInOutcome outcome) { return kOutcomes.at(static_cast<std::size_t>(outcome)).name; }
Sentence meaning_of(SignInOutcome outcome) {
  const OutcomeRow& row = kOutcomes.at(static_cast<std::size_t>(outcome));
  return {row.english, row.chinese};
}

SignIn::SignIn(database::Database& database, const database::Trail& trail, const database::KeyRing& ring,
               const HashCost& cost)
    : database_(database), trail_(trail), ring_(ring), cost_(cost), decoy_(decoy_hash(cost)) {}

Status SignIn::note(Transaction& transaction, const std::string& who, const std::string& where_from, std::string what,
                    const std::string& login, std::optional<std::string> after, Micros now) const {
  TRY(trail_.append(transaction, database::Act{now, who, where_from, std::move(what), "user:" + login, std::nullopt,
                                               std::move(after), std::nullopt, std::nullopt}));
  return {};
}

Result<bool> SignIn::has_code(const std::string& login) const {
  bool has = false;
  TRY(database_.read([&](Transaction& transaction) -> Status {
    ASSIGN(const auto row, transaction.query_first("select 1 from identity_credentials where login = ? and "
                                                   "code_is_confirmed = 1",
                                                   {login}, {Kind::number}));
    has = row.has_value();
    return {};
  }));
  return has;
}

Result<std::optional<SignIn::Credential>> SignIn::credential_of(Transaction& transaction,
                                                                const std::string& login) const {
  ASSIGN(const auto row,
         transaction.query_first("select c.password, c.must_change, c.ends_at, c.code_secret, c.code_is_confirmed, "
                                 "c.code_step, u.state, o.is_closed from identity_credentials c "
                                 "join identity_users u on u.login = c.login "
                                 "join identity_organisations o on o.code = u.organisation where c.login = ?",
                                 {login},
                                 {Kind::text, Kind::number, Kind::number, Kind::bytes, Kind::number, Kind::number,
                                  Kind::number, Kind::number}));
  if (!row) return std::optional<Credential>();
  return std::optional(Credential{login, row->text(0), row->number(1) != 0, row->optional_number(2),
                                  row->optional_bytes(3).value_or(""), row->number(4) != 0, row->number(5),
                                  static_cast<UserState>(row->number(6)) == UserState::active && row->number(7) == 0});
}

Result<SignInAnswer> SignIn::sign_in(const std::string& login, std::string_view password, std::string_view code,
                                     const std::string& where_from, Micros now) const {
  ASSIGN(const Attempt attempt, count_attempt(login, now));
  if (attempt.locked_until != 0) return SignInAnswer{SignInOutcome::locked_out, "", false, attempt.locked_until};

  std::optional<Credential> credential;
  TRY(database_.read([&](Transaction& transaction) -> Status {
    if (login.size() > 64) return {};
    ASSIGN(credential, credential_of(transaction, login));
    return {};
  }));
  const std::string& hashed = credential ? credential->password : decoy_;
  const bool is_right = is_password(hashed, password.substr(0, kPasswordBytesMost + 1)) && credential;
  if (!is_right) {
    TRY(note_wrong(attempt, credential.has_value(), login, where_from, now));
    return SignInAnswer{};
  }
  std::string grown;
  if (is_outgrown(hashed, cost_)) {
    ASSIGN(grown, hash_password(password, cost_));
  }

  SignInAnswer answer;
  std::string token = database::to_hex(database::random_bytes(32));
  TRY(database_.write([&](Transaction& transaction) -> Status {
    ASSIGN(const auto current, credential_of(transaction, login));
    answer = SignInAnswer{};
    if (!current || current->password != hashed) return {};  // changed while it was judged
    answer.must_change_password = current->must_change;
    answer.outcome = SignInOutcome::user_may_not_sign_in;
    if (!current->is_active) return {};
    answer.outcome = SignInOutcome::one_time_password_has_ended;
    if (current->ends_at && now > *current->ends_at) return {};
    answer.outcome = SignInOutcome::code_is_wanted;
    if (current->code_is_confirmed && code.empty()) return {};
    answer.outcome = SignInOutcome::wrong_code;
    if (current->code_is_confirmed) {
      ASSIGN(const bool is_code, use_code(transaction, *current, code, now));
      if (!is_code) return {};
    }
    answer.outcome = SignInOutcome::signed_in;
    if (!grown.empty())
      TRY(transaction.execute("update identity_credentials set password = ? where login = ?", {grown, login}));
    TRY(transaction.execute("delete from identity_attempts where login_index = ?", {Bytes{attempt.index}}));
    return begin_session(transaction, login, token, current->code_is_confirmed, where_from, now);
  }));
  if (answer.outcome == SignInOutcome::signed_in) {
    answer.token = std::move(token);
  } else if (answer.outcome == SignInOutcome::wrong_code || answer.outcome == SignInOutcome::wrong_login_or_password) {
    TRY(note_wrong(attempt, true, login, where_from, now));
  } else {
    TRY(take_back(login));
  }
  return answer;
}

Result<bool> SignIn::use_code(Transaction& transaction, const Credential& credential, std::string_view code,
                              Micros now) const {
  ASSIGN(std::string secret,
         database::open_cell(ring_, {"identity_credentials", "code_secret", credential.login}, credential.code_secret));
  const auto step = step_of_code(secret, code, now / database::kMicrosASecond, credential.code_step);
  database::wipe(secret);
  if (step) {
    TRY(transaction.execute("update identity_credentials set code_step = ? where login = ?",
                            {*step, credential.login}));
    return true;
  }
  ASSIGN(const std::int64_t used,
         transaction.execute("delete from identity_recovery_codes where login = ? and hash = ?",
                             {credential.login, Bytes{database::digest(database::Digest::sha256, code)}}));
  if (used == 0) return false;
  TRY(note(transaction, credential.login, "", "recovery_code_used", credential.login, std::nullopt, now));
  return true;
}

}  // namespace qiuhao::identity
