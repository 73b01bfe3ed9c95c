// Drafts of rules by the web API: four eyes, and a file that follows the approval.
#include <fmt/format.h>

#include "server/api/test_api.h"
#include "server/workbench/line_difference.h"
#include "server/workbench/test_bench.h"

namespace qiuhao::server {
namespace {

class DraftsApiTest : public ApiTest {
 protected:
  DraftsApiTest() : ApiTest([](const Path& folder) { return Beside{TestBench::open(folder / "city"), nullptr}; }) {}

  static std::string version(int number) {
    return TestBench::swapped(TestBench::rule_text("R0101_drug_sex.yaml"), "version: 1",
                              fmt::format("version: {}", number));
  }
  Got propose(const std::string& text, const std::string& login = "editor", const std::string& code = "R0101") {
    return as(login, "POST", "/api/rule-drafts",
              fmt::format(R"({{"code":"{}","text":{},"why":"改提示语"}})", code, text::json_quote(text)));
  }
  Got decide(const std::string& id, const std::string& login, bool approve = true) {
    return as(login, "POST", "/api/rule-drafts/" + id + "/decision",
              fmt::format(R"({{"approve":{},"why":"已核对"}})", approve));
  }
  Path own(const std::string& name) const { return folder_.path() / "city/policy/rules" / name; }
  std::string state_of(const std::string& id) { return as("reader", "GET", "/api/rule-drafts/" + id).text("state"); }
};

TEST_P(DraftsApiTest, a_rule_is_published_by_a_second_person) {
  const Got proposed = propose(version(2));
  ASSERT_EQ(proposed.status, 201) << proposed.body;
  const std::string id = proposed.text("id");
  EXPECT_EQ(propose(version(3)).code(), "already_drafted");
  const Got shown = as("publisher", "GET", "/api/rule-drafts/" + id);
  EXPECT_NE(shown.body.find(R"({"change":"gone","before":4,"after":null,"text":"version: 1"})"), std::string::npos)
      << shown.body;
  EXPECT_NE(shown.body.find(R"({"change":"new","before":null,"after":4,"text":"version: 2"})"), std::string::npos);
  EXPECT_EQ(shown.text("is_behind"), "false");
  EXPECT_FALSE(std::filesystem::exists(own("R0101.yaml")));

  EXPECT_EQ(decide(id, "editor").status, 403);
  EXPECT_EQ(decide(id, "decider").status, 403);
  const std::string stale = token_of("publisher", false);
  EXPECT_EQ(send("POST", "/api/rule-drafts/" + id + "/decision", R"({"approve":true,"why":"已核对"})",
                 {{"authorization", "Bearer " + stale}})
                .code(),
            "code_is_not_fresh");
  ASSERT_EQ(decide(id, "publisher").status, 204);
  EXPECT_EQ(state_of(id), "published");
  EXPECT_EQ(well_made(read_file(own("R0101.yaml"))), version(2));
  const Got rule = as("reader", "GET", "/api/rules/R0101");
  EXPECT_EQ(rule.text("version"), "2");
  EXPECT_EQ(rule.text("origin"), "workspace");
  EXPECT_EQ(rule.text("replaces_shipped"), "true");
  const Got trail = as("watcher", "GET", "/api/trail?subject=rule_draft:" + id);
  EXPECT_NE(trail.body.find("rule_draft_approved"), std::string::npos) << trail.body;
  EXPECT_NE(trail.body.find("rule_drafted"), std::string::npos);
  EXPECT_EQ(decide(id, "publisher").code(), "draft_is_decided");
}

// Whoever holds both roles, or changes the table by hand, still does not decide what they proposed.
TEST_P(DraftsApiTest, nobody_publishes_their_own) {
  const std::string id = propose(version(2)).text("id");
  database::run(desk_->database(), "update rule_drafts set proposed_by = 'publisher' where id = ?", {std::stoll(id)});
  EXPECT_EQ(decide(id, "publisher").status, 403);
  const Status forced = desk_->database().write([&](database::Transaction& transaction) -> Status {
    TRY(transaction.execute("update rule_drafts set state = 2, decided_by = proposed_by, decided_at = 1 where id = ?",
                            {std::stoll(id)}));
    return {};
  });
  ASSERT_FALSE(forced);
  EXPECT_EQ(forced.error().code, "broken_rule");
}

TEST_P(DraftsApiTest, what_is_wrong_is_no_draft) {
  EXPECT_EQ(propose(TestBench::swapped(version(2), "line.in_scope", "line.in_scpe")).code(), "unknown_field");
  EXPECT_EQ(propose(TestBench::swapped(version(2), R"(amount: "12.34")", R"(amount: "12.35")")).code(),
            "draft_fails_its_tests");
  EXPECT_EQ(propose(version(1)).code(), "version_not_raised");
  EXPECT_EQ(propose(version(2), "editor", "R0102").code(), "wrong_code");
  EXPECT_EQ(propose(version(2), "editor", "../R0101").status, 400);
  EXPECT_EQ(propose(version(2), "publisher").status, 403);
  EXPECT_EQ(propose(version(2), "reader").status, 403);
  EXPECT_EQ(decide("99", "publisher").code(), "no_draft");
  EXPECT_EQ(as("hospital1", "GET", "/api/rule-drafts").status, 403);
}

TEST_P(DraftsApiTest, drafts_are_refused_withdrawn_and_left_behind) {
  const std::string refused = propose(version(2)).text("id");
  EXPECT_EQ(decide(refused, "publisher", false).status, 204);
  EXPECT_EQ(state_of(refused), "refused");
  const std::string withdrawn = propose(version(2)).text("id");
  const std::string path = "/api/rule-drafts/" + withdrawn + "/withdrawal";
  add("editor2", "C1", "library_editor");
  EXPECT_EQ(as("editor2", "POST", path, R"({"why":"不要了"})").code(), "not_own_draft");
  EXPECT_EQ(as("editor", "POST", path, R"({"why":"不要了"})").status, 204);
  EXPECT_EQ(decide(withdrawn, "publisher").code(), "draft_is_decided");
  EXPECT_NE(as("reader", "GET", "/api/rule-drafts?state=withdrawn").body.find(R"("decision":"不要了")"),
            std::string::npos);
  EXPECT_EQ(as("reader", "GET", "/api/rule-drafts?state=published").body, R"({"drafts":[]})");

  // The rule in force changes by another hand: the draft was made beside something else.
  const std::string behind = propose(version(3)).text("id");
  ASSERT_TRUE(make_folder(own("")).has_value());
  ASSERT_TRUE(write_file_atomically(own("sex.yaml"), version(2)).has_value());
  EXPECT_EQ(as("reader", "GET", "/api/rule-drafts/" + behind).text("is_behind"), "true");
  EXPECT_EQ(decide(behind, "publisher").code(), "rule_moved_on");
  EXPECT_EQ(as("editor", "POST", "/api/rule-drafts/" + behind + "/withdrawal", R"({"why":"重新起草"})").status, 204);
  const std::string anew = propose(version(3)).text("id");
  EXPECT_EQ(decide(anew, "publisher").status, 204);
  EXPECT_EQ(well_made(read_file(own("sex.yaml"))), version(3)) << "over the file that had the rule";
  EXPECT_FALSE(std::filesystem::exists(own("R0101.yaml")));
}

// Approved, and the file could not be written: nothing is half done, and both a start and the same decision end it.
TEST_P(DraftsApiTest, an_approval_whose_file_is_missing_is_finished) {
  const std::string first = propose(version(2)).text("id");
  ASSERT_TRUE(make_folder(folder_.path() / "city/policy").has_value());
  ASSERT_TRUE(write_file_atomically(folder_.path() / "city/policy/rules", "in the way").has_value());
  const Status approved = desk_->rule_drafts().decide({"publisher", "test", now_}, std::stoll(first), true, "已核对");
  ASSERT_TRUE(approved) << approved.error().text();
  EXPECT_FALSE(finish_approved(desk_->rule_drafts(), folder_.path() / "city/policy/rules"));
  EXPECT_EQ(state_of(first), "approved");
  std::filesystem::remove(folder_.path() / "city/policy/rules");
  EXPECT_EQ(decide(first, "publisher").status, 204);
  EXPECT_EQ(state_of(first), "published");
  EXPECT_EQ(well_made(read_file(own("R0101.yaml"))), version(2));
}

QIUHAO_ON_BOTH_ENGINES(DraftsApiTest);

TEST(LineDifference, keeps_what_is_common) {
  const auto told = [](std::string_view before, std::string_view after) {
    std::string text;
    for (const DifferentLine& line : difference_of(before, after)) {
      text += line.change == LineChange::same ? "=" : line.change == LineChange::gone ? "-" : "+";
      text += line.text;
    }
    return text;
  };
  EXPECT_EQ(told("a\nb\nc\n", "a\nx\nc\n"), "=a-b+x=c");
  EXPECT_EQ(told("a\nb\nc\nd\n", "b\nd\ne\n"), "-a=b-c=d+e");
  EXPECT_EQ(told("", "a\n"), "+a");
  EXPECT_EQ(told("a\n", ""), "-a");
  EXPECT_EQ(told("a\na\n", "a\n"), "=a-a");
  EXPECT_EQ(told("", ""), "");
}

}  // namespace
}  // namespace qiuhao::server
