// Sessions: a token of which only the hash is stored.
#include <fmt/format.h>

#include "database/digest.h"
#include "identity/accounts.h"
#include "identity/credentials.h"

namespace qiuhao::identity {
namespace {

using database::Bytes;
using database::Kind;
using database::kMicrosAMinute;
using database::Micros;
using database::Parameter;
using database::Transaction;

constexpr Micros kIdle = kIdleMinutes * kMicrosAMinute;
constexpr Micros kWhole = kSessionHours * database::kMicrosAnHour;

Bytes hash_of(std::string_view token) { return Bytes{database::digest(database::Digest::sha256, token)}; }

}  // namespace

Status SignIn::begin_session(Transaction& transaction, const std::string& login, const std::string& token,
                             bool with_code, const std::string& where_from, Micros now) const {
  TRY(transaction.execute("delete from identity_sessions where login = ? and (seen_at < ? or began_at < ?)",
                          {login, now - kIdle, now - kWhole}));
  ASSIGN(const std::int64_t pushed_out,
         transaction.execute("delete from identity_sessions where login = ? and token_hash not in (select token_hash "
                             "from identity_sessions where login = ? order by began_at desc, token_hash limit ?)",
                             {login, login, kSessionsMost - 1}));
  TRY(transaction.execute(
      "insert into identity_sessions (token_hash, login, began_at, seen_at, code_at, where_from) "
      "values (?, ?, ?, ?, ?, ?)",
      {hash_of(token), login, now, now, with_code ? Parameter(now) : Parameter(nullptr), where_from}));
  return note(transaction, login, where_from, "signed_in", login,
              pushed_out == 0 ? std::nullopt : std::optional(fmt::format("{} older session ended", pushed_out)), now);
}

Result<SessionAnswer> SignIn::session(std::string_view token, Micros now) const {
  SessionAnswer answer;
  bool is_stale = false;
  TRY(database_.read([&](Transaction& transaction) -> Status {
    ASSIGN(const auto row,
           transaction.query_first(
               "select s.login, s.began_at, s.seen_at, s.code_at, u.state, o.is_closed, c.must_change "
               "from identity_sessions s join identity_users u on u.login = s.login "
               "join identity_organisations o on o.code = u.organisation "
               "join identity_credentials c on c.login = s.login where s.token_hash = ?",
               {hash_of(token)},
               {Kind::text, Kind::number, Kind::number, Kind::number, Kind::number, Kind::number, Kind::number}));
    if (!row) return {};
    answer.outcome = SessionOutcome::session_was_idle;
    if (now - row->number(2) > kIdle) return {};
    answer.outcome = SessionOutcome::session_is_too_old;
    if (now - row->number(1) > kWhole) return {};
    answer.outcome = SessionOutcome::user_may_not;
    if (static_cast<UserState>(row->number(4)) != UserState::active || row->number(5) != 0) return {};
    answer.outcome = SessionOutcome::good;
    answer.asker = {row->text(0), row->optional_number(3)};
    answer.must_change_password = row->number(6) != 0;
    is_stale = now - row->number(2) >= kMicrosAMinute;
    return {};
  }));
  if (is_stale) {
    TRY(database_.write([&](Transaction& transaction) -> Status {
      TRY(transaction.execute("update identity_sessions set seen_at = ? where token_hash = ? and seen_at < ?",
                              {now, hash_of(token), now}));
      return {};
    }));
  }
  return answer;
}

Result<std::string> SignIn::known_session(std::string_view token, Micros now) const {
  ASSIGN(const SessionAnswer answer, session(token, now));
  if (answer.outcome == SessionOutcome::good) return answer.asker.login;
  return input_error("session_is_over", Sentence{"the session is over; sign in again", "会话已结束，请重新登录"});
}

Result<bool> SignIn::give_code(std::string_view token, std::string_view code, Micros now) const {
  ASSIGN(const std::string login, known_session(token, now));
  ASSIGN(const Attempt attempt, count_attempt(login, now));
  if (attempt.locked_until != 0) return false;
  bool is_right = false;
  TRY(database_.write([&](Transaction& transaction) -> Status {
    is_right = false;
    ASSIGN(const auto credential, credential_of(transaction, login));
    if (!credential || !credential->code_is_confirmed) return {};
    ASSIGN(is_right, use_code(transaction, *credential, code, now));
    if (!is_right) return {};
    TRY(transaction.execute("update identity_sessions set code_at = ? where token_hash = ?", {now, hash_of(token)}));
    TRY(transaction.execute("delete from identity_attempts where login_index = ?", {Bytes{attempt.index}}));
    return {};
  }));
  if (!is_right) TRY(note_wrong(attempt, true, login, "", now));
  return is_right;
}

Status SignIn::sign_out(std::string_view token, Micros now) const {
  return database_.write([&](Transaction& transaction) -> Status {
    ASSIGN(const auto row, transaction.query_first("select login from identity_sessions where token_hash = ?",
                                                   {hash_of(token)}, {Kind::text}));
    if (!row) return {};
    TRY(transaction.execute("delete from identity_sessions where token_hash = ?", {hash_of(token)}));
    return note(transaction, row->text(0), "", "signed_out", row->text(0), std::nullopt, now);
  });
}

Result<std::int64_t> SignIn::end_sessions(const People& people, const By& by, const std::string& login) const {
  std::int64_t ended = 0;
  TRY(database_.write([&](Transaction& transaction) -> Status {
    if (login != by.asker.login) {
      ASSIGN(const Account account, account_of(transaction, login));
      TRY(people.require(transaction, by, "user.keep", Target::in_region(account.region)));
    }
    ASSIGN(ended, transaction.execute("delete from identity_sessions where login = ?", {login}));
    return note(transaction, by.asker.login, by.where_from, "sessions_ended", login, fmt::format("{}", ended), by.now);
  }));
  return ended;
}

}  // namespace qiuhao::identity
