// Requests that come twice, or second: nothing is done twice, and whoever was late is told.
#include <fmt/format.h>

#include "server/api/test_api.h"

namespace qiuhao::server {
namespace {

class AgainTest : public ApiTest {};

TEST_P(AgainTest, the_same_key_changes_nothing_twice) {
  const Fields key = {{"idempotency-key", "k-1"}};
  const Got first = as("assigner", "POST", "/api/matters", opening(1, "H001"), key);
  const Got second = as("assigner", "POST", "/api/matters", opening(1, "H001"), key);
  EXPECT_EQ(first.text("number"), second.text("number"));
  EXPECT_EQ(second.text("is_repeated"), "true");
  EXPECT_EQ(as("assigner", "POST", "/api/matters", opening(2, "H001"), key).code(), "request_reused");
  EXPECT_EQ(as("assigner", "POST", "/api/matters", opening(1, "H001"), {{"idempotency-key", "a b"}}).status, 400);
}

TEST_P(AgainTest, who_comes_second_is_told_who_was_first) {
  const std::string number = review(1);
  const std::string acts = "/api/matters/" + number + "/acts";
  assign(number);
  const Got late =
      as("assigner", "POST", acts, R"({"action":"hand_over","revision":1,"people":{"handler":["auditor2"]}})",
         {{"accept-language", "en"}});
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late.code(), "matter_moved_on");
  EXPECT_NE(late.text("detail").find("meanwhile assigner did"), std::string::npos) << late.body;
}

// Of many that are opened together, one that is refused leaves nothing behind, and the others stand.
TEST_P(AgainTest, a_finding_is_reviewed_once) {
  keep({finding(1), finding(2)});
  review(1);
  const Got many =
      as("assigner", "POST", "/api/matters/bulk",
         R"({"openings":[)" + opening(1, "H001") + "," + opening(2, "H001") + "," + opening(2, "H001") + "]}");
  EXPECT_EQ(many.status, 200);
  EXPECT_EQ(database::number(desk_->database(), "select count(*) from casework_matters"), 2);
  EXPECT_EQ(database::number(desk_->database(), "select last from casework_counters where kind = 'finding_review'"), 2);
  EXPECT_NE(many.body.find("finding_in_review"), std::string::npos);
}

QIUHAO_ON_BOTH_ENGINES(AgainTest);

}  // namespace
}  // namespace qiuhao::server
