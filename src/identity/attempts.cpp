// Wrong attempts and the lock, for logins that are known and for those that are not.
#include <fmt/format.h>

#include <algorithm>

#include "database/personal.h"
#include "identity/credentials.h"

namespace qiuhao::identity {
namespace {

using database::Bytes;
using database::Kind;
using database::kMicrosAMinute;
using database::Micros;
using database::Transaction;

constexpr Micros kForgotten = 24 * database::kMicrosAnHour;  // then locks grow from the shortest again

Micros lock_of(std::int64_t locks) {
  const std::int64_t doubled = std::int64_t{kLockMinutes} << std::clamp<std::int64_t>(locks, 0, 10);
  return std::min<std::int64_t>(doubled, kLockMinutesMost) * kMicrosAMinute;
}

Status put(Transaction& transaction, const std::string& index, std::int64_t wrong, Micros began, std::int64_t locks,
           Micros locked_until) {
  TRY(transaction.execute(
      "insert into identity_attempts (login_index, wrong, began_at, locks, locked_until) values (?, ?, ?, ?, ?) "
      "on conflict (login_index) do update set wrong = excluded.wrong, began_at = excluded.began_at, "
      "locks = excluded.locks, locked_until = excluded.locked_until",
      {Bytes{index}, wrong, began, locks, locked_until}));
  return {};
}

}  // namespace

// People type passwords into the field of the login, so no attempt keeps what was typed: only its keyed hash.
Result<SignIn::Attempt> SignIn::count_attempt(const std::string& login, Micros now) const {
  Attempt attempt;
  attempt.index =
      database::blind_index(ring_, "identity_attempts", "login_index", database::Personal::name, login.substr(0, 64));
  TRY(database_.write([&](Transaction& transaction) -> Status {
    ASSIGN(const auto row,
           transaction.query_first(
               "select wrong, began_at, locks, locked_until from identity_attempts where login_index = ?",
               {Bytes{attempt.index}}, {Kind::number, Kind::number, Kind::number, Kind::number}));
    attempt.wrong = row ? row->number(0) : 0;
    Micros began = row ? row->number(1) : now;
    attempt.locks = row ? row->number(2) : 0;
    attempt.locked_until = row && row->number(3) > now ? row->number(3) : 0;
    if (attempt.locked_until != 0) return {};
    if (row && now - row->number(3) > kForgotten) attempt.locks = 0;
    if (now - began > kWrongMinutes * kMicrosAMinute) {
      attempt.wrong = 0;
      began = now;
    }
    if (attempt.wrong >= kWrongMost) {  // as many are being judged at this moment
      attempt.locked_until = began + kWrongMinutes * kMicrosAMinute;
      return {};
    }
    ++attempt.wrong;
    if (!row)
      TRY(transaction.execute("delete from identity_attempts where began_at < ? and locked_until < ?",
                              {now - kForgotten, now - kForgotten}));
    return put(transaction, attempt.index, attempt.wrong, began, attempt.locks, row ? row->number(3) : 0);
  }));
  return attempt;
}

Status SignIn::note_wrong(const Attempt& attempt, bool is_known, const std::string& login,
                          const std::string& where_from, Micros now) const {
  return database_.write([&](Transaction& transaction) -> Status {
    const std::string whose = is_known ? login : "?";
    if (is_known) TRY(note(transaction, "nobody", where_from, "sign_in_refused", whose, std::nullopt, now));
    if (attempt.wrong < kWrongMost) return {};
    const Micros until = now + lock_of(attempt.locks);
    TRY(put(transaction, attempt.index, 0, now, attempt.locks + 1, until));
    return note(transaction, "nobody", where_from, "sign_in_locked", whose,
                fmt::format("{} minutes", (until - now) / kMicrosAMinute), now);
  });
}

// A right password without a code yet: no wrong attempt, but none that ends a row of wrong ones.
Status SignIn::take_back(const std::string& login) const {
  const std::string index =
      database::blind_index(ring_, "identity_attempts", "login_index", database::Personal::name, login.substr(0, 64));
  return database_.write([&](Transaction& transaction) -> Status {
    TRY(transaction.execute("update identity_attempts set wrong = wrong - 1 where login_index = ? and wrong > 0",
                            {Bytes{index}}));
    return {};
  });
}

}  // namespace qiuhao::identity
