// The web API: every operation as its page says, and whoever may not is refused.
#include <fmt/format.h>

#include "server/api/test_api.h"

namespace qiuhao::server {
namespace {

using database::Transaction;

class ScenarioTest : public ApiTest {
 protected:
  // With a password, and then a telephone.
  Fields signed_in_as_root() {
    const std::string password = "Feng-xue-2026-ye";
    EXPECT_TRUE(desk_->sign_in().set_first_password(by("installer"), "root", password));
    const Got session = send("POST", "/api/sessions", R"({"login":"root","password":")" + password + R"("})", {});
    EXPECT_EQ(session.status, 201) << session.body;
    EXPECT_NE(session.fields.at("Set-Cookie").find("HttpOnly; SameSite=Strict"), std::string::npos);
    Fields root = {{"authorization", "Bearer " + session.text("token")}};
    EXPECT_EQ(send("GET", "/api/session", "", root).text("login"), "root");
    EXPECT_EQ(send("POST", "/api/session/telephone", "", root).status, 201);
    EXPECT_EQ(send("PUT", "/api/session/telephone", R"({"code":"000000"})", root).code(), "wrong_code");
    EXPECT_EQ(send("PUT", "/api/session/password", R"({"old":"wrong","fresh":"Xin-mi-ma-2026"})", root).status, 422);
    EXPECT_EQ(
        send("PUT", "/api/session/password", R"({"old":")" + password + R"(","fresh":"Xin-mi-ma-2026"})", root).status,
        204);
    return root;
  }
  void keep_users() {
    EXPECT_EQ(as("root", "GET", "/api/users").status, 200);
    EXPECT_EQ(as("root", "POST", "/api/users", R"({"login":"fresh","name":"王五","organisation":"A1"})").status, 201);
    EXPECT_EQ(as("root", "POST", "/api/users/fresh/password", "{}").status, 201);
    const Got grant = as("root", "POST", "/api/grants", R"({"login":"fresh","role":"cashier","region":"340600"})");
    ASSERT_EQ(grant.status, 201) << grant.body;
    EXPECT_EQ(as("guard", "GET", "/api/grants?waiting=true").status, 200);
    const std::string decision = fmt::format("/api/grants/{}/decision", grant.text("id"));
    EXPECT_EQ(as("root", "POST", decision, R"({"approve":true,"why":"同意"})").status, 403) << "who proposed";
    EXPECT_EQ(as("guard", "POST", decision, R"({"approve":true,"why":"同意"})").status, 204);
    EXPECT_EQ(as("guard", "POST", decision, R"({"approve":true,"why":"同意"})").code(), "grant_is_decided");
    EXPECT_EQ(as("root", "POST", fmt::format("/api/grants/{}/end", grant.text("id")), R"({"why":"调岗"})").status, 204);
    EXPECT_EQ(as("root", "PATCH", "/api/users/fresh", R"({"state":"locked","why":"休假"})").status, 204);
    EXPECT_EQ(
        as("root", "PUT", "/api/organisations/P1", R"({"name":"某药店","kind":"pharmacy","region":"340600"})").status,
        204);
    EXPECT_EQ(as("auditor2", "POST", "/api/relations",
                 R"({"login":"auditor2","subject":"organisation:H001","kind":"family_works_there"})")
                  .status,
              201);
    EXPECT_EQ(as("reader", "GET", "/api/roles").status, 200);
    EXPECT_EQ(as("reader", "GET", "/api/kinds").status, 200);
    EXPECT_EQ(as("reader", "GET", "/api/kinds/finding_review").status, 200);
  }
  // Gives the number of the review.
  std::string review_a_finding() {
    const Got page = as("assigner", "GET", "/api/findings?limit=2&count=true&sort=net");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.text("count"), "3");
    EXPECT_EQ(as("assigner", "GET", "/api/findings?limit=2&cursor=" + page.text("next")).status, 200);
    const std::string number = review(1);
    const Got kept = as("assigner", "GET", fmt::format("/api/findings/{:032x}", 1));
    EXPECT_EQ(kept.text("state"), "in_review");
    EXPECT_EQ(kept.text("matter"), number);
    EXPECT_EQ(as("assigner", "POST", "/api/matters", opening(1, "H001")).code(), "finding_in_review");
    assign(number);
    EXPECT_EQ(as("assigner", "POST", "/api/matters/bulk", R"({"openings":[)" + opening(2, "H002") + "]}").status, 200);
    const Got matters = as("reader", "GET", "/api/matters?state=explaining&sort=due");
    EXPECT_NE(matters.body.find(number), std::string::npos);
    EXPECT_EQ(as("reader", "GET", "/api/matters/counts").status, 200);
    EXPECT_EQ(as("auditor", "GET", "/api/matters/" + number).status, 200);
    EXPECT_EQ(as("assigner", "POST", "/api/matters/acts",
                 R"({"numbers":[")" + number + R"("],"action":"assign","people":{"handler":["auditor"]}})")
                  .status,
              200);
    return number;
  }
  // Personal data: masked, and in clear for a reason that is kept.
  void look_at(const std::string& number) {
    const Got masked = as("reader", "GET", "/api/matters/" + number);
    EXPECT_EQ(masked.body.find("110101199003071234"), std::string::npos);
    EXPECT_EQ(as("reader", "POST", "/api/matters/" + number + "/looks", R"({"field":"patient","why":"核对"})").status,
              403);
    const Got look =
        as("auditor", "POST", "/api/matters/" + number + "/looks", R"({"field":"patient","why":"核对病历"})");
    EXPECT_EQ(look.text("value"), "110101199003071234");

    const Got notices = as("auditor", "GET", "/api/notices");
    text::JsonReader reader;
    std::string notice;
    reader.read(notices.body)->find("notices").for_each_item([&](const auto& item) {
      notice = item.find("id").text();
    });
    EXPECT_EQ(as("auditor", "POST", "/api/notices/" + notice + "/read").text("was_unread"), "true");
    EXPECT_EQ(as("hospital2", "POST", "/api/notices/" + notice + "/read").status, 404);
  }
  void bring_and_write_papers(const std::string& number) {
    const std::string paper = attach("assigner", number, "proof");
    EXPECT_NE(as("auditor", "GET", "/api/matters/" + number + "/attachments").body.find(paper), std::string::npos);
    const Got file = as("auditor", "GET", "/api/attachments/" + paper);
    EXPECT_EQ(file.body, "说明材料\n");
    EXPECT_TRUE(file.fields.at("Content-Disposition").starts_with("attachment;"));

    const Got letter = as("assigner", "POST", "/api/matters/" + number + "/papers",
                          R"({"document":"explanation_letter","inputs":{"remark":"请说明收费依据"}})");
    ASSERT_EQ(letter.status, 201) << letter.body;
    EXPECT_NE(letter.text("number").find("2026"), std::string::npos);
    EXPECT_NE(as("hospital1", "GET", "/api/matters/" + number + "/papers").body.find(letter.text("id")),
              std::string::npos);
    const Got pdf = as("hospital1", "GET", "/api/papers/" + letter.text("id") + "/pdf");
    EXPECT_EQ(pdf.body.substr(0, 5), "%PDF-");
    EXPECT_EQ(as("hospital2", "GET", "/api/papers/" + letter.text("id") + "/pdf").status, 404);
    EXPECT_EQ(
        as("hospital1", "POST", "/api/matters/" + number + "/papers", R"({"document":"explanation_letter"})").status,
        403);
  }
  void sign_and_seal(const std::string& number) {
    const Got paper = as("auditor", "GET", "/api/papers/D1");
    EXPECT_EQ(paper.status, 200) << paper.body;
    EXPECT_EQ(as("auditor", "POST", "/api/papers/D1/signatures?place=1", "[[[1,2],[3,4]]]").status, 422)
        << "the letter has no place to sign";
    EXPECT_EQ(as("reader", "GET", "/api/matters/" + number + "/case-file").body.substr(0, 5), "%PDF-");
    const Got sealed = as("auditor", "POST", "/api/matters/" + number + "/evidence", R"({"why":"移送"})");
    EXPECT_EQ(sealed.status, 200) << sealed.body;
    EXPECT_TRUE(sealed.body.starts_with(R"({"qiuhao_evidence":1)"));
  }
  void archive_a_review() {
    const std::string number = confirmed(9, "H002", "hospital2");  // from H001 auditor2 stands aside
    const Got archived = as("archivist", "POST", "/api/archive", R"({"matter":")" + number + R"("})");
    ASSERT_EQ(archived.status, 201) << archived.body;
    EXPECT_NE(as("reader", "GET", "/api/archive?words=" + number).body.find(archived.text("number")),
              std::string::npos);
    const std::string of_it = R"({"archive":")" + archived.text("number") + R"(","why":"复查")";
    const Got asked = as("reader", "POST", "/api/loans", of_it + R"(,"due":"2026-12-20"})");
    ASSERT_EQ(asked.status, 201) << asked.body;
    const std::string decision = "/api/loans/requests/" + asked.text("id") + "/decision";
    EXPECT_EQ(as("archivist", "POST", decision, R"({"approve":true})").status, 200);
    EXPECT_EQ(as("reader", "GET", "/api/loans").status, 200);
    EXPECT_EQ(as("reader", "GET", "/api/loans/1/file").body.substr(0, 5), "%PDF-");
    EXPECT_EQ(as("reader", "POST", "/api/loans/1/return").status, 204);
    const database::Micros before = now_;
    now_ += 11LL * 366 * 24 * 60 * database::kMicrosAMinute;
    const Got proposed = as("archivist", "POST", "/api/disposals", of_it + "}");
    ASSERT_EQ(proposed.status, 201) << proposed.body;
    EXPECT_EQ(as("decider", "GET", "/api/disposals").status, 200);
    const Got taken =
        as("decider", "POST", "/api/disposals/" + proposed.text("id") + "/decision", R"({"approve":true})");
    EXPECT_EQ(taken.status, 200) << taken.body;
    EXPECT_NE(taken.text("files"), "0");
    now_ = before;
  }
};

TEST_P(ScenarioTest, every_operation_answers_as_the_page_says) {
  keep({finding(1), finding(2, "H002", 20'000), finding(3)});
  const Fields root = signed_in_as_root();
  keep_users();
  const std::string number = review_a_finding();
  look_at(number);
  bring_and_write_papers(number);
  sign_and_seal(number);
  archive_a_review();
  EXPECT_EQ(as("analyst", "GET", "/api/findings/export").status, 200);
  EXPECT_EQ(as("analyst", "GET", "/api/matters/export?format=xlsx").body.substr(0, 2), "PK");
  EXPECT_EQ(as("watcher", "GET", "/api/trail?limit=5").status, 200);
  EXPECT_EQ(as("watcher", "GET", "/api/trail?subject=" + number).status, 200);
  EXPECT_EQ(as("watcher", "POST", "/api/trail/verification").text("is_whole"), "true");
  EXPECT_EQ(send("DELETE", "/api/session", "", root).status, 204);
  EXPECT_EQ(send("GET", "/api/session", "", root).status, 401);

  std::set<std::string> silent;
  for (const Operation& operation : handler_->description().operations()) {
    if (!answered_.contains(operation.id)) silent.insert(operation.id);
  }
  // Those that stand in tests of their own beside this file; evidence wants a tape (cli/tape_sight_test.cpp).
  EXPECT_EQ(silent, (std::set<std::string>{"giveCode",          "confirmCode",
                                           "signPaper",         "showOverview",
                                           "showProvider",      "showEvidence",
                                           "showPerson",        "findInstitutions",
                                           "giveTip",           "showTip",
                                           "supplementTip",     "addTipMaterial",
                                           "listServices",      "addService",
                                           "changeServiceKey",  "endService",
                                           "listExceptions",    "proposeException",
                                           "decideException",   "endException",
                                           "listCandidates",    "listKindCandidates",
                                           "listOrganisations", "readNotices",
                                           "listRules",         "showCatalogue",
                                           "showRule",          "checkRule",
                                           "testRule",          "showDictionary",
                                           "orderBacktest",     "listBacktests",
                                           "showBacktest",      "cancelBacktest",
                                           "proposeRule",       "listRuleDrafts",
                                           "showRuleDraft",     "decideRuleDraft",
                                           "withdrawRuleDraft", "listKnowledge",
                                           "listPoints",        "showLive"}));
}

QIUHAO_ON_BOTH_ENGINES(ScenarioTest);

class SightTest : public ApiTest {};

TEST_P(SightTest, another_region_sees_nothing) {
  keep({finding(1)});
  const std::string number = review(1);
  EXPECT_EQ(as("county", "GET", "/api/findings").text("findings"), as("county", "GET", "/api/findings").text("none"));
  EXPECT_EQ(as("county", "GET", "/api/findings").body.find("R0101"), std::string::npos);
  EXPECT_EQ(as("county", "GET", fmt::format("/api/findings/{:032x}", 1)).status, 404);
  EXPECT_EQ(as("county", "GET", "/api/matters").body.find(number), std::string::npos);
  EXPECT_EQ(as("county", "GET", "/api/matters/" + number).status, 404);
}

TEST_P(SightTest, an_institution_sees_what_it_was_told_of_and_nothing_inside) {
  keep({finding(1), finding(2, "H002")});
  const std::string number = review(1);
  EXPECT_EQ(as("hospital1", "GET", "/api/matters/" + number).status, 404) << "not told yet";
  assign(number);
  const Got own = as("hospital1", "GET", "/api/matters/" + number);
  EXPECT_EQ(own.status, 200);
  EXPECT_EQ(own.body.find("auditor"), std::string::npos) << "who works on it";
  EXPECT_EQ(own.body.find("assigner"), std::string::npos);
  EXPECT_NE(own.body.find(R"("action":"explain")"), std::string::npos);
  EXPECT_EQ(as("hospital2", "GET", "/api/matters/" + number).status, 404);
  EXPECT_EQ(as("hospital2", "GET", "/api/matters").body.find(number), std::string::npos);
  EXPECT_NE(as("hospital1", "GET", "/api/notices").body.find(number), std::string::npos);
  EXPECT_EQ(as("hospital2", "GET", "/api/notices").body.find(number), std::string::npos) << "another's notice";

  const std::string invented = R"({"action":"explain","fields":{"explanation":"经核实"},"documents":{"proof":"A99"}})";
  EXPECT_EQ(as("hospital2", "POST", "/api/matters/" + number + "/acts", invented).status, 404);
  EXPECT_EQ(as("hospital1", "POST", "/api/matters/" + number + "/acts", invented).code(), "no_document");
  EXPECT_EQ(explain("hospital1", number).status, 200);
  const std::string examine =
      R"({"action":"examine","fields":{"first_opinion":"confirm","first_amount":"80.00","first_reason":"内部意见"}})";
  EXPECT_EQ(as("auditor", "POST", "/api/matters/" + number + "/acts", examine).status, 200);
  EXPECT_EQ(as("hospital1", "GET", "/api/matters/" + number).body.find("内部意见"), std::string::npos);
  EXPECT_NE(as("hospital1", "GET", "/api/matters/" + number).body.find("经核实"), std::string::npos);
  EXPECT_NE(as("reader", "GET", "/api/matters/" + number).body.find("内部意见"), std::string::npos);
  // Findings: only its own, and only those that somebody took up.
  const Got findings = as("hospital1", "GET", "/api/findings");
  EXPECT_NE(findings.body.find(number), std::string::npos);
  EXPECT_EQ(as("hospital2", "GET", "/api/findings").body.find("H002"), std::string::npos);
}

TEST_P(SightTest, files_go_where_the_matter_goes) {
  keep({finding(1)});
  const std::string number = review(1);
  const std::string inner = attach("assigner", number, "proof");
  EXPECT_EQ(as("hospital1", "GET", "/api/attachments/" + inner).status, 404);
  assign(number);
  EXPECT_EQ(as("hospital1", "GET", "/api/attachments/" + inner).status, 404) << "the bureau's own, while it goes on";
  const std::string own = attach("hospital1", number, "proof");
  EXPECT_EQ(as("hospital1", "GET", "/api/attachments/" + own).status, 200);
  EXPECT_EQ(as("auditor", "GET", "/api/attachments/" + own).status, 200);
  EXPECT_EQ(as("hospital2", "GET", "/api/attachments/" + own).status, 404);
  EXPECT_EQ(as("reader", "POST", "/api/matters/" + number + "/attachments?name=a.txt", "x").status, 403)
      << "who has nothing to do in it";
  EXPECT_EQ(as("hospital1", "GET", "/api/matters/" + number + "/attachments").body.find(inner), std::string::npos);
}

TEST_P(SightTest, who_has_to_stand_aside_may_not_act) {
  keep({finding(1)});
  const std::string number = review(1);
  assign(number);
  EXPECT_EQ(
      as("auditor", "POST", "/api/relations", R"({"login":"auditor","subject":"organisation:H001","kind":"is_family"})")
          .status,
      201);
  now_ += database::kMicrosAMinute;
  EXPECT_EQ(explain("hospital1", number).status, 200);
  const Got refused =
      as("auditor", "POST", "/api/matters/" + number + "/acts",
         R"({"action":"examine","fields":{"first_opinion":"reject","first_amount":"0","first_reason":"无"}})");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), "not_allowed");
}

TEST_P(SightTest, a_decision_wants_a_fresh_code_and_other_eyes) {
  keep({finding(1)});
  const std::string number = review(1);
  assign(number);
  const std::string acts = "/api/matters/" + number + "/acts";
  EXPECT_EQ(explain("hospital1", number).status, 200);
  const std::string opinion = R"("first_opinion":"confirm","first_amount":"80.00","first_reason":"属实")";
  EXPECT_EQ(as("auditor", "POST", acts, R"({"action":"examine","fields":{)" + opinion + "}}").status, 200);
  const std::string again = R"({"action":"examine_again","fields":{"second_opinion":"agree"}})";
  const Got same = as("auditor", "POST", acts, again);
  EXPECT_EQ(same.status, 403) << same.body;
  EXPECT_EQ(as("auditor2", "POST", acts, again).status, 200);
  const std::string decide = R"({"action":"decide","fields":{"decision":"confirm","decision_reason":"属实"}})";
  const Fields stale = {{"authorization", "Bearer " + token_of("decider", false)}};
  const Got refused = send("POST", acts, decide, stale);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), "code_is_not_fresh");
  const Got offered = send("GET", "/api/matters/" + number, "", stale);
  EXPECT_NE(offered.body.find(R"("wants_fresh_code":true)"), std::string::npos);
  EXPECT_EQ(as("auditor", "POST", acts, decide).status, 403);
  const Got done = as("decider", "POST", acts, decide);
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(as("reader", "GET", fmt::format("/api/findings/{:032x}", 1)).text("state"), "confirmed");
}

QIUHAO_ON_BOTH_ENGINES(SightTest);

}  // namespace
}  // namespace qiuhao::server
