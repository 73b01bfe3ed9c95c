// What the console chooses from: people for a part, matters that wait, organisations, notices read at once.
#include <fmt/format.h>

#include "server/api/test_api.h"

namespace qiuhao::server {
namespace {

class ChoicesTest : public ApiTest {
 protected:
  static bool has(const Got& got, const std::string& text) { return got.body.find(text) != std::string::npos; }
  static std::string in_hand(const std::string& login, int count) {
    return fmt::format(R"("login":"{}","name":"王**","organisation":"C1","unit":"","in_hand":{})", login, count);
  }
};

TEST_P(ChoicesTest, candidates_are_who_may_with_what_they_have_in_hand) {
  keep({finding(1), finding(2), finding(3, "H002")});
  add("faraway", "C1", "auditor", "340604");
  const std::string number = review(1);
  const std::string path = "/api/matters/" + number + "/candidates?part=handler";
  const Got first = as("assigner", "GET", path);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_TRUE(has(first, in_hand("auditor", 0)) && has(first, in_hand("auditor2", 0))) << first.body;
  EXPECT_FALSE(has(first, "faraway")) << "of another region";
  EXPECT_FALSE(has(first, "\"decider\""));
  assign(number);
  const std::string second = review(3, "H002");
  const Got then = as("assigner", "GET", "/api/matters/" + second + "/candidates?part=handler");
  EXPECT_TRUE(has(then, in_hand("auditor", 1) + R"(,"stands_aside":false,"is_next":false)")) << then.body;
  EXPECT_TRUE(has(then, in_hand("auditor2", 0) + R"(,"stands_aside":false,"is_next":true)"));
  EXPECT_EQ(as("auditor2", "POST", "/api/relations",
               R"({"login":"auditor2","subject":"organisation:H002","kind":"is_family"})")
                .status,
            201);
  const Got aside = as("assigner", "GET", "/api/matters/" + second + "/candidates?part=handler");
  EXPECT_TRUE(has(aside, in_hand("auditor2", 0) + R"(,"stands_aside":true,"is_next":false)")) << aside.body;
  EXPECT_TRUE(has(as("assigner", "GET", "/api/kinds/finding_review/candidates?part=handler&region=340604"), "faraway"));
  EXPECT_EQ(as("assigner", "GET", "/api/kinds/none/candidates?part=handler&region=340600").status, 404);
  EXPECT_EQ(as("assigner", "GET", "/api/kinds/finding_review/candidates?part=none&region=340600").status, 422);
  EXPECT_EQ(as("hospital1", "GET", "/api/kinds/finding_review/candidates?part=handler&region=340600").status, 403);
  EXPECT_EQ(as("hospital2", "GET", path).status, 404);
}

TEST_P(ChoicesTest, what_waits_waits_for_ones_own_roles) {
  keep({finding(1), finding(2)});
  const std::string waiting = review(1);
  const std::string assigned = review(2);
  assign(assigned);
  const auto list = [&](const char* login) { return as(login, "GET", "/api/matters?waiting=true"); };
  EXPECT_TRUE(has(list("assigner"), waiting));
  EXPECT_TRUE(has(list("hospital1"), assigned));
  EXPECT_FALSE(has(list("hospital1"), waiting));
  EXPECT_FALSE(has(list("reader"), waiting)) << "whose roles only read";
  EXPECT_TRUE(has(as("reader", "GET", "/api/matters"), R"("state":"waiting","is_final":false)"));
  EXPECT_TRUE(has(as("reader", "GET", "/api/kinds/finding_review"), R"("to":["explaining"])"));
}

TEST_P(ChoicesTest, notices_are_counted_and_read_at_once) {
  keep({finding(1), finding(2)});
  assign(review(1));
  assign(review(2));
  const Got two = as("auditor", "GET", "/api/notices?limit=1");
  const int unread = std::stoi(two.text("unread"));
  EXPECT_GE(unread, 2);
  EXPECT_EQ(as("auditor", "POST", "/api/notices/read", R"({"up_to":999999})").text("read"), std::to_string(unread));
  EXPECT_EQ(as("auditor", "GET", "/api/notices").text("unread"), "0");
  EXPECT_EQ(as("auditor", "POST", "/api/notices/read", R"({"up_to":999999})").text("read"), "0");
  EXPECT_EQ(as("auditor", "POST", "/api/notices/read", R"({"up_to":0})").status, 400);
}

TEST_P(ChoicesTest, organisations_are_found_by_a_part_of_name_or_code) {
  EXPECT_TRUE(has(as("reader", "GET", "/api/organisations"), "医疗保障局"));
  const Got one = as("reader", "GET", "/api/organisations?name=H00");
  EXPECT_TRUE(has(one, "H001") && !has(one, "B1"));
  EXPECT_FALSE(has(as("reader", "GET", "/api/organisations?name=%25"), "H001")) << "a percent sign is itself";
  EXPECT_EQ(as("hospital1", "GET", "/api/organisations").status, 403);
  EXPECT_EQ(as("reader", "GET", "/api/session").text("has_code"), "false");
}

QIUHAO_ON_BOTH_ENGINES(ChoicesTest);

}  // namespace
}  // namespace qiuhao::server
