// `qiuhao findings` and `qiuhao records` as people call them: from an audit to the people who work on it, and what a
// tampered record looks like.
#include "casework/findings.h"

#include <fstream>

#include "cli/records.h"
#include "cli/test_calls.h"

namespace qiuhao::cli {
namespace {

class FindingsCalls : public CallTest {
 protected:
  void make_city() const {
    const std::string city = (folder_ / "tables").string();
    ASSERT_EQ(call({"simulate", city, "--people", "400", "--months", "3"}).code, 0);
    ASSERT_EQ(call({"import", workspace(), city}).code, 0);
    std::ofstream(workspace() + "/qiuhao.toml") << "region = \"340600\"\n";
    ASSERT_EQ(call({"audit", workspace()}).code, 0);
  }
  std::int64_t number(std::string_view sql) const {
    const auto records = open_records(workspace(), false);
    CHECK(records.has_value());
    std::int64_t number = -1;
    CHECK(records->database
              ->read([&](database::Transaction& transaction) -> Status {
                ASSIGN(const auto rows, transaction.query(sql, {}, std::array{database::Kind::number}));
                number = rows.at(0).number(0);
                return {};
              })
              .has_value());
    return number;
  }
};

TEST_F(FindingsCalls, a_run_is_given_to_people_once) {
  make_city();
  const Said none = call({"findings", "take", workspace()});
  EXPECT_EQ(none.code, 3);
  EXPECT_TRUE(has(none.text, "qiuhao users found")) << none.text;
  found();
  const Said taken = call({"findings", "take", workspace()});
  ASSERT_EQ(taken.code, 0) << taken.text;
  EXPECT_TRUE(has(taken.text, "audit-000001: ")) << taken.text;
  const std::int64_t kept = number("select count(*) from casework_findings");
  EXPECT_GT(kept, 10);
  EXPECT_EQ(number("select count(*) from casework_findings where region = '340600'"), kept);
  EXPECT_TRUE(has(call({"findings", "count", workspace()}).text, "open"));

  // Taken again, and after another audit: the same ones.
  EXPECT_EQ(call({"findings", "take", workspace()}).code, 0);
  ASSERT_EQ(call({"audit", workspace()}).code, 0);
  const Said again = call({"findings", "take", workspace()});
  EXPECT_TRUE(has(again.text, "audit-000002: ") && has(again.text, ", 0 open ones are gone")) << again.text;
  EXPECT_EQ(number("select count(*) from casework_findings"), kept);
  EXPECT_EQ(number("select count(*) from casework_findings where run = 'audit-000002'"), kept);

  // An audit by one rule says nothing of the others; one of some providers says nothing of any.
  ASSERT_EQ(call({"audit", workspace(), "--providers", "H0"}).code, 0);
  EXPECT_TRUE(has(call({"findings", "take", workspace()}).text, "some providers only"));
  EXPECT_EQ(number("select count(*) from casework_findings where state = 1"), kept);
}

TEST_F(FindingsCalls, records_are_verified) {
  ASSERT_EQ(call({"simulate", (folder_ / "tables").string(), "--people", "50", "--months", "1"}).code, 0);
  ASSERT_EQ(call({"import", workspace(), (folder_ / "tables").string()}).code, 0);
  found();
  const Said whole = call({"records", "verify", workspace()});
  EXPECT_EQ(whole.code, 0) << whole.text;
  EXPECT_TRUE(has(whole.text, "matters: whole") && has(whole.text, "documents that were issued: whole")) << whole.text;
  {
    const auto records = open_records(workspace(), false);
    ASSERT_TRUE(records.has_value());
    const Status changed = records->database->write([](database::Transaction& transaction) -> Status {
      TRY(transaction.execute("update audit_acts set who = 'nobody' where sequence = 1"));
      return {};
    });
    ASSERT_TRUE(changed.has_value()) << changed.error().text();
  }
  EXPECT_EQ(call({"records", "verify", workspace()}).code, 1);
  const Said refused = call({"records", "migrate", workspace(), "tip_off", "--as", "nobody"}, "wrong-password\n");
  EXPECT_EQ(refused.code, 3) << refused.text;
}

}  // namespace
}  // namespace qiuhao::cli
