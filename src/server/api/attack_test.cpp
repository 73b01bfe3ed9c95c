// What people try who should not: each is refused, none brings the API down, and those who are known stand in the
// trail.
#include <fmt/format.h>

#include <random>

#include "server/api/test_api.h"

namespace qiuhao::server {
namespace {

constexpr std::string_view kHostile[] = {
    "' or '1'='1",
    "'; drop table casework_findings; --",
    "\" or 1=1 --",
    "1 union select password from identity_credentials",
    "%27%20or%201%3D1",
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "{matter.amount}",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "a\r\nSet-Cookie: x=1",
    "\xff\xfe",
    "\xF0\x9F\x98\x80",
    "99999999999999999999999",
    "-1",
    "",
    "%",
    "_",
};

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) out += fmt::format("%{:02x}", static_cast<unsigned char>(c));
  return out;
}

class AttackTest : public ApiTest {
 protected:
  AttackTest() {
    keep({finding(1), finding(2, "H002")});
    number_ = review(1);
    assign(number_);
  }
  // The operation's path with these in place of its parameters.
  static std::string path_of(const Operation& operation, std::string_view value) {
    std::string path;
    for (const std::string& segment : operation.segments)
      path += "/" + (segment.starts_with('{') ? escaped(value) : segment);
    return path;
  }
  std::string number_;
};

TEST_P(AttackTest, nobody_without_a_session_gets_an_answer) {
  const std::string token = token_of("reader");
  std::string other = token;
  other[0] = other[0] == 'a' ? 'b' : 'a';
  const std::vector<Fields> forged = {{},
                                      {{"authorization", "Bearer "}},
                                      {{"authorization", "Bearer " + other}},
                                      {{"authorization", "Bearer " + token + "0"}},
                                      {{"authorization", "Basic cm9vdDpyb290"}},
                                      {{"authorization", "Bearer ' or '1'='1"}},
                                      {{"cookie", "qiuhao-session=" + other}, {"x-qiuhao", "1"}},
                                      {{"cookie", "x-qiuhao-session=" + token}, {"x-qiuhao", "1"}}};
  for (const Operation& operation : handler_->description().operations()) {
    if (operation.is_open) continue;
    for (const Fields& fields : forged)
      EXPECT_EQ(send(operation.method, path_of(operation, number_), "{}", fields).status, 401) << operation.id;
  }
}

TEST_P(AttackTest, a_cookie_of_another_sites_page_changes_nothing) {
  const std::string cookie = "a=b; qiuhao-session=" + token_of("assigner");
  const std::string acts = "/api/matters/" + number_ + "/acts";
  const std::string body = R"({"action":"hand_over","people":{"handler":["auditor2"]}})";
  EXPECT_EQ(send("POST", acts, body, {{"cookie", cookie}}).status, 401);
  EXPECT_EQ(send("GET", "/api/session", "", {{"cookie", cookie}}).status, 200);
  EXPECT_EQ(send("POST", acts, body, {{"cookie", cookie}, {"x-qiuhao", "1"}}).status, 200);
}

TEST_P(AttackTest, hostile_texts_are_texts) {
  const std::int64_t findings = database::number(desk_->database(), "select count(*) from casework_findings");
  for (const Operation& operation : handler_->description().operations()) {
    if (operation.method != "GET") continue;
    for (const std::string_view hostile : kHostile) {
      if (!hostile.empty()) as("root", "GET", path_of(operation, hostile));
      for (const ApiParameter& parameter : operation.parameters) {
        if (parameter.is_in_path) continue;
        const Got got =
            as("reader", "GET", fmt::format("{}?{}={}", path_of(operation, number_), parameter.name, escaped(hostile)));
        EXPECT_LT(got.status, 500) << operation.id << " " << parameter.name << " " << hostile;
        EXPECT_EQ(got.fields.count("Set-Cookie"), 0U);
      }
    }
  }
  EXPECT_EQ(database::number(desk_->database(), "select count(*) from casework_findings"), findings);
  // A percent sign and an underscore are themselves in a search.
  EXPECT_EQ(as("reader", "GET", "/api/matters?number=%25").body.find(number_), std::string::npos);
  EXPECT_NE(as("reader", "GET", "/api/matters?number=review").body.find(number_), std::string::npos);
}

TEST_P(AttackTest, another_organisations_ids_lead_nowhere) {
  for (const Operation& operation : handler_->description().operations()) {
    if (operation.path.find('{') == std::string::npos || operation.id == "showKind") continue;
    for (const std::string& id : {number_, std::string("1"), std::string("root"), fmt::format("{:032x}", 1)}) {
      const std::string body = operation.body == nullptr ? "" : "{}";
      const Got got = as("hospital2", operation.method, path_of(operation, id), body);
      EXPECT_GE(got.status, 400) << operation.id << " " << id << ": " << got.body;
      EXPECT_EQ(got.body.find("H001"), std::string::npos) << operation.id;
    }
  }
  EXPECT_EQ(as("hospital2", "GET", "/api/users").status, 403);
  EXPECT_EQ(as("hospital2", "GET", "/api/trail").status, 403);
  EXPECT_EQ(as("hospital2", "GET", "/api/findings/export").status, 403);
  EXPECT_EQ(as("hospital2", "GET", "/api/grants").status, 403);
  EXPECT_GE(database::number(desk_->database(),
                             "select count(*) from audit_acts where who = 'hospital2' and what = 'access_refused'"),
            4);
}

TEST_P(AttackTest, disguised_files_are_refused) {
  const std::string path = "/api/matters/" + number_ + "/attachments?name=";
  const std::string program = std::string("\x7f") + "ELF\x02\x01\x01" + std::string(200, '\0');
  EXPECT_EQ(as("hospital1", "POST", path + "a.pdf", program).code(), "disguised_type");
  EXPECT_EQ(as("hospital1", "POST", path + "a.exe", program).code(), "unknown_type");
  EXPECT_EQ(as("hospital1", "POST", path + "a.png", "<svg onload=alert(1)>").code(), "disguised_type");
  EXPECT_EQ(as("hospital1", "POST", path + "a.txt", "").code(), "file_is_empty");
  EXPECT_EQ(as("hospital1", "POST", path + "a.txt", "<html><script>alert(1)</script></html>").code(), "disguised_type");
  const Got page = as("hospital1", "POST", path + "%3Cb%3E..%2F..%2Fx.txt", "说明");
  EXPECT_EQ(page.status, 201) << page.body;
  EXPECT_EQ(page.text("name").find('/'), std::string::npos);
  const Got read = as("hospital1", "GET", "/api/attachments/" + page.text("id"));
  EXPECT_TRUE(read.content_type.starts_with("text/plain")) << read.content_type;
  EXPECT_EQ(read.fields.at("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(read.fields.at("Content-Disposition").find('<'), std::string::npos);
}

// A path comes in any bytes and length; the refusal stands in the trail all the same.
TEST_P(AttackTest, refusals_of_odd_paths_are_recorded) {
  token_of("reader");
  database::run(desk_->database(), "update identity_credentials set must_change = 1 where login = 'reader'");
  for (const std::string& number : {std::string(5'000, 'x'), std::string("\xff\xfe"), std::string("R-1")})
    EXPECT_EQ(as("reader", "GET", "/api/matters/" + number).code(), "password_must_be_changed");
  const auto noted = [&](const std::string& subject) {
    return database::number(
        desk_->database(),
        "select count(*) from audit_acts where what = 'access_refused' and subject = '" + subject + "'");
  };
  EXPECT_EQ(noted("/api/matters/{number}"), 2);
  EXPECT_EQ(noted("/api/matters/R-1"), 1);
}

TEST_P(AttackTest, a_stale_code_is_told_alike_everywhere) {
  const Fields stale = {{"authorization", "Bearer " + token_of("root", false)}};
  const Got got = send("POST", "/api/users", R"({"login":"wang","name":"王","organisation":"B1"})", stale);
  EXPECT_EQ(got.status, 403);
  EXPECT_EQ(got.code(), "code_is_not_fresh");
}

// Who may take data out of one county takes nothing of another along.
TEST_P(AttackTest, an_export_wants_the_right_in_every_region) {
  add("two", "C1", "analyst", "340602");
  EXPECT_EQ(as("two", "GET", "/api/findings/export").status, 200);
  EXPECT_EQ(as("two", "GET", "/api/matters/export").status, 200);
  hold("two", "reader", "340604");
  EXPECT_EQ(as("two", "GET", "/api/findings/export").status, 403);
  EXPECT_EQ(as("two", "GET", "/api/matters/export").status, 403);
}

TEST_P(AttackTest, no_formula_leaves_in_a_file) {
  auto hostile = finding(7);
  hostile.provider_name = "=cmd|' /C calc'!A0";
  hostile.message = "@SUM(1,2)\n\"x\"";
  keep({hostile});
  const Got csv = as("analyst", "GET", "/api/findings/export?format=csv");
  EXPECT_NE(csv.body.find("'=cmd|' /C calc'!A0"), std::string::npos);
  EXPECT_NE(csv.body.find("\"'@SUM(1,2)\n\"\"x\"\"\""), std::string::npos);
  EXPECT_EQ(csv.fields.at("Content-Disposition"), "attachment; filename=\"findings-2026-12-01.csv\"");
}

// Bodies that began well: cut, doubled, with bytes and words exchanged.
TEST_P(AttackTest, mutated_bodies_are_answered) {
  std::mt19937 random(7);
  const std::vector<std::pair<std::string, std::string>> good = {
      {"/api/matters", opening(9, "H001")},
      {"/api/matters/bulk", R"({"openings":[)" + opening(8, "H002") + "]}"},
      {"/api/matters/" + number_ + "/acts", R"({"action":"hand_over","revision":2,"people":{"handler":["auditor2"]}})"},
      {"/api/matters/acts", R"({"numbers":[")" + number_ + R"("],"action":"assign","people":{"handler":["auditor"]}})"},
      {"/api/matters/" + number_ + "/looks", R"({"field":"patient","why":"核对"})"},
      {"/api/grants", R"({"login":"clerk","role":"cashier","region":"340600","from":"2026-12-01"})"},
      {"/api/sessions", R"({"login":"nobody","password":"x"})"}};
  const std::string_view words[] = {"null",           "[]",   "{}",   "-1",   "1e99",        "\"\"",
                                    "\"2026-13-45\"", "true", "\xff", "[[[[", "\"\\u0000\"", "99999999999999999999"};
  const int rounds = std::getenv("QIUHAO_MUTATIONS") != nullptr ? std::atoi(std::getenv("QIUHAO_MUTATIONS")) : 300;
  for (int round = 0; round < rounds; ++round) {
    auto [path, body] = good[random() % good.size()];
    for (unsigned change = 0; change <= random() % 3; ++change) {
      const std::size_t at = random() % (body.size() + 1);
      switch (random() % 4) {
        case 0: body.resize(at); break;
        case 1: body.insert(at, words[random() % std::size(words)]); break;
        case 2:
          if (at < body.size()) body[at] = static_cast<char>(random() % 256);
          break;
        default: body.erase(at, random() % 12);
      }
    }
    const Got got = as("assigner", "POST", path, body);
    EXPECT_TRUE(got.status >= 200 && got.status < 500) << path << " " << body << "\n" << got.body;
  }
}

QIUHAO_ON_BOTH_ENGINES(AttackTest);

}  // namespace
}  // namespace qiuhao::server
