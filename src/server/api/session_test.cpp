// Signing in by the API: wrong attempts, one-time passwords, codes of a telephone, ends of sessions.
#include <fmt/format.h>

#include "identity/totp.h"
#include "server/api/test_api.h"

namespace qiuhao::server {
namespace {

class SessionTest : public ApiTest {
 protected:
  static std::string password(std::string_view text) {
    return fmt::format(R"({{"login":"clerk","password":"{}"}})", text);
  }
  static std::string secret_in(const std::string& uri) {
    const std::size_t begin = uri.find("secret=") + 7;
    std::string bytes;
    unsigned held = 0;
    int bits = 0;
    for (std::size_t at = begin; at < uri.size() && uri[at] != '&'; ++at) {
      held = held << 5 | static_cast<unsigned>(std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").find(uri[at]));
      bits += 5;
      if (bits >= 8) bytes += static_cast<char>(held >> (bits -= 8) & 0xFFU);
    }
    return bytes;
  }
  std::string code(const std::string& secret) const {
    return identity::totp_code(secret, now_ / database::kMicrosASecond / identity::kCodeSeconds);
  }
};

TEST_P(SessionTest, from_a_one_time_password_to_codes) {
  const std::string once = as("root", "POST", "/api/users/clerk/password", "{}").text("password");
  ASSERT_FALSE(once.empty());
  const Got first = send("POST", "/api/sessions", password(once), {});
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(first.text("must_change_password"), "true");
  const Fields fields = {{"authorization", "Bearer " + first.text("token")}};
  EXPECT_EQ(send("GET", "/api/matters", "", fields).code(), "password_must_be_changed");
  EXPECT_EQ(
      send("PUT", "/api/session/password", fmt::format(R"({{"old":"{}","fresh":"Qiu-hao-2026-x"}})", once), fields)
          .status,
      204);
  EXPECT_EQ(send("GET", "/api/matters", "", fields).status, 200);

  const std::string secret = secret_in(send("POST", "/api/session/telephone", "", fields).text("uri"));
  const Got confirmed = send("PUT", "/api/session/telephone", fmt::format(R"({{"code":"{}"}})", code(secret)), fields);
  EXPECT_EQ(confirmed.status, 200) << confirmed.body;
  EXPECT_EQ(send("POST", "/api/sessions", password("Qiu-hao-2026-x"), {}).code(), "code_is_wanted");
  now_ += database::kMicrosAMinute;
  EXPECT_EQ(send("POST", "/api/session/code", R"({"code":"000000"})", fields).code(), "wrong_code");
  EXPECT_EQ(send("POST", "/api/session/code", fmt::format(R"({{"code":"{}"}})", code(secret)), fields).status, 204);
}

TEST_P(SessionTest, wrong_attempts_lock_and_tell_nobody_who_there_is) {
  for (int attempt = 0; attempt < identity::kWrongMost; ++attempt)
    EXPECT_EQ(send("POST", "/api/sessions", password("wrong"), {}).code(), "wrong_login_or_password");
  const Got locked = send("POST", "/api/sessions", password("wrong"), {});
  EXPECT_EQ(locked.status, 401);
  EXPECT_EQ(locked.code(), "locked_out");
  EXPECT_GT(std::stoi(locked.fields.at("Retry-After")), 60);
  const std::string unknown = R"({"login":"nobody","password":"wrong"})";
  EXPECT_EQ(send("POST", "/api/sessions", unknown, {}).code(), "wrong_login_or_password");
}

TEST_P(SessionTest, sessions_end) {
  const Fields fields = {{"authorization", "Bearer " + token_of("reader")}};
  EXPECT_EQ(send("GET", "/api/session", "", fields).status, 200);
  now_ += (identity::kIdleMinutes + 1) * database::kMicrosAMinute;
  const Got over = send("GET", "/api/session", "", fields);
  EXPECT_EQ(over.status, 401);
  EXPECT_EQ(over.code(), "not_signed_in");
}

QIUHAO_ON_BOTH_ENGINES(SessionTest);

}  // namespace
}  // namespace qiuhao::server
