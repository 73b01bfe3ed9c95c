// Every column of every row of a matter, changed past the program, and every row deleted, put in or moved.
#include "casework/test_store.h"

namespace qiuhao::casework {
namespace {

class VerifyTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    review_ = opened(review());
    recovery_ = opened(recovery());
    workflow::Act assign = act_of("assign", {"钱组长", {"assigner"}, "稽核科"}, "2026-03-03 09:00");
    assign.people["handler"] = {{"赵审核", {"auditor"}, "稽核科"}};
    done(store_->perform(review_, assign, {"test", ""}));
  }
  std::vector<Error> wrong() const {
    auto errors = store_->verify();
    EXPECT_TRUE(errors.has_value()) << errors.error().text();
    return errors.value_or(std::vector<Error>());
  }
  static std::string changed_value(const std::string& column) {
    for (const char* number : {"version", "opened", "due", "wakes", "revision"}) {
      if (column == number) return column + " + 1";
    }
    return "'x' || " + column;
  }
  // Does it, looks, and takes it back.
  void expect_found(const std::string& statement) {
    const std::string tables[] = {"casework_matters", "casework_people", "casework_cells"};
    for (const std::string& table : tables)
      database::run(*database_, fmt::format("create table kept_{0} as select * from {0}", table));
    drop_references();
    database::run(*database_, statement);
    EXPECT_FALSE(wrong().empty()) << statement;
    for (const char* table : {"casework_people", "casework_cells", "casework_matters"})
      database::run(*database_, fmt::format("delete from {}", table));
    for (const std::string& table : tables) {
      database::run(*database_, fmt::format("insert into {0} select * from kept_{0}", table));
      database::run(*database_, "drop table kept_" + table);
    }
    EXPECT_TRUE(wrong().empty()) << "after " << statement;
  }
  // Who tampers with the file turns the references off; here the rows that refer go first.
  void drop_references() {
    if (are_dropped_) return;
    are_dropped_ = true;
    for (const char* table : {"notices", "postings", "points", "suspensions", "publications", "documents"})
      database::run(*database_, fmt::format("delete from casework_{}", table));
    if (GetParam() == database::Engine::postgresql) {
      database::run(*database_, "alter table casework_people drop constraint casework_people_number_fkey");
      database::run(*database_, "alter table casework_cells drop constraint casework_cells_number_fkey");
    }
  }

  std::string review_;
  std::string recovery_;
  bool are_dropped_ = false;
};

TEST_P(VerifyTest, what_was_written_is_whole) { EXPECT_TRUE(wrong().empty()); }

TEST_P(VerifyTest, every_column_of_a_matter_is_watched) {
  for (const char* column : {"kind", "version", "state", "subject", "region", "opened", "due", "due_owner", "wakes",
                             "revision", "body", "mark"})
    expect_found(fmt::format("update casework_matters set {} = {} where number = '{}'", column, changed_value(column),
                             recovery_));
  // A whole matter under another's number, body, mark and all.
  expect_found(
      fmt::format("update casework_matters set body = (select body from casework_matters where number = '{0}'), "
                  "mark = (select mark from casework_matters where number = '{0}') where number = '{1}'",
                  recovery_, review_));
}

TEST_P(VerifyTest, people_and_cells_are_watched) {
  for (const char* column : {"part", "person"})
    expect_found(fmt::format("update casework_people set {} = {}", column, changed_value(column)));
  expect_found("delete from casework_people");
  expect_found(
      fmt::format("insert into casework_people (number, part, person) values ('{}', 'handler', '李四')", review_));
  expect_found("delete from casework_cells");
  expect_found("update casework_cells set field = 'explanation'");
  expect_found(fmt::format("update casework_cells set number = '{}'", recovery_));
}

TEST_P(VerifyTest, a_matter_that_is_gone_is_missed) {
  drop_references();
  database::run(*database_, "delete from casework_cells");
  database::run(*database_, "delete from casework_people");
  database::run(*database_, "delete from casework_matters where number = ?", {review_});
  const auto errors = wrong();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].code, "matter_missing");
  EXPECT_NE(errors[0].message.find(review_), std::string::npos);
}

QIUHAO_ON_BOTH_ENGINES(VerifyTest);

}  // namespace
}  // namespace qiuhao::casework
