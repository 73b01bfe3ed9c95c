// Whatever is changed in a trail is found, and the first wrong act is named.
#include <array>

#include "database/test_trail.h"

namespace qiuhao::database {
namespace {

constexpr int kActs = 7;

class TrailTamperTest : public TrailTestBase {
 protected:
  void SetUp() override {
    make_trail(kActs);
    keep_copy();
    ASSERT_EQ(fault(), "whole");
  }
  // What a change leads to; the trail is whole again after it.
  std::string after(std::string_view sql, const std::vector<Parameter>& parameters = {}) {
    run(*database_, sql, parameters);
    std::string found = fault();
    restore_copy();
    EXPECT_EQ(fault(), "whole");
    return found;
  }
  void keep_copy_again() {
    run(*database_, "drop table kept_acts");
    run(*database_, "drop table kept_trail");
    keep_copy();
  }
  Path anchors() const { return folder_.path() / "anchors"; }
};

TEST_P(TrailTamperTest, every_column_of_every_act) {
  for (int row = 1; row <= kActs; ++row) {
    const std::string edited = fmt::format("edited {}", row);
    for (const std::string column : {"who", "where_from", "what", "subject"}) {
      for (const char* change : {"{} || 'x'", "''", "' ' || {}", "substr({}, 2)", "upper({})"}) {
        const std::string changed = fmt::format(fmt::runtime(change), column);
        if (number(*database_, fmt::format("select count(*) from audit_acts where sequence = {} and {} <> {}", row,
                                           column, changed)) == 0)
          continue;
        EXPECT_EQ(after(fmt::format("update audit_acts set {} = {} where sequence = {}", column, changed, row)), edited)
            << column << " = " << changed;
      }
    }
    for (const std::string column : {"before_text", "after_text", "why", "request"}) {
      const std::string update = fmt::format("update audit_acts set {} = ", column);
      const std::string where = fmt::format(" where sequence = {}", row);
      EXPECT_EQ(after(update + "coalesce(" + column + ", '') || 'x'" + where), edited) << column;
      // Absent and empty are two things.
      const bool is_absent = number(*database_, fmt::format("select count(*) from audit_acts where {} is null and "
                                                            "sequence = {}",
                                                            column, row)) == 1;
      EXPECT_EQ(after(update + (is_absent ? "''" : "null") + where), edited) << column;
    }
    for (const char* column : {"previous", "hash"}) {
      EXPECT_EQ(after(fmt::format("update audit_acts set {} = ? where sequence = {}", column, row),
                      {Bytes{std::string(32, 'x')}}),
                edited);
      EXPECT_EQ(after(fmt::format("update audit_acts set {} = ? where sequence = {}", column, row), {Bytes{""}}),
                edited);
    }
    EXPECT_EQ(after(fmt::format("update audit_acts set happened_at = happened_at + 1 where sequence = {}", row)),
              edited);
    EXPECT_EQ(after(fmt::format("update audit_acts set sequence = 99 where sequence = {}", row)),
              fmt::format("missing {}", row));
    EXPECT_EQ(after(fmt::format("update audit_acts set sequence = -1 where sequence = {}", row)), "out_of_place -1");
  }
}

TEST_P(TrailTamperTest, text_moved_from_one_column_to_the_next) {
  EXPECT_EQ(after("update audit_acts set who = who || where_from, where_from = '' where sequence = 4"), "edited 4");
  EXPECT_EQ(after("update audit_acts set before_text = after_text, after_text = before_text where sequence = 3"),
            "edited 3");
}

TEST_P(TrailTamperTest, acts_deleted) {
  for (int row = 1; row <= kActs; ++row) {
    const std::string missing = fmt::format("missing {}", row);
    EXPECT_EQ(after(fmt::format("delete from audit_acts where sequence = {}", row)), missing);
    EXPECT_EQ(after(fmt::format("delete from audit_acts where sequence >= {}", row)), missing);
  }
  // With the acts behind moved up, in the order that keeps their numbers unique.
  run(*database_, "delete from audit_acts where sequence = 3");
  for (int row = 4; row <= kActs; ++row)
    run(*database_, "update audit_acts set sequence = sequence - 1 where sequence = ?", {row});
  run(*database_, "update audit_trail set acts = acts - 1");
  EXPECT_EQ(fault(), "out_of_place 3");
}

TEST_P(TrailTamperTest, acts_put_in) {
  const std::string columns =
      "happened_at, who, where_from, what, subject, before_text, after_text, why, request, "
      "previous, hash";
  // Behind the end, as the last act once more.
  EXPECT_EQ(after(fmt::format("insert into audit_acts (sequence, {0}) select {1} + 1, {0} from audit_acts "
                              "where sequence = {1}",
                              columns, kActs)),
            fmt::format("out_of_place {}", kActs + 1));
  // In the middle, with the acts behind moved down.
  for (int row = kActs; row >= 4; --row)
    run(*database_, "update audit_acts set sequence = sequence + 1 where sequence = ?", {row});
  run(*database_,
      fmt::format("insert into audit_acts (sequence, {0}) select 4, {0} from audit_acts where sequence = 2", columns));
  run(*database_, "update audit_trail set acts = acts + 1");
  EXPECT_EQ(fault(), "out_of_place 4");
  restore_copy();
  // A right act behind the end that the head does not know.
  append(sample_act(8));
  run(*database_, "update audit_trail set acts = ?", {kActs});
  EXPECT_EQ(fault(), fmt::format("after_head {}", kActs + 1));
}

TEST_P(TrailTamperTest, acts_in_another_order) {
  run(*database_, "update audit_acts set sequence = 100 where sequence = 3");
  run(*database_, "update audit_acts set sequence = 3 where sequence = 5");
  run(*database_, "update audit_acts set sequence = 5 where sequence = 100");
  EXPECT_EQ(fault(), "out_of_place 3");
}

TEST_P(TrailTamperTest, every_column_of_the_head) {
  EXPECT_EQ(after("update audit_trail set trail = trail || 'x'"), "head_disagrees 0");
  EXPECT_EQ(after("update audit_trail set born_at = born_at + 1"), "head_disagrees 0");
  EXPECT_NE(after("update audit_trail set digest = 2"), "whole");
  EXPECT_EQ(after("update audit_trail set digest = 3"), "head_disagrees 0");
  EXPECT_EQ(after("update audit_trail set acts = acts + 1"), fmt::format("missing {}", kActs + 1));
  EXPECT_EQ(after("update audit_trail set acts = acts - 1"), fmt::format("after_head {}", kActs));
  EXPECT_EQ(after("update audit_trail set acts = -1"), "head_disagrees 0");
  EXPECT_EQ(after("update audit_trail set hash = ?", {Bytes{std::string(32, 'x')}}), "head_disagrees 0");
  EXPECT_EQ(after("update audit_trail set hash = ?", {Bytes{""}}), "head_disagrees 0");
  EXPECT_EQ(after("delete from audit_trail"), "head_disagrees 0");
}

// Hashes are no secret: who may write the database can make them anew. Then the anchors tell.
TEST_P(TrailTamperTest, a_trail_written_anew_is_found_by_its_anchors) {
  ASSERT_TRUE(*anchor_trail(*database_, anchors(), kNoon));
  append(sample_act(8));
  keep_copy_again();
  for (int row = 1; row <= kActs; ++row) {
    run(*database_, "update audit_acts set why = 'forged' where sequence = ?", {row});
    forge_from(row);
    EXPECT_EQ(fault(), "whole");
    EXPECT_EQ(fault(anchors()), fmt::format("anchor_disagrees {}", kActs));
    restore_copy();
  }
  for (int row = 1; row <= kActs; ++row) {  // the tail cut off, back to before the anchor, the head mended
    run(*database_, "delete from audit_acts where sequence >= ?", {row});
    forge_from(row);
    EXPECT_EQ(fault(), "whole");
    EXPECT_EQ(fault(anchors()), fmt::format("missing {}", row));
    EXPECT_EQ(told(anchor_trail(*database_, anchors(), kNoon + 86'400'000'000)), "trail_damaged");
    restore_copy();
  }
  EXPECT_EQ(fault(anchors()), "whole");
}

TEST_P(TrailTamperTest, a_trail_begun_anew_is_found_by_its_anchors) {
  ASSERT_TRUE(*anchor_trail(*database_, anchors(), kNoon));
  run(*database_, "delete from audit_acts");
  run(*database_, "delete from audit_trail");
  EXPECT_EQ(fault(anchors()), "head_disagrees 0");
  ASSERT_TRUE(Trail::open(*database_));
  for (int number = 1; number <= kActs; ++number) append(sample_act(number));
  EXPECT_EQ(fault(), "whole");
  EXPECT_EQ(fault(anchors()), "other_trail 0");
}

// Where somebody made the tables anew with other rules.
TEST_P(TrailTamperTest, what_is_never_absent_is_missed) {
  const auto remade = [&](const char* table, const std::string& from, const std::string& to) {
    run(*database_, fmt::format("create table remade as select * from {}", table));
    run(*database_, fmt::format("drop table {}", table));
    run(*database_, fmt::format("alter table remade rename to {}", table));
    run(*database_, fmt::format("update {} set {} = {}", table, from, to));
  };
  remade("audit_acts", "who", "case when sequence = 4 then null else who end");
  EXPECT_EQ(fault(), "edited 4");
  EXPECT_EQ(told(database_->read([&](Transaction& transaction) -> Status {
              TRY(trail_->acts_after(transaction, 0, 10));
              return {};
            })),
            "trail_damaged");
  remade("audit_trail", "hash", "null");
  EXPECT_EQ(fault(), "head_disagrees 0");
  EXPECT_EQ(told(database_->write([&](Transaction& transaction) -> Status {
              TRY(trail_->append(transaction, sample_act(1)));
              return {};
            })),
            "trail_damaged");
}

TEST_P(TrailTamperTest, acts_without_a_head_are_no_new_trail) {
  run(*database_, "delete from audit_trail");
  EXPECT_EQ(told(Trail::open(*database_)), "trail_damaged");
}

QIUHAO_ON_BOTH_ENGINES(TrailTamperTest);

// Values that SQLite would read as the same text or number if it were asked carelessly.
TEST(TrailTamperSqlite, kinds_cannot_be_changed_and_a_hidden_end_is_seen) {
  const TestFolder folder;
  const auto database = *Database::open((folder.path() / "records.db").string());
  const auto trail = *Trail::open(*database);
  ASSERT_TRUE(database->write([&](Transaction& transaction) -> Status {
    TRY(trail.append(transaction, sample_act(1)));
    return {};
  }));
  run(*database, "update audit_acts set who = who || char(0) || 'x'");
  EXPECT_EQ(verify_trail(*database, {})->fault, TrailFault::edited);
  const Status blob = database->write([&](Transaction& transaction) -> Status {
    TRY(transaction.execute("update audit_acts set who = cast(who as blob)"));
    return {};
  });
  EXPECT_EQ(told(blob), "broken_rule");
}

}  // namespace
}  // namespace qiuhao::database
