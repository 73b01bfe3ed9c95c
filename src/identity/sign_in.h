// Proving who one is: passwords and one-time codes with lock-out, and sessions.
//
// Hashing a password takes a tenth of a second, so it is done between transactions: an attempt is counted before it is
// judged, and the count is taken back when it was right. Many attempts at once are therefore no way around the lock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "database/database.h"
#include "database/key_ring.h"
#include "database/trail.h"
#include "identity/passwords.h"
#include "identity/people.h"

namespace qiuhao::identity {

inline constexpr int kWrongMost = 5;  // in kWrongMinutes
inline constexpr int kWrongMinutes = 15;
inline constexpr int kLockMinutes = 15;  // doubled by each further lock, up to kLockMinutesMost
inline constexpr int kLockMinutesMost = 24 * 60;
inline constexpr int kIdleMinutes = 30;
inline constexpr int kSessionHours = 12;
inline constexpr int kSessionsMost = 5;  // of one user; the oldest ends at the next
inline constexpr int kOneTimePasswordHours = 24;
inline constexpr int kRecoveryCodes = 10;

// In order of precedence; told to whoever asks. What lies below wrong_login_or_password is told only after a right
// password, so that nobody learns from outside who has an account.
enum class SignInOutcome : std::uint8_t {
  signed_in = 0,
  locked_out = 1,  // too many wrong attempts for this login, be it known or not
  wrong_login_or_password = 2,
  user_may_not_sign_in = 3,  // locked by an administrator, or left
  one_time_password_has_ended = 4,
  code_is_wanted = 5,
  wrong_code = 6,
};
inline constexpr std::size_t kSignInOutcomes = 7;
std::string_view name_of(SignInOutcome outcome);
Sentence meaning_of(SignInOutcome outcome);

struct SignInAnswer {
  SignInOutcome outcome = SignInOutcome::wrong_login_or_password;
  std::string token;  // 64 hex digits, for this session; shown once
  bool must_change_password = false;
  database::Micros locked_until = 0;
};

enum class SessionOutcome : std::uint8_t {
  good = 0,
  session_is_unknown = 1,  // never was, revoked, or pushed out by newer ones
  session_was_idle = 2,
  session_is_too_old = 3,
  user_may_not = 4,
};
struct SessionAnswer {
  SessionOutcome outcome = SessionOutcome::session_is_unknown;
  Asker asker;  // when good
  bool must_change_password = false;
};

struct CodeSecret {
  std::string secret;  // bytes; wipe it when it was shown
  std::string uri;
};

// One door for all users of a database; of several threads at once. Errors are those of statements, of the trail, and
// "password_not_hashed"; what a user does wrong is an outcome. `now` is an input everywhere.
class SignIn {
 public:
  SignIn(database::Database& database, const database::Trail& trail, const database::KeyRing& ring,
         const HashCost& cost = {});

  // `code`: six digits, a recovery code, or "" when there is none yet.
  Result<SignInAnswer> sign_in(const std::string& login, std::string_view password, std::string_view code,
                               const std::string& where_from, database::Micros now) const;

  // Who the token's session is of. Notes that it was used, at most once a minute.
  Result<SessionAnswer> session(std::string_view token, database::Micros now) const;
  // For actions that ask for a fresh code: false when it is wrong (counted as an attempt).
  Result<bool> give_code(std::string_view token, std::string_view code, database::Micros now) const;
  Status sign_out(std::string_view token, database::Micros now) const;
  // All of a user, by the user or by who may do user.keep; gives how many there were. "unknown_user", "not_allowed".
  Result<std::int64_t> end_sessions(const People& people, const By& by, const std::string& login) const;

  // The first password, or one in place of a forgotten one: shown once, for kOneTimePasswordHours, to be changed at the
  // first sign-in. Needs user.keep in the user's region; "own_account", "unknown_user", "not_allowed". With
  // `forget_code` the telephone's secret and the recovery codes go too.
  Result<std::string> reset_password(const People& people, const By& by, const std::string& login,
                                     bool forget_code) const;
  // At founding, when nobody can reset: for the two first administrators, once. "password_is_set", "not_a_founder",
  // "unknown_user", and those of check_password().
  Status set_first_password(const By& by, const std::string& login, std::string_view password) const;
  // Ends the user's other sessions. "wrong_password", "same_password", and those of check_password().
  Status change_password(std::string_view token, std::string_view old, std::string_view fresh,
                         database::Micros now) const;

  // Whether a telephone for one-time codes was confirmed.
  Result<bool> has_code(const std::string& login) const;
  // A new secret for the user's telephone; counts once a code of it was given. "code_is_set" when one stands already
  // (an administrator's reset forgets it), "session_is_over".
  Result<CodeSecret> begin_code(std::string_view token, database::Micros now) const;
  // Gives the recovery codes, shown once, each good for one sign-in. "wrong_code", "no_code_begun".
  Result<std::vector<std::string>> confirm_code(std::string_view token, std::string_view code,
                                                database::Micros now) const;

 private:
  struct Credential;
  struct Attempt;
  Result<std::optional<Credential>> credential_of(database::Transaction& transaction, const std::string& login) const;
  Result<Attempt> count_attempt(const std::string& login, database::Micros now) const;
  Status note_wrong(const Attempt& attempt, bool is_known, const std::string& login, const std::string& where_from,
                    database::Micros now) const;
  Status take_back(const std::string& login) const;
  Result<bool> use_code(database::Transaction& transaction, const Credential& credential, std::string_view code,
                        database::Micros now) const;
  Status begin_session(database::Transaction& transaction, const std::string& login, const std::string& token,
                       bool with_code, const std::string& where_from, database::Micros now) const;
  Result<std::string> known_session(std::string_view token, database::Micros now) const;
  Status put_password(database::Transaction& transaction, const std::string& login, const std::string& hashed,
                      bool must_change, std::optional<database::Micros> ends_at) const;
  Status note(database::Transaction& transaction, const std::string& who, const std::string& where_from,
              std::string what, const std::string& login, std::optional<std::string> after, database::Micros now) const;

  database::Database& database_;
  const database::Trail& trail_;
  const database::KeyRing& ring_;
  HashCost cost_;
  std::string decoy_;  // a hash that unknown logins are held against, so that they cost the same
};

}  // namespace qiuhao::identity
