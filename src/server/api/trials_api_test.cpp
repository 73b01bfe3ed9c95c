// What is tried on rules by the web API: mistakes, tests, backtests.
#include <fmt/format.h>

#include <chrono>
#include <random>
#include <thread>

#include "server/api/test_api.h"
#include "server/workbench/test_bench.h"

namespace qiuhao::server {
namespace {

constexpr const char* kSex = "R0101_drug_sex.yaml";

class TrialsApiTest : public ApiTest {
 protected:
  TrialsApiTest() : ApiTest([](const Path& folder) { return Beside{TestBench::open(folder / "city", 60), nullptr}; }) {}

  Got trial(const std::string& what, const std::string& text, const std::string& login = "editor") {
    return as(login, "POST", "/api/rules/" + what, R"({"text":)" + text::json_quote(text) + "}");
  }
  Got order(const std::string& text, const std::string& more = "", const std::string& login = "editor") {
    return as(login, "POST", "/api/backtests", R"({"text":)" + text::json_quote(text) + more + "}");
  }
  // Waits until it is over.
  Got over(const std::string& id, const std::string& login = "editor") {
    Got got;
    for (int tries = 0; tries < 6'000; ++tries) {
      got = as(login, "GET", "/api/backtests/" + id);
      if (got.text("state") != "waiting" && got.text("state") != "running") break;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return got;
  }
  // The day's rule with a condition that every line of a woman or man meets.
  static std::string wider() {
    return TestBench::swapped(TestBench::rule_text(kSex), "when: person.sex != k.sex && person.sex in ['1', '2']",
                              "when: person.sex in ['1', '2']");
  }
};

TEST_P(TrialsApiTest, mistakes_have_their_places) {
  const std::string right = TestBench::rule_text(kSex);
  EXPECT_EQ(trial("check", right).text("is_right"), "true");
  EXPECT_EQ(trial("check", right, "reader").text("code"), "R0101");
  const Got got = trial("check", TestBench::swapped(right, "amount: line.in_scope", "amount: line.in_scpe"));
  EXPECT_EQ(got.text("is_right"), "false");
  EXPECT_NE(got.body.find(R"("code":"unknown_field","line":16,"column":14,"length":7)"), std::string::npos) << got.body;
  EXPECT_NE(got.body.find("did you mean"), std::string::npos) << got.body;
  EXPECT_NE(got.body.find("line.in_scpe\\n"), std::string::npos) << "the snippet: " << got.body;
  EXPECT_NE(trial("check", TestBench::swapped(right, "table: drug_sex", "table: drug_six")).body.find("unknown_table"),
            std::string::npos);
  EXPECT_EQ(trial("check", "").status, 400);
  EXPECT_EQ(trial("check", std::string(300'000, 'a')).status, 400);
  EXPECT_EQ(trial("check", right, "hospital1").status, 403);
}

TEST_P(TrialsApiTest, tests_say_what_was_expected_and_what_was_met) {
  const std::string right = TestBench::rule_text(kSex);
  const Got good = trial("test", right);
  EXPECT_EQ(good.text("passed"), "9");
  EXPECT_EQ(good.text("failed"), "0");
  const Got wrong = trial("test", TestBench::swapped(right, R"(amount: "12.34")", R"(amount: "12.35")"));
  EXPECT_EQ(wrong.text("failed"), "1");
  EXPECT_NE(wrong.body.find(R"("name":"女性参保人发生限男性的费用","line":25,"passed":false)"), std::string::npos)
      << wrong.body;
  EXPECT_NE(wrong.body.find(R"({"what":"amount","expected":"12.35","met":"12.34"})"), std::string::npos) << wrong.body;
  EXPECT_NE(trial("test", TestBench::swapped(right, "given:\n      person: {sex: 1}", "given:\n      person: {six: 1}"))
                .body.find(R"("code":"unknown_field","line":21)"),
            std::string::npos);
  EXPECT_NE(trial("test", "rule: [").body.find(R"("mistakes":[{)"), std::string::npos);
  EXPECT_EQ(trial("test", right, "reader").status, 403) << "only for who drafts";
}

TEST_P(TrialsApiTest, changed_texts_are_told_or_taken_and_never_break_it) {
  constexpr std::string_view kPieces[] = {"[",     "{",    ": ",     "\n",          "&a ",   "*a",   "k.",
                                          "line.", "((((", "'",      "\"",          "\xff",  "0",    "true",
                                          "<<: ",  "- ",   "!!str ", "/etc/passwd", "费用.", "size("};
  std::mt19937 random(9);
  const std::string texts[] = {TestBench::rule_text(kSex), TestBench::rule_text("R0112_service_frequency.yaml")};
  const auto start = std::chrono::steady_clock::now();
  int right = 0;
  const auto bench = TestBench::open(folder_.path() / "other");
  for (int round = 0; round < 1'000; ++round) {
    std::string text = texts[round % 2];
    for (unsigned change = 0; change < 1 + random() % 3; ++change) {
      const std::size_t at = random() % text.size();
      const std::string_view piece = kPieces[random() % std::size(kPieces)];
      if (random() % 2 == 0)
        text.insert(at, piece);
      else
        text.replace(at, 1 + random() % 40, piece);
    }
    const auto checked = bench->check(text);
    ASSERT_TRUE(checked.has_value());
    EXPECT_NE(checked->rule.has_value(), !checked->errors.empty());
    right += checked->rule ? 1 : 0;
  }
  EXPECT_GT(right, 0);
  EXPECT_LT(right, 1'000);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
}

TEST_P(TrialsApiTest, a_backtest_says_what_is_new_and_gone) {
  const Got ordered = order(wider());
  ASSERT_EQ(ordered.status, 201) << ordered.body;
  const Got done = over(ordered.text("id"));
  ASSERT_EQ(done.text("state"), "done") << done.body;
  text::JsonReader reader;
  const auto view = reader.read(done.body);
  const auto progress = view->find("progress");
  EXPECT_EQ(progress.find("percent").text(), "100");
  EXPECT_GT(std::stoll(progress.find("lines_done").text()), 0);
  const auto found = view->find("result").find("findings");
  EXPECT_GT(std::stoll(found.find("new").text()), 0) << "a wider rule finds more";
  EXPECT_EQ(found.find("gone").text(), "0");
  EXPECT_EQ(progress.find("new").text(), found.find("new").text());
  EXPECT_NE(done.body.find(R"("title":"抽样 )"), std::string::npos) << done.body;
  // The same text as the rule in force changes nothing.
  const Got same = over(order(TestBench::rule_text(kSex)).text("id"));
  EXPECT_NE(same.body.find(R"("new": 0, "gone": 0, "changed": 0)"), std::string::npos) << same.body;
  EXPECT_NE(as("analyst", "GET", "/api/backtests").body.find(ordered.text("id")), std::string::npos);

  // Who sees one county only reads numbers, and no findings of others.
  add("narrow", "C1", "analyst", "340604");
  const Got withheld = as("narrow", "GET", "/api/backtests/" + ordered.text("id"));
  EXPECT_EQ(withheld.text("is_withheld"), "true");
  EXPECT_EQ(withheld.body.find("抽样"), std::string::npos);
  EXPECT_EQ(withheld.body.find("providers"), std::string::npos);
  EXPECT_NE(withheld.body.find(R"("percent":100)"), std::string::npos);
}

TEST_P(TrialsApiTest, backtests_are_refused_cancelled_and_lost) {
  EXPECT_EQ(order("rule: R1").status, 422);
  EXPECT_EQ(order(wider(), "", "reader").status, 403);
  const Got before = over(order(wider(), R"(,"from":"1999-01-01","to":"1999-12-31")").text("id"));
  EXPECT_EQ(before.text("state"), "failed");
  EXPECT_NE(before.body.find("period_outside_tape"), std::string::npos) << before.body;
  EXPECT_EQ(as("editor", "DELETE", "/api/backtests/" + before.text("id")).code(), "backtest_is_over");
  EXPECT_EQ(as("editor", "GET", "/api/backtests/1000-1").code(), "backtest_lost");
  EXPECT_EQ(as("editor", "GET", "/api/backtests/999999999999-1").code(), "no_backtest");
  // Those behind the first one wait, and no more than five do.
  std::vector<std::string> ids;
  Got last;
  for (int number = 0; number < 40 && last.status != 429; ++number) {
    last = order(wider());
    if (last.status == 201) ids.push_back(last.text("id"));
  }
  EXPECT_EQ(last.code(), "too_many_backtests") << last.body;
  EXPECT_EQ(as("editor", "DELETE", "/api/backtests/" + ids.back()).status, 204);
  EXPECT_EQ(over(ids.back()).text("state"), "cancelled");
}

QIUHAO_ON_BOTH_ENGINES(TrialsApiTest);

}  // namespace
}  // namespace qiuhao::server
