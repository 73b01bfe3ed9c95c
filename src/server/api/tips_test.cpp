// Tip-offs of the public: given without a name or with one, looked at by query code alone, added to; nobody who handles
// them learns who gave them or from where, and guesses lead nowhere.
#include <fmt/format.h>

#include "server/api/endpoints/query_code.h"
#include "server/api/test_api.h"

namespace qiuhao::server {
namespace {

class TipsTest : public ApiTest {
 protected:
  TipsTest() {
    add("registrar", "C1", "registrar");
    add("keeper", "C1", "keeper");
    add("checker1", "C1", "checker");
    add("checker2", "C1", "checker");
    add("tipchief", "C1", "chief");
  }
  Got give(const std::string& body, Fields fields = {}) {
    return send("POST", "/api/public/tips", body, std::move(fields));
  }
  Got give_unnamed(const std::string& respondent = "H001", Fields fields = {}) {
    return give(fmt::format(R"({{"respondent":"{}","content":"二楼病房晚上没有人住","anonymous":true}})", respondent),
                std::move(fields));
  }
  static std::string code_of(const Got& receipt) {
    return fmt::format(R"("number":"{}","query_code":"{}")", receipt.text("number"), receipt.text("query_code"));
  }
  Got progress(const std::string& number_and_code) {
    return send("POST", "/api/public/tips/progress", "{" + number_and_code + "}", {});
  }
  Got act(const std::string& login, const Got& receipt, const std::string& body) {
    return as(login, "POST", "/api/matters/" + receipt.text("number") + "/acts", body);
  }
  std::int64_t stored(const std::string& text) {
    return database::number(desk_->database(),
                            "select count(*) from casework_matters where body like '%" + text + "%'") +
           database::number(desk_->database(), "select count(*) from audit_acts where where_from like '%" + text +
                                                   "%' or coalesce(after_text, '') like '%" + text + "%'");
  }
};

TEST_P(TipsTest, an_unnamed_tip_is_followed_by_its_code_alone) {
  const Got receipt = give_unnamed();
  ASSERT_EQ(receipt.status, 201) << receipt.body;
  EXPECT_EQ(receipt.text("query_code").size(), 14U);
  EXPECT_FALSE(receipt.text("due").empty());
  const Got first = progress(code_of(receipt));
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.text("state"), "received");
  EXPECT_EQ(first.text("may_add"), "true");
  EXPECT_EQ(first.text("result"), "");
  // Written by hand, in small letters and without its marks.
  std::string by_hand = receipt.text("query_code");
  std::erase(by_hand, '-');
  for (char& c : by_hand) c = static_cast<char>(std::tolower(c));
  EXPECT_EQ(progress(fmt::format(R"("number":"{}","query_code":"{}")", receipt.text("number"), by_hand)).status, 200);
  EXPECT_EQ(progress(R"("number":"tip_off-2026-000009","query_code":"7K2M-9QXT-4HBD")").code(), "no_tip");
  EXPECT_EQ(progress(fmt::format(R"("number":"{}","query_code":"7K2M-9QXT-4HBD")", receipt.text("number"))).code(),
            "no_tip");
  const std::string review = (keep({finding(1)}), ApiTest::review(1));
  EXPECT_EQ(progress(fmt::format(R"("number":"{}","query_code":"")", review)).code(), "no_tip");
}

TEST_P(TipsTest, who_gave_it_and_from_where_stays_unknown) {
  const Got receipt = give(
      R"({"respondent":"机构H001","content":"空刷医保卡换购保健品","anonymous":false,"name":"何举报","contact":"13911112222"})");
  ASSERT_EQ(receipt.status, 201) << receipt.body;
  EXPECT_EQ(stored("192.0.2.7"), 0) << "the address";
  EXPECT_EQ(stored("何举报"), 0);
  EXPECT_EQ(stored("13911112222"), 0);
  EXPECT_EQ(stored(receipt.text("query_code")), 0);
  const std::string path = "/api/matters/" + receipt.text("number");
  for (const char* login : {"registrar", "checker1", "tipchief", "reader"}) {
    const Got seen = as(login, "GET", path);
    EXPECT_EQ(seen.body.find("何举报"), std::string::npos) << login;
    EXPECT_EQ(seen.body.find(receipt.text("query_code")), std::string::npos) << login;
    EXPECT_EQ(as(login, "POST", path + "/looks", R"({"field":"reporter_name","why":"核实情况"})").status, 403) << login;
  }
  EXPECT_EQ(as("keeper", "POST", path + "/looks", R"({"field":"reporter_name","why":"发放奖励"})").text("value"),
            "何举报");
  EXPECT_EQ(as("hospital1", "GET", path).status, 404);
  // By the institution's name its code and region were found.
  EXPECT_EQ(as("registrar", "GET", path).text("subject"), "H001");
}

TEST_P(TipsTest, named_and_unnamed_are_not_mixed) {
  EXPECT_EQ(give(R"({"respondent":"H001","content":"空刷医保卡","anonymous":false})").code(), "guard_is_false");
  EXPECT_EQ(
      give(R"({"respondent":"H001","content":"空刷医保卡","anonymous":true,"name":"何举报","contact":"139"})").code(),
      "guard_is_false");
  EXPECT_EQ(give(R"({"respondent":"H001","content":"空","anonymous":true})").status, 400);
  EXPECT_EQ(give(R"({"respondent":"","content":"空刷医保卡","anonymous":true})").status, 400);
  // Somebody who is no institution is taken by what was written, in the bureau's region.
  const Got other = give_unnamed("某小区门口的药贩子");
  ASSERT_EQ(other.status, 201) << other.body;
  EXPECT_EQ(as("registrar", "GET", "/api/matters/" + other.text("number")).text("region"), "340600");
}

TEST_P(TipsTest, the_result_is_told_once_the_bureau_tells_it) {
  const Got receipt = give_unnamed();
  EXPECT_EQ(act("tipchief", receipt, R"({"action":"assign","people":{"handlers":["checker1","checker2"]}})").status,
            200);
  const std::string paper = attach("checker1", receipt.text("number"), "check_report");
  EXPECT_EQ(act("checker1", receipt,
                R"({"action":"conclude","fields":{"result":"verified","case_value":"1000.00","known_before":false},)"
                R"("documents":{"check_report":")" +
                    paper + "\"}}")
                .status,
            200);
  EXPECT_EQ(progress(code_of(receipt)).text("result"), "") << "not told yet";
  EXPECT_EQ(progress(code_of(receipt)).body.find("checker1"), std::string::npos);
  EXPECT_EQ(act("registrar", receipt, R"({"action":"tell"})").status, 200);
  const Got told = progress(code_of(receipt));
  EXPECT_EQ(told.text("result"), "verified");
  EXPECT_EQ(told.text("reward"), "") << "not approved yet";
  EXPECT_EQ(told.text("may_add"), "false");
}

TEST_P(TipsTest, more_can_be_added_with_files_while_it_is_checked) {
  const Got receipt = give_unnamed();
  const Fields with_code = {{"x-query-code", receipt.text("query_code")}};
  const std::string path = "/api/public/tips/material?name=a.txt&number=" + receipt.text("number");
  EXPECT_EQ(send("POST", path, "说明材料\n", {{"x-query-code", "wrong"}}).code(), "no_tip");
  EXPECT_EQ(send("POST", path, "说明材料\n", {}).code(), "no_tip");
  const Got file = send("POST", path, "说明材料\n", with_code);
  ASSERT_EQ(file.status, 201) << file.body;
  const auto add = [&](const std::string& text, const std::string& material) {
    return send("POST", "/api/public/tips/supplements",
                fmt::format(R"({{{},"text":"{}","material":"{}"}})", code_of(receipt), text, material), {});
  };
  EXPECT_EQ(add("三楼也是", "A999").code(), "no_document");
  EXPECT_EQ(add("三楼也是", file.text("id")).status, 200);
  EXPECT_NE(as("tipchief", "GET", "/api/matters/" + receipt.text("number")).body.find("三楼也是"), std::string::npos);
  for (int more = 1; more < 10; ++more) send("POST", path, fmt::format("材料 {}\n", more), with_code);
  EXPECT_EQ(send("POST", path, "又一份\n", with_code).code(), "too_many_attachments");
  // Joined to another: the reporter is told so, and what became of that one.
  const Got main = give_unnamed();
  EXPECT_EQ(act("tipchief", receipt,
                R"({"action":"join","fields":{"reason":"同一件事","joined_to":")" + main.text("number") + "\"}}")
                .status,
            200);
  const Got joined = progress(code_of(receipt));
  EXPECT_EQ(joined.text("state"), "joined");
  EXPECT_NE(joined.body.find(R"("joined_title":{"zh":"待分办")"), std::string::npos) << joined.body;
  EXPECT_EQ(joined.body.find(main.text("number")), std::string::npos) << "the other's number is not theirs";
  EXPECT_EQ(add("再补充一点", file.text("id")).code(), "matter_is_closed");
  EXPECT_EQ(send("POST", path, "又一份\n", with_code).code(), "tip_is_concluded");
}

TEST_P(TipsTest, floods_and_guesses_are_stopped) {
  const Fields key = {{"idempotency-key", "0f9c"}};
  const Got first = give_unnamed("H001", key);
  EXPECT_EQ(give_unnamed("H001", key).text("query_code"), first.text("query_code")) << "a receipt lost on its way";
  for (int given = 2; given < kTipsMost; ++given) EXPECT_EQ(give_unnamed().status, 201);
  const Got refused = give_unnamed();
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.fields.at("Retry-After"), "3600");
  const std::string wrong = fmt::format(R"("number":"{}","query_code":"wrong")", first.text("number"));
  for (int guess = 0; guess < kWrongCodesMost; ++guess) EXPECT_EQ(progress(wrong).status, 404);
  EXPECT_EQ(progress(wrong).status, 429);
  EXPECT_EQ(progress(code_of(first)).status, 429) << "right ones too, or guessing would go on";
  now_ += 3'600 * database::kMicrosASecond;
  EXPECT_EQ(progress(code_of(first)).status, 200);
  EXPECT_EQ(give_unnamed().status, 201);
}

TEST_P(TipsTest, institutions_are_found_by_a_part_of_their_name) {
  const Got found = send("GET", "/api/public/institutions?name=H00", "", {});
  EXPECT_NE(found.body.find("H001"), std::string::npos);
  EXPECT_EQ(found.body.find("B1"), std::string::npos);
  EXPECT_EQ(send("GET", "/api/public/institutions?name=%25%25", "", {}).body.find("H001"), std::string::npos);
  EXPECT_EQ(send("GET", "/api/public/institutions?name=H", "", {}).status, 400);
}

QIUHAO_ON_BOTH_ENGINES(TipsTest);

TEST(QueryCodeTest, a_code_has_sixty_bits_in_letters_that_differ) {
  const database::KeyRing ring = database::test_ring();
  std::set<std::string> drawn;
  for (int number = 0; number < 1'000; ++number) drawn.insert(draw_code(ring, ""));
  EXPECT_EQ(drawn.size(), 1'000U);
  for (const std::string& code : drawn) {
    EXPECT_EQ(code.size(), 14U);
    EXPECT_EQ(code.find_first_of("ILOU"), std::string::npos) << code;
  }
  EXPECT_EQ(draw_code(ring, "a"), draw_code(ring, "a"));
  EXPECT_NE(draw_code(ring, "a"), draw_code(ring, "b"));
  EXPECT_TRUE(is_same_code("10AB-CDEF-GHJK", " ioab cdefghjk"));
  EXPECT_FALSE(is_same_code("10AB-CDEF-GHJK", "10AB-CDEF-GHJ"));
  EXPECT_FALSE(is_same_code("10AB-CDEF-GHJK", ""));
}

}  // namespace
}  // namespace qiuhao::server
