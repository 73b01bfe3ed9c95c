// Keys of programs, and exceptions, by the web API.
#include <fmt/format.h>

#include "server/api/test_api.h"

namespace qiuhao::server {
namespace {

class ProgramsTest : public ApiTest {
 protected:
  std::string key(const std::string& name, const std::string& organisation, const std::string& actions,
                  const std::string& region = "340600") {
    const std::string to = format_day(day_of(now_ / database::kMicrosASecond) + 30);
    const Got got = as("guard", "POST", "/api/services",
                       fmt::format(R"({{"name":"{}","organisation":"{}","region":"{}","actions":[{}],"to":"{}"}})",
                                   name, organisation, region, actions, to));
    EXPECT_EQ(got.status, 201) << got.body;
    return got.text("key");
  }
  Got with(const std::string& key, const std::string& method, const std::string& target, const std::string& body = "") {
    return send(method, target, body, {{"authorization", "Bearer " + key}});
  }
};

TEST_P(ProgramsTest, a_key_does_its_own_actions_and_no_others) {
  keep({finding(1), finding(2, "H002")});
  const std::string reading = key("panel", "B1", R"("finding.read","matter.read")");
  EXPECT_NE(with(reading, "GET", "/api/findings").body.find("H002"), std::string::npos);
  EXPECT_EQ(with(reading, "GET", "/api/session").text("login"), "service:panel");
  EXPECT_EQ(with(reading, "POST", "/api/matters", opening(1, "H001")).status, 403);
  for (const char* path : {"/api/users", "/api/trail", "/api/findings/export", "/api/services"})
    EXPECT_EQ(with(reading, "GET", path).status, 403) << path;
  const std::string assigning = key("assigning", "C1", R"("finding.read","finding.assign","matter.read")");
  const Got opened = with(assigning, "POST", "/api/matters", opening(1, "H001"));
  ASSERT_EQ(opened.status, 201) << opened.body;
  const Got history = as("reader", "GET", "/api/matters/" + opened.text("number"));
  EXPECT_NE(history.body.find("service:assigning"), std::string::npos);
  EXPECT_EQ(with(assigning, "GET", "/api/matters").status, 200);

  const std::string elsewhere = key("county", "B1", R"("finding.read")", "340604");
  EXPECT_EQ(with(elsewhere, "GET", "/api/findings").body.find("R0101"), std::string::npos);
}

TEST_P(ProgramsTest, keys_are_kept_by_the_security_administrator_and_end) {
  const std::string first = key("panel", "B1", R"("finding.read")");
  EXPECT_EQ(as("root", "POST", "/api/services",
               R"({"name":"x1","organisation":"B1","region":"340600","actions":["finding.read"],"to":"2026-12-31"})")
                .status,
            403);
  EXPECT_EQ(as("guard", "POST", "/api/services",
               R"({"name":"x2","organisation":"B1","region":"340600","actions":["finding.decide"],"to":"2026-12-31"})")
                .code(),
            "needs_a_person");
  EXPECT_NE(as("guard", "GET", "/api/services").body.find("panel"), std::string::npos);
  EXPECT_EQ(as("guard", "GET", "/api/services").body.find(first.substr(10)), std::string::npos);
  const std::string second = as("guard", "POST", "/api/services/panel/key").text("key");
  EXPECT_EQ(with(first, "GET", "/api/findings").status, 401);
  EXPECT_EQ(with(second, "GET", "/api/findings").status, 200);
  // As a cookie it opens nothing, and what belongs to sessions is not its.
  EXPECT_EQ(send("PUT", "/api/session/password", R"({"old":"a","fresh":"Xin-mi-ma-2026"})",
                 {{"authorization", "Bearer " + second}})
                .status,
            422);
  EXPECT_EQ(as("guard", "POST", "/api/services/panel/end").status, 204);
  EXPECT_EQ(with(second, "GET", "/api/findings").status, 401);
  EXPECT_EQ(as("guard", "POST", "/api/services/none/end").status, 404);
}

TEST_P(ProgramsTest, an_exception_sets_findings_aside_and_ending_it_brings_them_back) {
  keep({finding(1), finding(2, "H002")});
  const Day day = finding(1).day;
  const std::string term = fmt::format(R"("from":"{}","to":"{}")", format_day(day - 10), format_day(day + 10));
  const Got proposed = as("auditor", "POST", "/api/exceptions",
                          R"({"kind":"provider","subject":"H001","reason":"系统升级",)" + term + "}");
  ASSERT_EQ(proposed.status, 201) << proposed.body;
  const std::string path = "/api/exceptions/" + proposed.text("id");
  const std::string finding1 = fmt::format("/api/findings/{:032x}", 1);
  EXPECT_EQ(as("reader", "GET", finding1).text("state"), "open");
  EXPECT_NE(as("reader", "GET", "/api/exceptions?waiting=true").body.find("系统升级"), std::string::npos);
  EXPECT_EQ(as("hospital1", "GET", "/api/exceptions").status, 403);
  const std::string yes = R"({"approve":true,"why":"属实"})";
  EXPECT_EQ(as("auditor", "POST", path + "/decision", yes).status, 403);
  EXPECT_EQ(as("reader", "POST", path + "/decision", yes).status, 403);
  EXPECT_EQ(as("decider", "POST", path + "/decision", yes).status, 204);
  EXPECT_EQ(as("decider", "POST", path + "/decision", yes).code(), "exception_is_decided");
  EXPECT_EQ(as("reader", "GET", finding1).text("state"), "set_aside");
  EXPECT_EQ(as("reader", "GET", fmt::format("/api/findings/{:032x}", 2)).text("state"), "open");
  EXPECT_EQ(as("assigner", "POST", "/api/matters", opening(1, "H001")).code(), "finding_is_set_aside");
  EXPECT_EQ(
      as("auditor", "POST", path + "/end", fmt::format(R"({{"last":"{}","why":"升级提前完成"}})", format_day(day - 1)))
          .status,
      204);
  EXPECT_EQ(as("reader", "GET", finding1).text("state"), "open");
  EXPECT_EQ(as("assigner", "POST", "/api/matters", opening(1, "H001")).status, 201);
  EXPECT_EQ(as("auditor", "POST", "/api/exceptions/99/end", R"({"why":"没有"})").code(), "no_exception");
}

QIUHAO_ON_BOTH_ENGINES(ProgramsTest);

}  // namespace
}  // namespace qiuhao::server
