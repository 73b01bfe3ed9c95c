// Evidence of real findings, held against the API's own description: one of each rule that finds something in a small
// city.
#include "cli/tape_sight.h"

#include <fstream>

#include "cli/records.h"
#include "cli/test_calls.h"
#include "server/api/description.h"
#include "text/json_view.h"

namespace qiuhao::cli {
namespace {

struct Kept {
  std::string id;
  std::string rule;
  std::string person;
  std::string provider;
};

class TapeSightCalls : public CallTest {
 protected:
  void make_city() {
    const std::string city = (folder_ / "tables").string();
    ASSERT_EQ(call({"simulate", city, "--people", "600", "--months", "4"}).code, 0);
    ASSERT_EQ(call({"import", workspace(), city}).code, 0);
    std::ofstream(workspace() + "/qiuhao.toml") << "region = \"340600\"\n";
    ASSERT_EQ(call({"audit", workspace()}).code, 0);
    found();
    ASSERT_EQ(call({"findings", "take", workspace()}).code, 0);
    const auto records = open_records(workspace(), false);
    ASSERT_TRUE(records.has_value());
    ASSERT_TRUE(records->database->read([&](database::Transaction& transaction) -> Status {
      constexpr database::Kind kText = database::Kind::text;
      ASSIGN(const auto rows,
             transaction.query("select min(id), rule, max(person), max(provider) from casework_findings group by rule "
                               "having count(*) > 0",
                               {}, std::array{kText, kText, kText, kText}));
      for (const database::Row& row : rows) kept_.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
      return {};
    }));
  }
  static void check(const server::Description& description, std::string_view operation, const std::string& json,
                    const std::string& about) {
    text::JsonReader reader;
    const auto view = reader.read(json);
    ASSERT_TRUE(view.has_value()) << about << "\n" << json;
    const auto wrong = description.find(operation)->answers.at(200)->check(*view);
    EXPECT_FALSE(wrong) << about << " at " << wrong->pointer << ": " << wrong->sentence.english << "\n" << json;
  }

  std::vector<Kept> kept_;
};

TEST_F(TapeSightCalls, every_rule_s_finding_is_shown_as_the_page_says) {
  make_city();
  ASSERT_GT(kept_.size(), 8U);
  const auto tape = tape_sight_of(workspace());
  const auto description = server::Description::built_in();
  ASSERT_TRUE(description.has_value());
  std::size_t with_lines = 0;
  for (const Kept& one : kept_) {
    const auto json = tape->evidence("audit-000001", one.id, "");
    ASSERT_TRUE(json.has_value()) << one.rule << ": " << json.error().text();
    check(*description, "showEvidence", *json, one.rule);
    EXPECT_TRUE(has(*json, R"("outcome":"hit")")) << one.rule << *json;
    EXPECT_TRUE(has(*json, one.id));
    if (has(*json, R"("is_blamed":true)")) ++with_lines;
    // For an institution that the finding is not about there is no row.
    const auto other = tape->evidence("audit-000001", one.id, "none");
    ASSERT_TRUE(other.has_value());
    EXPECT_TRUE(has(*other, R"("lines":[])") && has(*other, R"("visits":[])")) << one.rule;
  }
  EXPECT_GT(with_lines, kept_.size() / 2);
  const auto gone = tape->evidence("audit-000001", std::string(32, '0'), "");
  ASSERT_FALSE(gone.has_value());
  EXPECT_EQ(gone.error().code, "no_such_finding");
  EXPECT_FALSE(tape->evidence("audit-000099", kept_[0].id, "").has_value());

  for (const Kept& one : kept_) {
    if (one.person.empty()) continue;
    const auto person = tape->person(one.person, "");
    ASSERT_TRUE(person.has_value()) << person.error().text();
    check(*description, "showPerson", *person, one.person);
    EXPECT_TRUE(has(*person, R"("visits":[{)"));
    break;
  }
  EXPECT_EQ(tape->person(std::string(24, '0'), "").error().code, "no_person");
}

}  // namespace
}  // namespace qiuhao::cli
