// Signing in, being locked out, codes, sessions, resets: on both engines, with time as an input.
#include "identity/sign_in.h"

#include <time.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "database/digest.h"
#include "identity/test_people.h"
#include "identity/totp.h"

namespace qiuhao::identity {
namespace {

using database::Micros;
using database::Transaction;

constexpr const char* kPassword = "Sixth-Lamp7";
constexpr HashCost kCheap{64, 1, 1};

class SignInTest : public PeopleTestBase {
 protected:
  SignInTest() : sign_in_(*database_, trail_, ring_, kCheap) {
    found();
    EXPECT_TRUE(sign_in_.set_first_password(by("installer"), "root", kPassword));
  }

  SignInAnswer answer(const std::string& login, const std::string& password, const std::string& code = "") {
    return kept(sign_in_.sign_in(login, password, code, "10.0.0.7", now_));
  }
  std::string told(const std::string& login, const std::string& password, const std::string& code = "") {
    return std::string(name_of(answer(login, password, code).outcome));
  }
  std::string token_of(const std::string& login, const std::string& password, const std::string& code = "") {
    const SignInAnswer got = answer(login, password, code);
    EXPECT_EQ(name_of(got.outcome), "signed_in");
    return got.token;
  }
  SessionOutcome session(const std::string& token) { return kept(sign_in_.session(token, now_)).outcome; }
  std::string code(const std::string& secret, int away = 0) {
    return totp_code(secret, now_ / kSecond / kCodeSeconds + away);
  }
  // Sets codes up for root; gives the secret, and the recovery codes.
  std::string set_code_up() {
    const std::string token = token_of("root", kPassword);
    const CodeSecret made = kept(sign_in_.begin_code(token, now_));
    recovery_ = kept(sign_in_.confirm_code(token, code(made.secret), now_));
    now_ += kMinute;
    return made.secret;
  }

  SignIn sign_in_;
  std::vector<std::string> recovery_;
};

TEST_P(SignInTest, a_right_password_begins_a_session_and_no_secret_is_stored) {
  const std::string token = token_of("root", kPassword);
  EXPECT_EQ(token.size(), 64U);
  EXPECT_EQ(session(token), SessionOutcome::good);
  EXPECT_EQ(kept(sign_in_.session(token, now_)).asker.login, "root");
  EXPECT_EQ(session("0" + token.substr(1)),
            token[0] == '0' ? SessionOutcome::good : SessionOutcome::session_is_unknown);
  EXPECT_EQ(session(""), SessionOutcome::session_is_unknown);
  EXPECT_EQ(told("root", "Sixth-Lamp8"), "wrong_login_or_password");
  EXPECT_EQ(told("nobody", kPassword), "wrong_login_or_password");
  EXPECT_EQ(told("guard", ""), "wrong_login_or_password") << "without a password yet";
  EXPECT_EQ(told(std::string(5'000, 'x'), std::string(5'000, 'y')), "wrong_login_or_password");
  well([&](Transaction& transaction) -> Status {
    ASSIGN(const auto acts, trail_.acts_after(transaction, 0, 1'000));
    for (const auto& kept : acts) {
      const std::string all = kept.act.subject + kept.act.after.value_or("") + kept.act.who;
      EXPECT_EQ(all.find(kPassword), std::string::npos);
      EXPECT_EQ(all.find(token), std::string::npos);
      EXPECT_EQ(all.find("nobody@"), std::string::npos);
    }
    return {};
  });
  EXPECT_EQ(acts("signed_in"), 1);
  EXPECT_EQ(acts("sign_in_refused"), 1) << "of known logins alone";
}

TEST_P(SignInTest, five_wrong_attempts_lock_and_locks_grow) {
  for (int lock = 0; lock < 3; ++lock) {
    for (int wrong = 0; wrong < kWrongMost; ++wrong) EXPECT_EQ(told("root", "wrong"), "wrong_login_or_password");
    const SignInAnswer refused = answer("root", kPassword);
    EXPECT_EQ(name_of(refused.outcome), "locked_out");
    EXPECT_EQ(refused.locked_until - now_, (kLockMinutes << lock) * kMinute);
    now_ = refused.locked_until - 1;
    EXPECT_EQ(told("root", kPassword), "locked_out");
    now_ += 1;
  }
  EXPECT_EQ(acts("sign_in_locked"), 3);
  EXPECT_EQ(acts("sign_in_refused"), 15);
  EXPECT_EQ(told("root", kPassword), "signed_in");
  for (int wrong = 0; wrong < kWrongMost; ++wrong) EXPECT_EQ(told("root", "wrong"), "wrong_login_or_password");
  EXPECT_EQ(answer("root", kPassword).locked_until - now_, kLockMinutes * kMinute) << "a right one begins anew";
}

TEST_P(SignInTest, unknown_logins_are_locked_alike_and_not_kept_in_clear) {
  for (int wrong = 0; wrong < kWrongMost; ++wrong) EXPECT_EQ(told(kPassword, ""), "wrong_login_or_password");
  EXPECT_EQ(told(kPassword, ""), "locked_out");
  EXPECT_EQ(told("another", ""), "wrong_login_or_password");
  EXPECT_EQ(acts("sign_in_locked"), 1);
  EXPECT_EQ(database::number(*database_, "select count(*) from audit_acts where subject = 'user:?'"), 1);
  EXPECT_EQ(database::number(*database_, "select count(*) from identity_attempts"), 2);
  now_ += 3 * kTestDay;
  EXPECT_EQ(told("third", ""), "wrong_login_or_password");
  EXPECT_EQ(database::number(*database_, "select count(*) from identity_attempts"), 1) << "old ones are swept";
}

TEST_P(SignInTest, wrong_attempts_count_within_fifteen_minutes) {
  for (int wrong = 0; wrong < kWrongMost - 1; ++wrong) told("root", "wrong");
  now_ += kWrongMinutes * kMinute + 1;
  for (int wrong = 0; wrong < kWrongMost - 1; ++wrong) told("root", "wrong");
  EXPECT_EQ(told("root", kPassword), "signed_in");
}

TEST_P(SignInTest, many_attempts_at_once_are_no_way_around_the_lock) {
  std::atomic<int> judged = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int attempt = 0; attempt < 5; ++attempt) {
        const auto got = sign_in_.sign_in("root", "wrong", "", "x", now_);
        if (got && got->outcome == SignInOutcome::wrong_login_or_password) ++judged;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(judged, kWrongMost);
}

TEST_P(SignInTest, codes_are_asked_for_and_used_once) {
  const std::string secret = set_code_up();
  EXPECT_EQ(told("root", kPassword), "code_is_wanted");
  EXPECT_EQ(told("root", kPassword, "000000"), "wrong_code");
  EXPECT_EQ(told("root", kPassword, code(secret)), "signed_in");
  EXPECT_EQ(told("root", kPassword, code(secret)), "wrong_code") << "used";
  EXPECT_EQ(told("root", kPassword, code(secret, 1)), "signed_in");
  EXPECT_EQ(told("root", "wrong", code(secret, 2)), "wrong_login_or_password");
  EXPECT_EQ(database::number(*database_, "select count(*) from identity_recovery_codes"), kRecoveryCodes);
  EXPECT_EQ(told("root", kPassword, recovery_.at(3)), "signed_in");
  EXPECT_EQ(told("root", kPassword, recovery_.at(3)), "wrong_code") << "used";
  EXPECT_EQ(acts("recovery_code_used"), 1);
  for (int wrong = 0; wrong < kWrongMost; ++wrong) told("root", kPassword, "111111");
  EXPECT_EQ(told("root", kPassword, recovery_.at(4)), "locked_out") << "wrong codes count too";
}

TEST_P(SignInTest, a_fresh_code_opens_actions_that_ask_for_one) {
  const std::string secret = set_code_up();
  const std::string token = token_of("root", kPassword, code(secret));
  const Target target = Target::in_region("340602");
  const auto reason_now = [&] {
    const SessionAnswer got = kept(sign_in_.session(token, now_));
    return name_of(decide("root", "user.keep", target, got.asker.code_at).reason);
  };
  EXPECT_EQ(reason_now(), "allowed");
  now_ += 11 * kMinute;
  EXPECT_EQ(reason_now(), "code_is_not_fresh");
  EXPECT_FALSE(kept(sign_in_.give_code(token, "000000", now_)));
  EXPECT_EQ(reason_now(), "code_is_not_fresh");
  EXPECT_TRUE(kept(sign_in_.give_code(token, code(secret), now_)));
  EXPECT_EQ(reason_now(), "allowed");
  EXPECT_FALSE(kept(sign_in_.give_code(token, code(secret), now_))) << "used";
}

TEST_P(SignInTest, sessions_end_when_idle_old_revoked_or_pushed_out) {
  std::string token = token_of("root", kPassword);
  for (int step = 0; step < 24; ++step) {
    now_ += kIdleMinutes * kMinute;
    EXPECT_EQ(session(token), SessionOutcome::good) << step;
  }
  now_ += 1;
  EXPECT_EQ(session(token), SessionOutcome::session_is_too_old);
  token = token_of("root", kPassword);
  now_ += kIdleMinutes * kMinute + 1;
  EXPECT_EQ(session(token), SessionOutcome::session_was_idle);

  std::vector<std::string> tokens;
  for (int number = 0; number < kSessionsMost + 1; ++number) {
    now_ += kSecond;
    tokens.push_back(token_of("root", kPassword));
  }
  EXPECT_EQ(session(tokens[0]), SessionOutcome::session_is_unknown);
  for (std::size_t number = 1; number < tokens.size(); ++number)
    EXPECT_EQ(session(tokens[number]), SessionOutcome::good);
  EXPECT_TRUE(sign_in_.sign_out(tokens[1], now_));
  EXPECT_EQ(session(tokens[1]), SessionOutcome::session_is_unknown);
  EXPECT_EQ(session(tokens[2]), SessionOutcome::good);
  EXPECT_EQ(kept(sign_in_.end_sessions(people_, by("root"), "root")), kSessionsMost - 1);
  EXPECT_EQ(session(tokens[2]), SessionOutcome::session_is_unknown);
  EXPECT_EQ(database::told(sign_in_.end_sessions(people_, by("guard"), "root")), "not_allowed");
  EXPECT_EQ(acts("signed_out"), 1);
  EXPECT_EQ(acts("sessions_ended"), 1);
}

TEST_P(SignInTest, locking_a_user_ends_sessions_and_sign_ins) {
  add_user("wang", "B1");
  const std::string once = kept(sign_in_.reset_password(people_, by("root"), "wang", false));
  const std::string token = token_of("wang", once);
  well([&](Transaction& t) { return people_.set_state(t, by("root"), "wang", UserState::locked, "调查"); });
  EXPECT_EQ(session(token), SessionOutcome::session_is_unknown);
  EXPECT_EQ(told("wang", once), "user_may_not_sign_in");
  EXPECT_EQ(told("wang", "wrong"), "wrong_login_or_password");
  well([&](Transaction& t) { return people_.set_state(t, by("root"), "wang", UserState::active, "查清"); });
  EXPECT_EQ(told("wang", once), "signed_in");
}

TEST_P(SignInTest, a_reset_password_is_for_once_and_ends) {
  add_user("wang", "B1");
  EXPECT_EQ(database::told(sign_in_.reset_password(people_, by("root"), "root", false)), "own_account");
  EXPECT_EQ(database::told(sign_in_.reset_password(people_, by("guard"), "wang", false)), "not_allowed");
  EXPECT_EQ(database::told(sign_in_.reset_password(people_, by("root"), "none", false)), "unknown_user");
  std::string once = kept(sign_in_.reset_password(people_, by("root"), "wang", false));
  now_ += kOneTimePasswordHours * 60 * kMinute + 1;
  EXPECT_EQ(told("wang", once), "one_time_password_has_ended");
  once = kept(sign_in_.reset_password(people_, by("root"), "wang", false));
  const SignInAnswer got = answer("wang", once);
  EXPECT_TRUE(got.must_change_password);
  EXPECT_TRUE(kept(sign_in_.session(got.token, now_)).must_change_password);
  const std::string other = token_of("wang", once);
  const auto change = [&](std::string_view old, std::string_view fresh) {
    return database::told(sign_in_.change_password(got.token, old, fresh, now_));
  };
  EXPECT_EQ(change("wrong", "Seventh-Lamp8"), "wrong_password");
  EXPECT_EQ(change(once, "short"), "password_too_short");
  EXPECT_EQ(change(once, once), "same_password");
  EXPECT_EQ(change(once, "Seventh-Lamp8"), "");
  EXPECT_EQ(session(other), SessionOutcome::session_is_unknown) << "other sessions end";
  EXPECT_FALSE(kept(sign_in_.session(got.token, now_)).must_change_password);
  EXPECT_EQ(told("wang", once), "wrong_login_or_password");
  EXPECT_EQ(told("wang", "Seventh-Lamp8"), "signed_in");
  EXPECT_EQ(database::told(sign_in_.set_first_password(by("x"), "wang", kPassword)), "not_a_founder");
  EXPECT_EQ(database::told(sign_in_.set_first_password(by("x"), "root", kPassword)), "password_is_set");
  EXPECT_EQ(database::told(sign_in_.change_password("none", once, "Seventh-Lamp8", now_)), "session_is_over");
}

TEST_P(SignInTest, a_reset_can_forget_the_telephone) {
  const std::string secret = set_code_up();
  // guard becomes system administrator by hand, so that there is a second who may reset.
  database::run(*database_, "update identity_grants set role = 'system_administrator' where login = 'guard'");
  const std::string token = token_of("root", kPassword, code(secret));
  EXPECT_EQ(database::told(sign_in_.begin_code(token, now_)), "code_is_set");
  const std::string kept_code = kept(sign_in_.reset_password(people_, by("guard"), "root", false));
  EXPECT_EQ(told("root", kept_code), "code_is_wanted");
  const std::string forgotten = kept(sign_in_.reset_password(people_, by("guard"), "root", true));
  EXPECT_EQ(told("root", forgotten), "signed_in");
  EXPECT_EQ(database::number(*database_, "select count(*) from identity_recovery_codes"), 0);
  EXPECT_EQ(database::told(sign_in_.confirm_code(token_of("root", forgotten), "123456", now_)), "no_code_begun");
}

TEST_P(SignInTest, hashes_are_made_anew_when_the_cost_grew) {
  const SignIn dearer(*database_, trail_, ring_, {128, 1, 1});
  EXPECT_EQ(kept(dearer.sign_in("root", kPassword, "", "x", now_)).outcome, SignInOutcome::signed_in);
  EXPECT_EQ(database::number(*database_, "select count(*) from identity_credentials where password like '%m=128,t=1%'"),
            1);
  EXPECT_EQ(told("root", kPassword), "signed_in");
}

// Counted in the processor's time of this thread, which does not depend on what else the machine does.
double thread_seconds() {
  timespec time{};
  CHECK(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

TEST_P(SignInTest, unknown_logins_cost_the_same_time) {
  const SignIn dear(*database_, trail_, ring_, {16 << 10, 2, 1});
  EXPECT_EQ(kept(dear.sign_in("root", kPassword, "", "x", now_)).outcome, SignInOutcome::signed_in);
  const auto least = [&](const std::string& login) {
    double best = 1e9;
    for (int number = 0; number < kWrongMost; ++number) {
      const double begin = thread_seconds();
      kept(dear.sign_in(login, "wrong", "", "x", now_));
      best = std::min(best, thread_seconds() - begin);
    }
    return best;
  };
  const double known = least("root");
  const double unknown = least("nobody");
  EXPECT_LT(unknown, 2 * known);
  EXPECT_LT(known, 2 * unknown);
}

QIUHAO_ON_BOTH_ENGINES(SignInTest);

}  // namespace
}  // namespace qiuhao::identity
